import { readFileSync, statSync } from 'node:fs';
import { SCRIPT } from './script';
import { AccessError, show } from '../../../base';
import { isLabel, isSubdomain, LABEL_RULE } from '../../../network';
import type { PlatformCaller } from '../../../platform';

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const FROM = 'the token of the pod';
const SUBJECT = /^system:serviceaccount:[a-z0-9.-]+:[a-z0-9.-]+$/;

export const caller: PlatformCaller = {
  grants: ({ kind, name }) => kind === 'role' && !name.includes('/'),
  ask: ({ environment }) => Promise.resolve(subjectOf(environment.PREFLIGHT_TOKEN ?? TOKEN)),
  expected: (where, { namespace = where.namespace, serviceAccount }) => {
    if (namespace !== undefined && !isLabel(namespace)) {
      throw AccessError.of(
        'InvalidNamespace',
        `\`--namespace\` must be a namespace: ${LABEL_RULE}, got ${show(namespace)}`,
      );
    }
    if (serviceAccount !== undefined && !isSubdomain(serviceAccount)) {
      throw AccessError.of(
        'InvalidName',
        `\`--service-account\` must be the name of a service account: lower-case letters, digits, hyphens and dots, got ${show(serviceAccount)}`,
      );
    }
    const name = serviceAccount ?? where.serviceAccount;
    // On a cluster of Google Cloud the review has an email.
    if (name === undefined || name.includes('@') || namespace === undefined) {
      return undefined;
    }
    const subject = `system:serviceaccount:${namespace}:${name}`;
    return { text: subject, is: (who) => who === subject };
  },
  simulation: {
    simulate: (permissions) =>
      Promise.resolve(
        permissions.map(() => ({
          count: 0,
          denied: [],
          unknown: {
            why: 'permissions in a cluster are not simulated',
            todo: 'ask the cluster: `kubectl auth can-i --list --as <service account>`',
          },
        })),
      ),
  },
  script: SCRIPT,
};

/** The subject of a token, as it says itself; neither its signature nor anything else of it is looked at. */
function subjectOf(file: string): Awaited<ReturnType<PlatformCaller['ask']>> {
  let token: string;
  try {
    token = statSync(file).isFile() ? readFileSync(file, 'utf8') : '';
  } catch {
    return {
      outcome: 'none',
      from: FROM,
      detail: 'there is no token here; this is no pod, or its token is not mounted',
    };
  }
  try {
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      readonly sub?: unknown;
    };
    if (typeof sub === 'string' && SUBJECT.test(sub)) {
      return { outcome: 'known', who: sub, from: FROM };
    }
  } catch {
    // Told below.
  }
  return { outcome: 'not asked', from: FROM, detail: 'it is no token of a service account' };
}
