import { BINDINGS_VERSION, PROVIDER_VERSION, schemaOf } from '../../support/bindings';
import { nonconformities } from '../../support/conformity';
import { everyRow } from '../../support/every-row';
import { synthesize, type Block } from '../../support/terraform';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';

describe('every argument that is written', () => {
  const all = synthesize((stack) => {
    const workload = { workloadIdentity: { namespace: 'n', serviceAccount: 's' }, runsOn: 'gke' } as const;
    const connections = [
      ...everyRow().filter(({ id }) => id !== 'gcp'),
      Connection.gcp({
        machines: ['10.64.0.0/20'],
        gke: 'rbac',
        buckets: ['a-bucket'],
        repositories: [{ location: 'europe-west1', repository: 'r' }],
        secrets: ['s'],
      }),
    ];
    const cluster = {
      controlPlane: ['172.16.0.0/28'],
      nodes: ['10.0.0.0/24'],
      pods: ['10.4.0.0/14'],
      services: ['10.8.0.0/20'],
    };
    const common = { project: 'acme-prod', network: 'prod', connections };
    new DelegateAccess(stack, 'rules', { name: 'rules', ...common, targetTags: ['delegate'] });
    new DelegateAccess(stack, 'policy', {
      name: 'policy',
      cluster,
      ...common,
      ...workload,
      profile: Profile.RECOMMENDED,
      firewallPolicy: 'new',
      targetSecureTags: ['tagValues/1'],
    });
    new DelegateAccess(stack, 'own', { name: 'own', ...common, firewallPolicy: { name: 'shared' } });
  });

  test('is of a provider of the series 6', () => {
    expect(BINDINGS_VERSION).toMatch(/^16\./);
    expect(PROVIDER_VERSION).toMatch(/^6\.\d+\.\d+$/);
  });

  test.each(Object.entries(all))(
    'of %s is as the bindings have it: name, type, required, how often',
    (type, resources) => {
      const schema = schemaOf(type);
      expect(schema.attributes.length).toBeGreaterThan(3);
      const problems = Object.entries(resources).flatMap(([id, block]) => nonconformities(schema, block, id));
      expect(problems).toEqual([]);
    },
  );

  test('covers every kind of resource that the library makes', () => {
    expect(Object.keys(all).sort()).toEqual([
      'google_artifact_registry_repository_iam_member',
      'google_compute_firewall',
      'google_compute_network_firewall_policy',
      'google_compute_network_firewall_policy_association',
      'google_compute_network_firewall_policy_rule',
      'google_project_iam_member',
      'google_secret_manager_secret_iam_member',
      'google_service_account',
      'google_service_account_iam_member',
      'google_storage_bucket_iam_member',
    ]);
  });
});

describe('the schema of the bindings', () => {
  const schema = schemaOf('google_compute_firewall');
  const rule = { name: 'a', network: 'prod', priority: 1, allow: [{ protocol: 'tcp' }], log_config: { metadata: 'x' } };

  test('takes a rule, and expressions in it', () => {
    expect(nonconformities(schema, rule, 'rule')).toEqual([]);
    expect(nonconformities(schema, { ...rule, 'priority': '${var.priority}', '//': { any: 1 } }, 'rule')).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an unknown argument', { ranges: [] }, 'rule.ranges: there is no such argument'],
    ['what the provider alone sets', { self_link: 'x' }, 'rule.self_link: there is no such argument'],
    ['a missing argument', { network: undefined }, 'rule: network is required'],
    ['a text for a number', { priority: '1' }, 'rule.priority: "1" is no number'],
    ['a text for a list', { target_tags: 'a' }, 'rule.target_tags: "a" is no set,string'],
    ['numbers for texts', { allow: { protocol: 'tcp', ports: [80] } }, 'rule.allow.ports: [80] is no list,string'],
    ['a missing argument of a block', { allow: [{}] }, 'rule.allow: protocol is required'],
    [
      'too many blocks',
      { log_config: [rule.log_config, rule.log_config] },
      'rule.log_config: 2 blocks, one is allowed',
    ],
  ])('refuses %s', (_, change, problem) => {
    const spoiled = JSON.parse(JSON.stringify({ ...rule, ...change })) as Block;
    expect(nonconformities(schema, spoiled, 'rule')).toEqual([problem]);
  });

  test('knows lists from sets, and what is known after apply only', () => {
    const attributes = new Map(schema.attributes.map((attribute) => [attribute.name, attribute]));
    expect(attributes.get('destination_ranges')).toMatchObject({ type: ['set', 'string'], required: false });
    expect(attributes.get('self_link')).toMatchObject({ computed: true, readOnly: true });
    expect(schema.blocks.map(({ name, nesting, many }) => [name, nesting, many])).toEqual([
      ['allow', 'set', true],
      ['deny', 'set', true],
      ['log_config', 'list', false],
      ['params', 'list', false],
      ['timeouts', 'single', false],
    ]);
  });
});
