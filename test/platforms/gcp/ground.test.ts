import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { App, Aspects, TerraformStack, TerraformVariable } from 'cdktf';
import { wrongOrders } from '../../oracle/write-order';
import { blocks, synthesize, type Block, type Resources } from '../../support/terraform';
import { Connection, Profile, type ReviewDocument } from 'harness-delegate-access';
import {
  DelegateAccess,
  DelegateEgress,
  type DelegateAccessProps,
  type DelegateEgressProps,
} from 'harness-delegate-access/gcp';

/** What a delegate meets beside its own rules: a policy of others, a shared network, nodes of a cluster, logs. */

const EMAIL = 'delegate@acme-prod.iam.gserviceaccount.com';
const RULE = 'google_compute_network_firewall_policy_rule';
const base: DelegateEgressProps = {
  name: 'delegate',
  network: 'prod',
  project: 'acme-prod',
  connections: [Connection.jenkins({ to: ['10.0.3.7/32'] })],
  targetServiceAccounts: [EMAIL],
  asOf: '2026-11-24',
};
const CLUSTER = {
  name: 'prod',
  controlPlane: ['172.16.0.0/28'],
  nodes: ['10.0.0.0/24'],
  pods: ['10.4.0.0/14'],
  services: ['10.8.0.0/20'],
};

function egress(change: Partial<DelegateEgressProps> = {}): {
  resources: Resources;
  review: ReviewDocument;
  keys: string[];
} {
  let made: DelegateEgress | undefined;
  const resources = synthesize((stack) => {
    made = new DelegateEgress(stack, 'egress', { ...base, ...change });
  });
  return { resources, review: made!.toReview(), keys: made!.findings.map(({ finding }) => finding) };
}

describe('in a policy of yours', () => {
  const firewallPolicy = { name: 'shared', priorities: { from: 500_000, to: 900_000 } };

  test('the numbers are inside the band, and the review says that lower ones come first', () => {
    const { resources, review, keys } = egress({ firewallPolicy });
    const numbers = blocks(resources, RULE).map(({ priority }) => priority as number);
    numbers.forEach((number) => expect(number >= 500_000 && number <= 900_000).toBe(true));
    expect(keys).toContain('PolicyRulesFirst');
    expect(review.findings.find(({ finding }) => finding === 'PolicyRulesFirst')!.what).toContain(
      'rules of the policy with a priority before 500000 come first',
    );
    expect(review.where).toMatchObject({ policy: 'shared', name: 'delegate', targets: `service account ${EMAIL}` });
    expect(review.written!.map(({ priority }) => priority)).toEqual(expect.arrayContaining(numbers));
  });

  test('a second delegate has its rules in the policy that the first one created, after the policy and not after its association', () => {
    const resources = synthesize((stack) => {
      const first = new DelegateEgress(stack, 'first', { ...base, firewallPolicy: 'new' });
      new DelegateEgress(stack, 'second', {
        ...base,
        name: 'second',
        targetServiceAccounts: ['build@acme-prod.iam.gserviceaccount.com'],
        firewallPolicy: first.policy,
      });
    });
    const policies = new Set(blocks(resources, RULE).map(({ firewall_policy: policy }) => policy));
    expect([...policies]).toEqual([expect.stringMatching(/^\$\{google_compute_network_firewall_policy\..*\.name\}$/)]);
    expect(blocks(resources, 'google_compute_network_firewall_policy')).toHaveLength(1);
    const [association] = blocks(resources, 'google_compute_network_firewall_policy_association');
    const second = Object.entries(resources[RULE]!).filter(([, { rule_name: name }]) =>
      String(name).startsWith('second-'),
    );
    expect(second.length).toBeGreaterThan(3);
    expect(JSON.stringify(second)).not.toContain('_association');
    expect((association as { depends_on: string[] }).depends_on.join()).not.toMatch(/second/);
    const orders = wrongOrders({ [RULE]: Object.fromEntries(second) } as never);
    expect(orders).toEqual([]);
  });

  test('two rules of two delegates with one number are found, both named', () => {
    expect(() =>
      synthesize((stack) => {
        const first = new DelegateEgress(stack, 'first', { ...base, firewallPolicy });
        const taken = first.toReview().written!.find(({ name }) => name.endsWith('deny-ipv4'))!.priority!;
        new DelegateEgress(stack, 'second', {
          ...base,
          name: 'second',
          firewallPolicy: {
            name: 'shared',
            priorities: {
              ...firewallPolicy.priorities,
              pins: { 'second-deny-ipv4': taken, 'second-deny-ipv6': taken + 1 },
            },
          },
        });
      }),
    ).toThrow(/have the same priority \(\d+\) in one policy; pin one of them/);
  });
});

describe('the network', () => {
  const target = (network: string, change: Partial<DelegateAccessProps> = {}): unknown => {
    const resources = synthesize((stack) => {
      new TerraformVariable(stack, 'network', { type: 'string' });
      const { targetServiceAccounts: _, ...own } = base;
      new DelegateAccess(stack, 'access', { ...own, project: 'acme-prod', network, firewallPolicy: 'new', ...change });
    });
    return blocks(resources, 'google_compute_network_firewall_policy_association')[0]!.attachment_target;
  };

  test.each([
    ['a name', 'prod', {}, 'projects/acme-prod/global/networks/prod'],
    ['an id', 'projects/acme-prod/global/networks/prod', {}, 'projects/acme-prod/global/networks/prod'],
    [
      'a self link',
      'https://www.googleapis.com/compute/v1/projects/acme-prod/global/networks/prod',
      {},
      'https://www.googleapis.com/compute/v1/projects/acme-prod/global/networks/prod',
    ],
    [
      'the name of a shared network',
      'shared',
      { networkProject: 'acme-host' },
      'projects/acme-host/global/networks/shared',
    ],
    [
      'an expression',
      '${var.network}',
      {},
      '${strcontains(var.network, "/") ? var.network : "projects/acme-prod/global/networks/${var.network}"}',
    ],
    [
      'an expression under Shared VPC',
      '${var.network}',
      { networkProject: 'acme-host' },
      '${strcontains(var.network, "/") ? var.network : "projects/acme-host/global/networks/${var.network}"}',
    ],
    ['the id of a resource', '${google_compute_network.prod.id}', {}, '${google_compute_network.prod.id}'],
  ])('by %s is attached by its full name', (_, network, change, expected) => {
    expect(target(network, change)).toBe(expected);
  });

  test('by a token is the same expression', () => {
    const resources = synthesize((stack) => {
      const network = new TerraformVariable(stack, 'network', { type: 'string' }).stringValue;
      new DelegateEgress(stack, 'egress', { ...base, network, firewallPolicy: 'new' });
    });
    expect(blocks(resources, 'google_compute_network_firewall_policy_association')[0]!.attachment_target).toBe(
      '${strcontains(var.network, "/") ? var.network : "projects/acme-prod/global/networks/${var.network}"}',
    );
  });
});

describe('nodes of a cluster', () => {
  const access = (change: Partial<DelegateAccessProps> = {}): { resources: Resources; review: ReviewDocument } => {
    let made: DelegateAccess | undefined;
    const resources = synthesize((stack) => {
      made = new DelegateAccess(stack, 'access', {
        ...base,
        project: 'acme-prod',
        targetServiceAccounts: ['nodes@acme-prod.iam.gserviceaccount.com'],
        runsOn: 'gke',
        cluster: CLUSTER,
        ...change,
      });
    });
    return { resources, review: made!.toReview() };
  };
  const open = (rule: Block | undefined): unknown => [rule!.destination_ranges, rule!.allow];

  test('reach their control plane, one another, pods and services, each with its reason and source', () => {
    const { resources, review } = access();
    const of = (name: string): Block | undefined =>
      blocks(resources, 'google_compute_firewall').find(({ name: own }) => String(own).startsWith(`delegate-${name}-`));
    expect(open(of('gke-control-plane'))).toEqual([['172.16.0.0/28'], [{ protocol: 'tcp', ports: ['443', '8132'] }]]);
    const all = [
      { protocol: 'tcp', ports: ['1-65535'] },
      { protocol: 'udp', ports: ['1-65535'] },
    ];
    expect(open(of('gke-nodes'))).toEqual([['10.0.0.0/24'], all]);
    expect(open(of('gke-pods'))).toEqual([['10.4.0.0/14'], all]);
    expect(open(of('gke-services'))).toEqual([['10.8.0.0/20'], all]);
    const reasons = review.ports.filter(({ connection }) => connection.startsWith('gke-'));
    expect(reasons).toHaveLength(8);
    reasons.forEach(({ why, asked }) =>
      expect([why, asked]).toEqual([expect.stringContaining('docs/concepts/firewall-rules'), true]),
    );
    expect(review.where.cluster).toBe('prod');
    expect(wrongOrders(resources as never)).toEqual([]);
  });

  test('are part of a plan that was made before', () => {
    const { connections, asOf, ...rest } = base;
    let made: DelegateEgress | undefined;
    synthesize((stack) => {
      const { plan } = new DelegateEgress(stack, 'other', { ...base, name: 'other' });
      made = new DelegateEgress(stack, 'egress', {
        ...rest,
        plan,
        cluster: CLUSTER,
        targetServiceAccounts: undefined,
        targetTags: ['nodes'],
      });
    });
    expect(made!.plan.decisions.filter(({ connection }) => connection === 'gke-pods')).toHaveLength(2);
    expect([connections?.length, asOf]).toEqual([1, '2026-11-24']);
  });

  test('the binding of the Kubernetes service account is written after the cluster of the same stack', () => {
    const resources = synthesize((stack) => {
      const cluster = new ContainerCluster(stack, 'cluster', { name: 'prod', location: 'europe-west1' });
      new DelegateAccess(stack, 'access', {
        ...base,
        project: 'acme-prod',
        targetServiceAccounts: ['nodes@acme-prod.iam.gserviceaccount.com'],
        runsOn: 'gke',
        cluster: CLUSTER,
        workloadIdentity: { namespace: 'harness', serviceAccount: 'delegate', cluster },
      });
    });
    expect(blocks(resources, 'google_service_account_iam_member')[0]!.depends_on).toEqual([
      'google_container_cluster.cluster',
    ]);
  });

  test('the stack of a cluster of another stack is deployed first', () => {
    const app = new App({ skipValidation: true });
    const theirs = new TerraformStack(app, 'clusters');
    const cluster = new ContainerCluster(theirs, 'cluster', { name: 'prod', location: 'europe-west1' });
    const own = new TerraformStack(app, 'delegate');
    new DelegateAccess(own, 'access', {
      ...base,
      project: 'acme-prod',
      targetServiceAccounts: ['nodes@acme-prod.iam.gserviceaccount.com'],
      runsOn: 'gke',
      cluster: CLUSTER,
      workloadIdentity: { namespace: 'harness', serviceAccount: 'delegate', cluster },
    });
    expect(own.dependsOn(theirs)).toBe(true);
  });
});

describe('logs', () => {
  test.each([
    [undefined, { metadata: 'INCLUDE_ALL_METADATA' }],
    ['all', { metadata: 'INCLUDE_ALL_METADATA' }],
    ['no metadata', { metadata: 'EXCLUDE_ALL_METADATA' }],
    ['off', undefined],
  ] as const)('of VPC rules are %p', (logging, expected) => {
    const { resources } = egress({ logging });
    blocks(resources, 'google_compute_firewall').forEach(({ log_config: config }) => expect(config).toEqual(expected));
  });

  test.each([
    ['all', true],
    ['off', false],
  ] as const)('of a policy are %p', (logging, expected) => {
    const { resources } = egress({ logging, firewallPolicy: 'new' });
    blocks(resources, RULE).forEach(({ enable_logging: isLogged }) => expect(isLogged).toBe(expected));
  });
});

describe('quotas', () => {
  test('of a project are not those of a policy', () => {
    const quotas = { rulesPerProject: 1, rulesPerPolicy: 3, namesPerPolicy: 1 };
    expect(egress({ quotas }).keys).toContain('ManyFirewallRules');
    const { review, keys } = egress({ quotas, firewallPolicy: 'new' });
    expect(keys).not.toContain('ManyFirewallRules');
    expect(review.findings.find(({ finding }) => finding === 'ManyPolicyRules')!.what).toMatch(
      /exceed the quotas of a firewall policy: \d+ rules of 3, \d+ host names of 1/,
    );
    expect(egress({ firewallPolicy: 'new' }).keys).not.toContain('ManyPolicyRules');
  });
});

describe("Google's own lines of the delegate", () => {
  test('go where `reach.googleApis` leads, and the others do not', () => {
    const { review } = egress({
      reach: { googleApis: ['199.36.153.8/30'] },
      firewallPolicy: 'new',
      profile: Profile.RECOMMENDED,
    });
    const lines = review.ports.filter(({ connection, asked }) => connection === 'harness' && asked);
    const reached = Object.fromEntries(lines.map(({ key, reached: to }) => [key, to.join()]));
    expect(
      Object.entries(reached)
        .filter(([, to]) => to === '199.36.153.8/30')
        .map(([key]) => key),
    ).toHaveLength(2);
    expect(Object.values(reached)).toContain('app.harness.io');
  });
});

test('the names of resources are readable, and begin with the name of the delegate', () => {
  const { resources } = egress({ connections: [Connection.datadog()], reach: { harness: ['10.9.9.9/32'] } });
  expect(blocks(resources, 'google_compute_firewall').map(({ name }) => name)).toEqual([
    expect.stringMatching(/^delegate-datadog-[0-9a-f]{8}$/),
    'delegate-deny-ipv4',
    'delegate-deny-ipv6',
    expect.stringMatching(/^delegate-harness-[0-9a-f]{8}$/),
  ]);
});

test('an account that others run under is targeted only when the user says so, and the review says it', () => {
  const { keys, review } = egress({
    targetServiceAccounts: ['123456789012-compute@developer.gserviceaccount.com'],
    sharedAccount: true,
  });
  expect(keys).toContain('SharedAccount');
  expect(review.findings.find(({ finding }) => finding === 'SharedAccount')).toMatchObject({ severity: 'warning' });
});

describe('what is rendered in the end', () => {
  const found = (
    change: (made: DelegateEgress, stack: TerraformStack) => void,
    more: Partial<DelegateEgressProps> = {},
  ): string[] => {
    let made: DelegateEgress | undefined;
    synthesize((stack) => {
      made = new DelegateEgress(stack, 'egress', { ...base, ...more });
      change(made, stack);
    });
    return made!.findings.map(({ key }) => key).filter((key) => key.startsWith('Unplanned'));
  };
  const other = {
    name: 'mine',
    network: 'prod',
    project: 'acme-prod',
    direction: 'EGRESS',
    allow: [{ protocol: 'all' }],
  };

  test('is the plan where nothing was changed', () => {
    expect(found(() => undefined)).toEqual([]);
    expect(found(({ rules }) => rules.forEach((rule) => rule.addOverride('description', 'mine')))).toEqual([]);
    expect(found(() => undefined, { firewallPolicy: 'new', profile: Profile.RECOMMENDED })).toEqual([]);
  });

  test.each<[string, (made: DelegateEgress, stack: TerraformStack) => void, Partial<DelegateEgressProps>, RegExp]>([
    [
      'an override',
      ({ rules }) => rules[0]!.addOverride('destination_ranges', ['192.0.2.0/24']),
      {},
      /stack\/egress\/delegate-/,
    ],
    [
      'an assignment',
      ({ rules }) => {
        (rules[0] as ComputeFirewall).destinationRanges = ['192.0.2.0/24'];
      },
      {},
      /stack\/egress\/delegate-/,
    ],
    [
      'a denial that is switched off',
      ({ rules }) => rules.at(-1)!.addOverride('disabled', true),
      {},
      /delegate-deny-ipv6/,
    ],
    [
      'an aspect on a policy',
      ({ rules }, stack) =>
        Aspects.of(stack).add({
          visit: (node) => {
            if (node === rules[0]) {
              rules[0].addOverride('match.dest_ip_ranges', ['192.0.2.0/24']);
            }
          },
        }),
      { firewallPolicy: 'new' },
      /stack\/egress\/delegate-/,
    ],
    [
      'a rule of other code for the same machines',
      (_, stack) => new ComputeFirewall(stack, 'mine', { ...other, targetServiceAccounts: [EMAIL] }),
      {},
      /stack\/mine/,
    ],
    [
      'a rule of other code for all machines',
      (_, stack) => new ComputeFirewall(stack, 'mine', other),
      {},
      /stack\/mine/,
    ],
  ])('%s is found', (_, change, more, key) => {
    expect(found(change, more).join()).toMatch(key);
  });

  test('rules for other machines and networks are not', () => {
    expect(found((_, stack) => new ComputeFirewall(stack, 'mine', { ...other, targetTags: ['web'] }))).toEqual([]);
    expect(found((_, stack) => new ComputeFirewall(stack, 'mine', { ...other, network: 'test' }))).toEqual([]);
  });
});
