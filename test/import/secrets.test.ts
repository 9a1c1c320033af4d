import fc from 'fast-check';
import { stringify } from 'yaml';
import { EVERY_TYPE } from './every-type';
import { CONNECTOR_TYPES } from '../../lib/import/connector-types';
import { readFile } from '../../lib/import/read-file';
import { AccessError, importConnectors, importedList, importReport } from 'harness-delegate-access';

/** Nothing but the fields of the allow-list comes out of a connector, in whatever shape, nor is it kept. */

const SECRET = 'PLANTED-3f9c';

/** Fields that must never be copied: references to secrets, secrets without `Ref` in their name, free text, identities. */
const NEVER = [
  ...['tokenRef', 'passwordRef', 'usernameRef', 'apiKeyRef', 'apiTokenRef', 'applicationKeyRef', 'accessKeyRef'],
  ...['secretKeyRef', 'sessionTokenRef', 'clientSecretRef', 'clientIdRef', 'privateKeyRef', 'privateKeyFileRef'],
  ...['privateKeyPassphraseRef', 'certificateRef', 'caCertRef', 'clientCertRef', 'clientKeyRef'],
  ...['clientKeyPassphraseRef', 'serviceAccountTokenRef', 'sshKeyRef', 'kerberosKeyRef', 'refreshTokenRef'],
  ...['accessTokenRef', 'botUserTokenRef', 'patRef', 'credentialsRef', 'signedSecretRef', 'bearerTokenRef'],
  ...['headerValueRef', 'encryptedValueRef', 'jwtKeyFileRef', 'platformTokenRef', 'emailRef', 'spotAccountIdRef'],
  ...['installationIdRef', 'applicationIdRef', 'resourceIdRef', 'oidcTokenRef', 'ngCertificateRef'],
  ...['secretKey', 'accessKey', 'accessKeyPlainText', 'authToken', 'secretId', 'appRoleId', 'apiToken', 'kmsArn'],
  ...['connectorRef', 'xvaultAwsIamServerId', 'password', 'sfdxUrl', 'payload', 'mapping', 'oidcIdToken'],
  ...['subject_token', 'headers', 'params', 'additionalHeaders', 'validationBody', 'validationPath', 'template'],
  ...['hostAttributes', 'description', 'tags', 'errorSummary', 'invalidYaml', 'username', 'email', 'emailId'],
  ...['clientId', 'tenantId', 'applicationId', 'subscription', 'externalId', 'externalName', 'serviceAccountEmail'],
  ...['newRelicAccountId', 'accountId', 'accountname', 'principal', 'realm', 'keyPath', 'sinkPath', 'namespace'],
  ...['serviceAccountTokenPath', 'password_ref', 'service_account_token_ref', 'secret_key', 'access_key'],
  ...['auth_token', 'secret_id', 'app_role_id', 'sink_path', 'token_ref', 'external_id'],
];

/** Every object of the tree with all of these fields, which hold the secret as a text, in a list and in an object. */
function planted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(planted);
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' && /^https?:\/\//.test(value)
      ? `${value.replace('://', `://${SECRET}:${SECRET}@`)}/${SECRET}?${SECRET}#${SECRET}`
      : value;
  }
  const own = Object.entries(value).map(([key, entry]) => [key, planted(entry)] as const);
  const hostile = NEVER.filter((key) => !Object.hasOwn(value, key)).map(
    (key, i) => [key, [SECRET, [{ value: SECRET }], { spec: { value: SECRET } }][i % 3]] as const,
  );
  return Object.fromEntries([...hostile, ...own]);
}

/** Values of a resource of Terraform from the paths of the type, each with the secret around it. */
function resourceOf(type: string): object | undefined {
  const { terraform, fields } = CONNECTOR_TYPES[type]!;
  if (terraform === undefined) {
    return undefined;
  }
  const values: Record<string, unknown> = { identifier: 'one' };
  Object.values(fields).forEach(({ terraform: paths }) =>
    paths.forEach((path) => {
      const steps = path.split('.');
      const leaf = steps.pop()!;
      const inner = steps.reduceRight<object>((below, step) => ({ [step]: [below] }), {
        [leaf]: 'https://h.example.org',
      });
      Object.assign(values, inner);
    }),
  );
  const name = `harness_platform_connector_${terraform}`;
  return { address: `${name}.one`, mode: 'managed', type: name, values };
}

function said(name: string, text: string): string {
  const imported = importConnectors([{ name, text }]);
  const kept = readFile({ name, text }).connectors.map(({ values }) =>
    JSON.stringify(values).replaceAll(/https?:[^"]*/g, ''),
  );
  return [importedList(imported), importReport(imported), JSON.stringify(imported), ...kept].join('\n');
}

describe.each(Object.entries(EVERY_TYPE))('%s', (type, { spec }) => {
  const connector = planted({ identifier: 'one', type, spec });

  test('of the API', () => {
    const text = JSON.stringify(planted({ status: 'SUCCESS', data: { content: [{ connector }] } }));
    expect(text).toContain(SECRET);
    expect(said('a.json', text)).not.toContain(SECRET);
  });

  test('as YAML', () => {
    expect(said('a.yaml', stringify({ connector }))).not.toContain(SECRET);
  });

  test('in Terraform', () => {
    const resource = resourceOf(type);
    const others = [{ address: 'x.y', mode: 'managed', type: 'aws_db_instance', values: { password: SECRET } }];
    const state = {
      format_version: '1.0',
      variables: { password: { value: SECRET } },
      values: {
        outputs: { password: { value: SECRET } },
        root_module: { resources: [...others, ...(resource === undefined ? [] : [planted(resource)])] },
      },
    };
    expect(said('t.json', JSON.stringify(state))).not.toContain(SECRET);
  });
});

test('errors quote nothing of a file', () => {
  const texts = [
    `{"data": {"password": "${SECRET}"`,
    `connector:\n  type: "${SECRET}\n`,
    `<html>${SECRET}</html>`,
    `{"status": "ERROR", "code": "${SECRET}", "message": "${SECRET}"}`,
    SECRET,
  ];
  for (const text of texts) {
    let message = '';
    try {
      importConnectors([{ name: 'a', text }]);
    } catch (error) {
      expect(error).toBeInstanceOf(AccessError);
      message = (error as AccessError).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain(SECRET);
  }
});

test('whatever the file is, it throws nothing but an AccessError', () => {
  const values = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ connector: value })),
  );
  fc.assert(
    fc.property(values, (text) => {
      try {
        importConnectors([{ name: 'x', text }]);
      } catch (error) {
        expect(error).toBeInstanceOf(AccessError);
      }
    }),
    { numRuns: 500 },
  );
});
