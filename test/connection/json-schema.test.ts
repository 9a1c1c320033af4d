import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { jsonSchema, schemaText } from '../../scripts/json-schema';
import { ALL_PROPS } from '../support/every-row';

const schema = JSON.parse(readFileSync('connections.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: false, strict: true, strictTypes: false, strictRequired: false }).compile(
  schema,
);

describe('the JSON Schema for editors', () => {
  test('is what the parsers and their words say', () => {
    expect(readFileSync('connections.schema.json', 'utf8')).toBe(schemaText(jsonSchema()));
  });

  test('takes the example and everything that every row can say', () => {
    const example = parse(readFileSync('examples/one-list/connections.yaml', 'utf8')) as unknown;
    expect(validate(example)).toBe(true);
    for (const [id, props] of Object.entries(ALL_PROPS)) {
      expect([id, validate([{ [id]: props }])]).toEqual([id, true]);
    }
    expect(
      validate({
        connections: ['datadog', { 'github-repo': null }, { ssh: { to: ['10.0.0.0/8'] } }],
        profile: 'recommended',
        reach: { saas: ['10.0.0.1/32'], proxyPorts: [3128], families: ['ipv4'] },
        harness: { cluster: 'eu', imageRegistry: false },
        acknowledged: [{ finding: 'MissingPort', connection: 'gcp', port: 443, reason: 'seen', until: '2027-01-31' }],
      }),
    ).toBe(true);
  });

  test.each([
    [[]],
    [['datadgo']],
    [['kubernetes-cluster']],
    [[{ jenkins: { too: ['10.0.3.7/32'] } }]],
    [[{ jenkins: { to: '10.0.3.7/32' } }]],
    [[{ jenkins: { to: [] } }]],
    [[{ jenkins: { ports: [0] } }]],
    [[{ jenkins: {}, nexus: {} }]],
    [[{ 'new-relic': { region: 'mars' } }]],
    [[{ 'aws-s3': { buckets: [{ nam: 'x' }] } }]],
    [[{ 'aws-s3': { buckets: ['Not A Bucket'] } }]],
    [[{ custom: { name: 'vault', to: ['10.0.0.0/8'], ports: [1] } }]],
    [{ profile: 'recommended' }],
    [{ connections: ['datadog'], profil: 'recommended' }],
    [{ connections: ['datadog'], reach: { sas: [] } }],
    [{ connections: ['datadog'], acknowledged: [{ finding: 'Nothing', connection: 'x', reason: 'y' }] }],
  ])('refuses %j', (list) => {
    expect(validate(list)).toBe(false);
  });
});
