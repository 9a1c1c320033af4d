import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SCRIPT } from './script';
import { simulation } from './simulate';
import { AccessError, show } from '../../../base';
import { tryToSend } from '../../../http';
import type { Asking, Caller, PlatformCaller } from '../../../platform';

const EMAIL = /^[a-z0-9][\w.+-]{0,99}@[a-z0-9][a-z0-9.-]{0,99}$/;
const MAX_BYTES = 16 * 1024;
/** https://docs.cloud.google.com/compute/docs/metadata/querying-metadata */
const PATH = '/computeMetadata/v1/instance/service-accounts/default/email';
const DEFAULT_FILE = 'application_default_credentials.json';
const FROM_METADATA = 'metadata of the machine';

export const caller: PlatformCaller = {
  grants: ({ kind, name }) => kind === 'role' && /^(?:roles|projects|organizations)\//.test(name),
  ask: async (asking) => fromFile(asking) ?? (await fromMetadata(asking)),
  expected: ({ serviceAccount }, { account }) => {
    if (account !== undefined && !EMAIL.test(account)) {
      throw AccessError.of(
        'InvalidServiceAccount',
        `\`--account\` must be the email of a service account, such as \`delegate@my-project.iam.gserviceaccount.com\`, got ${show(account)}`,
      );
    }
    const email = account ?? serviceAccount;
    return email !== undefined && EMAIL.test(email)
      ? { text: email, is: (who) => who.toLowerCase() === email.toLowerCase() }
      : undefined;
  },
  simulation,
  script: SCRIPT,
};

/** The names in a file of credentials; its key is not looked at. https://docs.cloud.google.com/docs/authentication/application-default-credentials */
function fromFile({ environment }: Asking): Caller | undefined {
  const { GOOGLE_APPLICATION_CREDENTIALS: own = '', CLOUDSDK_CONFIG, HOME = '/' } = environment;
  const file = own === '' ? join(CLOUDSDK_CONFIG ?? join(HOME, '.config/gcloud'), DEFAULT_FILE) : own;
  if (own === '' && !existsSync(file)) {
    return undefined;
  }
  const from = own === '' ? 'the credentials of gcloud' : 'the file of GOOGLE_APPLICATION_CREDENTIALS';
  try {
    if (!statSync(file).isFile()) {
      return { outcome: 'not asked', from, detail: 'it is no file' };
    }
    const { client_email: email, service_account_impersonation_url: url } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly client_email?: unknown;
      readonly service_account_impersonation_url?: unknown;
    };
    const impersonated = /\/serviceAccounts\/([^/:]+):/.exec(typeof url === 'string' ? url : '')?.[1];
    const who = typeof email === 'string' ? email : impersonated;
    return who === undefined || !EMAIL.test(who)
      ? { outcome: 'not asked', from, detail: 'the file names no service account' }
      : { outcome: 'claimed', who, from };
  } catch {
    return { outcome: 'not asked', from, detail: 'the file cannot be read' };
  }
}

async function fromMetadata({ environment, timeout, signal }: Asking): Promise<Caller> {
  const host = environment.GCE_METADATA_HOST ?? 'metadata.google.internal';
  const address = `http://${host}${PATH}`;
  if (!URL.canParse(address)) {
    return { outcome: 'none', from: FROM_METADATA, detail: 'GCE_METADATA_HOST is no host' };
  }
  const answer = await tryToSend(new URL(address), {
    headers: { 'Metadata-Flavor': 'Google' },
    timeout,
    signal,
    maxBytes: MAX_BYTES,
    environment: {},
  });
  if (typeof answer === 'string') {
    return { outcome: 'none', from: FROM_METADATA, detail: `no file of credentials, and of ${host}: ${answer}` };
  }
  const who = answer.text.trim();
  // Another server may be at that name.
  if (answer.headers['metadata-flavor'] !== 'Google' || (answer.status === 200 && !isName(who))) {
    return { outcome: 'none', from: FROM_METADATA, detail: `what answers at ${host} is no metadata service` };
  }
  if (answer.status !== 200 && answer.status !== 404) {
    return { outcome: 'not asked', from: FROM_METADATA, detail: `it answers ${answer.status}` };
  }
  return answer.status === 200
    ? { outcome: 'known', who, from: FROM_METADATA }
    : { outcome: 'none', from: FROM_METADATA, detail: 'the machine has no service account' };
}

/** An email, or the pool of a cluster whose service account is a principal itself. */
function isName(text: string): boolean {
  return EMAIL.test(text) || /^[a-z0-9.:-]+\.svc\.id\.goog$/.test(text);
}
