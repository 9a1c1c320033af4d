import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { accessErrorOf, problemsOf } from '../../support/errors';
import { everyRow } from '../../support/every-row';
import { HOSTILE } from '../../support/hostile';
import { blocks, synthesize, type Block, type Resources } from '../../support/terraform';
import { Connection, Destination, Profile } from 'harness-delegate-access';
import { DelegateEgress, type DelegateEgressProps } from 'harness-delegate-access/gcp';

const EMAIL = 'delegate@acme-prod.iam.gserviceaccount.com';
const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const reach = { harness: ['10.9.9.9/32'], saas: ['10.9.9.9/32'] };

function props(change: Partial<DelegateEgressProps> = {}): DelegateEgressProps {
  return {
    name: 'delegate',
    network: 'prod',
    project: 'acme-prod',
    connections: [jenkins],
    targetServiceAccounts: [EMAIL],
    asOf: '2026-11-24',
    ...change,
  };
}

function rules(change: Partial<DelegateEgressProps> = {}): Block[] {
  return blocks(
    synthesize((stack) => new DelegateEgress(stack, 'egress', props(change))),
    'google_compute_firewall',
  );
}

function policyRules(change: Partial<DelegateEgressProps> = {}): Block[] {
  const resources = synthesize(
    (stack) => new DelegateEgress(stack, 'egress', props({ firewallPolicy: 'new', ...change })),
  );
  return blocks(resources, 'google_compute_network_firewall_policy_rule');
}

describe('VPC firewall rules', () => {
  test('are one for each connection, family and set of ports, logged, described and targeted', () => {
    const [rule] = rules({ reach }).filter(({ description }) => String(description).includes('jenkins'));
    expect(rule).toMatchObject({
      name: expect.stringMatching(/^delegate-jenkins-[0-9a-f]{8}$/),
      description: 'Harness Delegate, jenkins: jenkins:443 (address)',
      network: 'prod',
      project: 'acme-prod',
      direction: 'EGRESS',
      priority: 1000,
      destination_ranges: ['10.0.3.7/32'],
      allow: [{ protocol: 'tcp', ports: ['443'] }],
      log_config: { metadata: 'INCLUDE_ALL_METADATA' },
      target_service_accounts: [EMAIL],
    });
    expect(rule).not.toHaveProperty('enable_logging');
    expect(rule).not.toHaveProperty('deny');
  });

  test('say how many reasons are beyond the description that Compute Engine takes', () => {
    const many = Connection.custom({
      name: 'many',
      to: ['10.0.3.7/32'],
      ports: Array.from({ length: 300 }, (_, i) => 9000 + 2 * i),
      reason: 'x',
    });
    const [rule] = rules({ reach, connections: [many] }).filter(({ description }) =>
      String(description).includes('many'),
    );
    const [, shown, more] = /^Harness Delegate, many: (.*) and (\d+) more \(address\)$/.exec(
      String(rule!.description),
    )!;
    expect(String(rule!.description).length).toBeLessThanOrEqual(2048);
    expect(shown!.split(', ').length + Number(more)).toBe(300);
  });

  test('end with two that deny everything else, at the lowest precedence', () => {
    const deny = rules().filter((rule) => rule.deny !== undefined);
    expect(
      deny.map(({ destination_ranges, deny: block, priority, name, log_config }) => ({
        destination_ranges,
        block,
        priority,
        name,
        log_config,
      })),
    ).toEqual(
      [
        ['ipv4', '0.0.0.0/0'],
        ['ipv6', '::/0'],
      ].map(([family, range]) => ({
        destination_ranges: [range],
        block: [{ protocol: 'all' }],
        priority: 65534,
        name: `delegate-deny-${family}`,
        log_config: { metadata: 'INCLUDE_ALL_METADATA' },
      })),
    );
  });

  test('aggregate blocks without widening, keep families apart, and put ports together that lead to the same place', () => {
    const custom = Connection.custom({
      name: 'own',
      to: ['10.0.0.0/25', '10.0.0.128/25', '10.0.2.0/24', '2001:db8::/33', '2001:db8:8000::/33'],
      ports: [80, 443, '53/udp'],
      reason: 'x',
    });
    const own = rules({ connections: [custom], reach }).filter(({ description }) =>
      String(description).includes('own'),
    );
    const allow = [
      { protocol: 'tcp', ports: ['80', '443'] },
      { protocol: 'udp', ports: ['53'] },
    ];
    expect(own.map(({ destination_ranges, allow: block }) => ({ destination_ranges, block }))).toEqual([
      { destination_ranges: ['10.0.0.0/24', '10.0.2.0/24'], block: allow },
      { destination_ranges: ['2001:db8::/32'], block: allow },
    ]);
  });

  test('never let an exact block disappear in a rule for any address', () => {
    const mixed = Connection.jenkins({ to: ['10.0.3.7/32', 'ci.example.com'], unenforceable: 'port-only' });
    const own = rules({ connections: [mixed], reach }).filter(({ description }) =>
      String(description).includes('jenkins'),
    );
    const byText = Object.fromEntries(own.map(({ destination_ranges: ranges, description }) => [description, ranges]));
    expect(byText).toEqual({
      'Harness Delegate, jenkins: jenkins:443 (address)': ['10.0.3.7/32'],
      'Harness Delegate, jenkins: jenkins:443 (port-only)': ['0.0.0.0/0'],
    });
  });

  test('are cut where a list is too long for one rule, and lose nothing', () => {
    const to = Array.from({ length: 5001 }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`);
    const own = rules({
      connections: [Connection.custom({ name: 'many', to, ports: [443], reason: 'x' })],
      reach,
    }).filter(({ description }) => String(description).includes('many'));
    expect(own.map(({ destination_ranges }) => (destination_ranges as string[]).length).sort()).toEqual([2483, 2518]);
    expect(own.flatMap(({ destination_ranges }) => destination_ranges as string[]).sort()).toEqual([...to].sort());
  });

  test('target tags, take another priority and another name', () => {
    const all = rules({ targetServiceAccounts: undefined, targetTags: ['delegate'], priority: 500, name: 'hd' });
    const rule = all.find(({ allow }) => allow !== undefined);
    expect(rule).toMatchObject({ target_tags: ['delegate'], priority: 500, name: expect.stringMatching(/^hd-/) });
    expect(rule).not.toHaveProperty('target_service_accounts');
  });

  test('take a value that is known at deployment', () => {
    const resources = synthesize((stack) => {
      const range = new TerraformVariable(stack, 'ci', { type: 'string' }).stringValue;
      new DelegateEgress(
        stack,
        'egress',
        props({ connections: [Connection.jenkins({ to: [Destination.deployTime(range, { name: 'ci' })] })] }),
      );
    });
    expect(
      blocks(resources, 'google_compute_firewall').map(({ destination_ranges }) => destination_ranges),
    ).toContainEqual(['${var.ci}']);
  });

  test('say what the targeted machines lose', () => {
    synthesize((stack) => {
      const { findings } = new DelegateEgress(stack, 'egress', props({ reach }));
      expect(findings.find(({ finding }) => finding === 'DeniesEverythingElse')?.what).toContain(
        'lose all egress but these rules (443)',
      );
    });
  });
});

describe('a network firewall policy', () => {
  test('of our own is attached to the network, and matches host names', () => {
    const resources = synthesize(
      (stack) =>
        new DelegateEgress(
          stack,
          'egress',
          props({ firewallPolicy: 'new', connections: [Connection.datadog({ site: 'datadoghq.eu' })] }),
        ),
    );
    expect(blocks(resources, 'google_compute_network_firewall_policy_association')[0]).toMatchObject({
      attachment_target: 'projects/acme-prod/global/networks/prod',
    });
    const [datadog] = blocks(resources, 'google_compute_network_firewall_policy_rule').filter(({ description }) =>
      String(description).includes('datadog'),
    );
    expect(datadog).toMatchObject({
      action: 'allow',
      direction: 'EGRESS',
      enable_logging: true,
      target_service_accounts: [EMAIL],
      firewall_policy: expect.stringContaining('google_compute_network_firewall_policy'),
      match: {
        dest_fqdns: ['api.datadoghq.eu', 'app.datadoghq.eu'],
        layer4_configs: [{ ip_protocol: 'tcp', ports: ['443'] }],
      },
    });
    expect(resources).not.toHaveProperty('google_compute_firewall');
  });

  test('of the user gets the rules, by name or by expression', () => {
    for (const name of ['shared-policy', '${google_compute_network_firewall_policy.shared.name}']) {
      const resources = synthesize((stack) => new DelegateEgress(stack, 'egress', props({ firewallPolicy: { name } })));
      expect(resources).not.toHaveProperty('google_compute_network_firewall_policy');
      expect(
        new Set(
          blocks(resources, 'google_compute_network_firewall_policy_rule').map(
            ({ firewall_policy }) => firewall_policy,
          ),
        ),
      ).toEqual(new Set([name]));
    }
  });

  test('denies the rest inside itself, after every rule that allows', () => {
    const all = policyRules({ connections: everyRow(), profile: Profile.RECOMMENDED });
    const priorities = (action: string): number[] =>
      all.filter((rule) => rule.action === action).map(({ priority }) => priority as number);
    expect(priorities('deny')).toHaveLength(2);
    expect(Math.max(...priorities('allow'))).toBeLessThan(Math.min(...priorities('deny')));
    expect(new Set(all.map(({ priority }) => priority)).size).toBe(all.length);
  });

  test('keeps the priority of a connection when others come and go', () => {
    const shape = (list: Connection[]): Map<unknown, unknown> =>
      new Map(
        policyRules({ connections: list, profile: Profile.RECOMMENDED }).map(({ rule_name, priority }) => [
          rule_name,
          priority,
        ]),
      );
    const all = shape(everyRow());
    fc.assert(
      fc.property(fc.subarray(everyRow(), { minLength: 1 }), (list) => {
        shape(list).forEach((priority, name) => expect(all.get(name)).toBe(priority));
      }),
      { numRuns: 10 },
    );
  });

  test('puts the known names in the place of one with a wildcard, and says so', () => {
    synthesize((stack) => {
      const { findings, onTarget } = new DelegateEgress(
        stack,
        'egress',
        props({
          firewallPolicy: 'new',
          profile: Profile.RECOMMENDED,
          connections: [Connection.gcp({ machines: [], gke: 'rbac' })],
        }),
      );
      expect(findings.map(({ key }) => key)).toContain('NameNotExpressible:gcp:443/*.googleapis.com');
      expect(onTarget.rules.map(({ destination }) => destination.text)).toEqual(
        expect.arrayContaining(['storage.googleapis.com', 'container.googleapis.com']),
      );
      expect(onTarget.rules.map(({ destination }) => destination.text)).not.toContain('*.googleapis.com');
    });
  });

  test('opens the port where only a name with a wildcard is known, and says how to narrow it', () => {
    synthesize((stack) => {
      const { findings } = new DelegateEgress(
        stack,
        'egress',
        props({ firewallPolicy: 'new', connections: [Connection.dynatrace()] }),
      );
      expect(findings.find(({ key }) => key === 'PortOnlyEgress:dynatrace:443')).toMatchObject({
        why: expect.stringContaining('names with a wildcard'),
        fix: expect.stringContaining('set the tenant, server, environment'),
      });
    });
  });

  test('names what a reviewer must know of it', () => {
    synthesize((stack) => {
      const { findings } = new DelegateEgress(stack, 'egress', props({ firewallPolicy: 'new' }));
      expect(findings.map(({ finding }) => finding)).toEqual(
        expect.arrayContaining(['ClassicRulesFirst', 'BilledByNgfwStandard', 'UnresolvedNamesIgnored']),
      );
    });
  });

  test('says that Google blocks port 25 to outside addresses, even with a rule that allows it', () => {
    synthesize((stack) => {
      const { findings } = new DelegateEgress(
        stack,
        'egress',
        props({ connections: [Connection.smtp({ to: ['198.51.100.0/24'] })] }),
      );
      expect(findings.find(({ key }) => key === 'Port25Restricted:smtp:25')?.what).toContain(
        'even with a rule that allows it',
      );
    });
  });

  test('takes secure tags', () => {
    expect(policyRules({ targetServiceAccounts: undefined, targetSecureTags: ['tagValues/123'] })[0]).toMatchObject({
      target_secure_tags: [{ name: 'tagValues/123' }],
    });
  });
});

describe('the quota of firewall rules', () => {
  test.each([
    [5, 2, false],
    [4, 2, true],
    [undefined, 97, false],
    [undefined, 98, true],
    [101, 98, false],
  ])('%p with rules for %i custom connections is a finding: %p', (rulesPerProject, count, found) => {
    const connections = Array.from({ length: count }, (_, i) =>
      Connection.custom({ name: `c${i}`, to: [`10.0.${i}.0/28`], ports: [9000 + 2 * i], reason: 'x' }),
    );
    synthesize((stack) => {
      const egress = new DelegateEgress(stack, 'egress', props({ connections, reach, quotas: { rulesPerProject } }));
      const all = egress.rules.length;
      expect(egress.findings.filter((entry) => entry.finding === 'ManyFirewallRules').map(({ what }) => what)).toEqual(
        found ? [`${all} firewall rules exceed the quota of the project, ${rulesPerProject ?? 100}`] : [],
      );
    });
  });
});

describe('the egress fails', () => {
  const make = (change: Partial<DelegateEgressProps>) => () =>
    new DelegateEgress(new TerraformStack(new App(), 'stack'), 'egress', props(change));

  test.each<[string, Partial<DelegateEgressProps>, string[]]>([
    [
      'without a target',
      { targetServiceAccounts: undefined },
      [
        'InvalidTargets: set exactly one of `targetServiceAccounts`, `targetTags` and `targetSecureTags`, not empty, or every machine of the network would lose all other egress; got none',
      ],
    ],
    [
      'with an empty target',
      { targetServiceAccounts: [] },
      [expect.stringMatching(/^InvalidTargets: .* got targetServiceAccounts$/)],
    ],
    [
      'with tags and service accounts',
      { targetTags: ['a'] },
      [expect.stringMatching(/^InvalidTargets: .* got targetServiceAccounts, targetTags$/)],
    ],
    [
      'with tags in a policy',
      { targetServiceAccounts: undefined, targetTags: ['a'], firewallPolicy: 'new' },
      ['InvalidTargets: a firewall policy has no network tags; set `targetServiceAccounts` or `targetSecureTags`'],
    ],
    [
      'with secure tags on VPC rules',
      { targetServiceAccounts: undefined, targetSecureTags: ['tagValues/1'] },
      ['InvalidTargets: VPC firewall rules have no secure tags; set `targetServiceAccounts` or `targetTags`'],
    ],
    [
      'with 11 service accounts',
      { targetServiceAccounts: Array<string>(11).fill(EMAIL) },
      ['InvalidTargets: `targetServiceAccounts` takes at most 10 entries, got 11'],
    ],
    [
      'with all problems of the props at once',
      {
        network: 'Prod!',
        project: 'x',
        name: 'a'.repeat(25),
        priority: 65534,
        targetServiceAccounts: ['me@example.com'],
        firewallPolicy: { name: 'Bad' },
      },
      [
        'InvalidDelegateName: `name` must be 1 to 20 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen, such as `delegate-eu`, got "aaaaaaaaaaaaaaaaaaaaaaaaa"; names of the resources begin with it',
        'InvalidResourceName: `firewallPolicy.name` must be the name of a global network firewall policy, got "Bad"',
        'InvalidPriority: `priority` has no effect in a firewall policy, where each rule has a priority of its own; leave it out, and set `firewallPolicy: { name, priorities }` for those of an existing policy',
        'InvalidNetwork: `network` must be the name or the self link of a network, got "Prod!"',
        'InvalidProject: `project` must be a project id of 6 to 30 lower-case letters, digits and hyphens, got "x"',
        'InvalidPriority: `priority` must be an integer between 0 and 65533, before the rules that deny, got 65534',
        'InvalidServiceAccount: `targetServiceAccounts[0]` must be the email of a service account, such as delegate@acme-prod.iam.gserviceaccount.com, got "me@example.com"',
      ],
    ],
    [
      'with a policy of our own and no project',
      { project: undefined, firewallPolicy: 'new' },
      [expect.stringMatching(/^MissingProject: a new policy is attached to the network by its full name/)],
    ],
    [
      'on a host name of the user that VPC rules cannot match',
      { connections: [Connection.jenkins({ to: ['ci.example.com'] })] },
      [expect.stringMatching(/^UnenforceableHostname: .*Google Cloud VPC firewall cannot match/)],
    ],
    [
      'on a wildcard of the user that a policy cannot match',
      { firewallPolicy: 'new', connections: [Connection.jenkins({ to: ['*.example.com'] })] },
      [
        expect.stringMatching(
          /^UnenforceableHostname: .*firewall policy cannot match the host name `\*\.example\.com`/,
        ),
      ],
    ],
  ])('%s', (_, change, problems) => {
    expect(problemsOf(make(change))).toEqual(problems);
  });

  test.each<[string, Partial<DelegateEgressProps>, string]>([
    [
      'on a policy that is neither none, new nor a name',
      { firewallPolicy: 'NEW' as never },
      'InvalidChoice: `firewallPolicy` must be `none`, `new`, `{ name }` or the `policy` of another delegate\'s egress, got "NEW"',
    ],
    [
      'on targets that are no list',
      { targetServiceAccounts: 'a@b' as never },
      'InvalidTargets: `targetServiceAccounts` must be a list, got "a@b"',
    ],
    [
      'on the network of another project',
      { network: 'projects/host-project/global/networks/shared' },
      'InvalidProject: the rules of a network are in its own project, `host-project`, got "acme-prod"; set `project: \'host-project\'` (`networkProject` on `DelegateAccess`, under Shared VPC)',
    ],
    [
      'on a text around an expression',
      { network: 'a${file("/etc/passwd")}' },
      'InvalidNetwork: `network` must be the name or the self link of a network, got "a${file(\\"/etc/passwd\\")}"',
    ],
    [
      'on a template directive',
      { project: '%{ if true }x%{ endif }' },
      'InvalidProject: `project` must be a project id of 6 to 30 lower-case letters, digits and hyphens, got "%{ if true }x%{ endif }"',
    ],
    [
      'on a destination that only AWS can name',
      {
        connections: [
          Connection.jenkins({
            to: [
              Destination.native(
                { platform: 'aws', kind: 'prefix-list', value: 'pl-63a5400a', weight: 1 },
                { name: 'S3' },
              ),
            ],
          }),
        ],
      },
      'NativeElsewhere: connection `jenkins`: S3 is a destination of aws only, which Google Cloud VPC firewall cannot match; set a destination of this platform',
    ],
    [
      'without a network',
      { network: undefined as never },
      'InvalidNetwork: `network` must be the name or the self link of a network, got undefined',
    ],
  ])('%s', (_, change, problem) => {
    expect(problemsOf(make(change))).toEqual([problem]);
  });

  test('passes expressions where literals would be checked', () => {
    expect(
      make({
        network: '${google_compute_network.prod.self_link}',
        project: '${var.project}',
        targetServiceAccounts: ['${var.email}'],
        firewallPolicy: 'new',
      }),
    ).not.toThrow();
  });
});

describe('at synth', () => {
  function synth(build: (stack: TerraformStack) => void): Resources {
    return synthesize(build);
  }

  test('an override that the provider would refuse is found, with the path of the rule', () => {
    expect(() =>
      synth((stack) => {
        const {
          rules: [rule],
        } = new DelegateEgress(stack, 'egress', props());
        rule!.addOverride('priority', 70000);
      }),
    ).toThrow(/stack\/egress\/delegate-.*: `priority` must be an integer between 0 and 65535, got 70000/);
  });

  test('two delegates whose rules would have one name are found, both named', () => {
    expect(() =>
      synth((stack) => {
        new DelegateEgress(stack, 'one', props({ name: 'same' }));
        new DelegateEgress(stack, 'two', props({ name: 'same' }));
      }),
    ).toThrow(
      /stack\/one and stack\/two both have the `name` "same" in the project "acme-prod", and the names of their resources would be the same/,
    );
  });

  test.each<[string, Partial<DelegateEgressProps>, Partial<DelegateEgressProps>, RegExp]>([
    [
      'deny everything to the same machines',
      { name: 'one' },
      { name: 'two' },
      /have the same machines to which they deny everything else/,
    ],
    [
      'make a policy for one network',
      { name: 'one', firewallPolicy: 'new' },
      { name: 'two', firewallPolicy: 'new' },
      /have the same network, and a network takes one firewall policy/,
    ],
    [
      'share a name, and one leaves the project to the provider',
      { name: 'same' },
      { name: 'same', project: undefined },
      /both have the `name` "same"/,
    ],
  ])('two delegates that %s are found', (_, one, two, message) => {
    expect(() =>
      synth((stack) => {
        new DelegateEgress(stack, 'one', props(one));
        new DelegateEgress(stack, 'two', props(two));
      }),
    ).toThrow(message);
  });

  test('two rules of one policy with one priority are found, both named', () => {
    expect(() =>
      synth((stack) => {
        const { rules: own } = new DelegateEgress(stack, 'one', props({ firewallPolicy: { name: 'shared' } }));
        const { priorityInput: priority } = own[0] as ComputeNetworkFirewallPolicyRule;
        const match = { layer4Configs: [{ ipProtocol: 'all' }] };
        const others = { direction: 'EGRESS', action: 'deny', project: 'acme-prod', match };
        new ComputeNetworkFirewallPolicyRule(stack, 'mine', {
          firewallPolicy: 'shared',
          priority: priority!,
          ...others,
        });
      }),
    ).toThrow(/have the same priority \(\d+\) in one policy; pin one of them/);
  });

  test('a rule of the user with the name of one of ours is found', () => {
    expect(() =>
      synth((stack) => {
        new DelegateEgress(stack, 'egress', props({ name: 'same' }));
        new ComputeFirewall(stack, 'mine', { name: 'same-deny-ipv4', network: 'prod', project: 'acme-prod' });
      }),
    ).toThrow(/have the same name \(same-deny-ipv4\)/);
  });

  test('two delegates in different projects may have one prefix', () => {
    const resources = synth((stack) => {
      new DelegateEgress(stack, 'one', props({ name: 'same' }));
      new DelegateEgress(stack, 'two', props({ name: 'same', project: 'acme-test' }));
    });
    expect(blocks(resources, 'google_compute_firewall').length).toBeGreaterThan(4);
  });

  test.each(HOSTILE)('the text %j is data: no rule holds it, and no expression begins in it', (text) => {
    const resources = synth((stack) => {
      const custom = Connection.custom({ name: 'hostile', to: ['10.0.0.0/8'], ports: [8200], reason: text });
      const named = Connection.jenkins({ to: [Destination.deployTime('${var.cidr}', { name: text })] });
      new DelegateEgress(stack, 'egress', props({ connections: [custom, named] }));
    });
    const strings = JSON.stringify(resources).match(/[$%]\{[^}]*\}/g) ?? [];
    expect(new Set(strings)).toEqual(new Set(['${var.cidr}']));
  });

  test('the same list in any order gives the same Terraform JSON', () => {
    const render = (connections: Connection[]): string =>
      JSON.stringify(
        synth((stack) => new DelegateEgress(stack, 'egress', props({ connections, profile: Profile.RECOMMENDED }))),
      );
    expect(render([...everyRow()].reverse())).toBe(render(everyRow()));
  });

  test('a second stack of the app changes nothing in the first', () => {
    const app = new App({ outdir: '/tmp/never-written' });
    const stack = new TerraformStack(app, 'stack');
    new GoogleProvider(stack, 'google', {});
    const first = new DelegateEgress(stack, 'egress', props());
    new DelegateEgress(new TerraformStack(app, 'other'), 'egress', props({ name: 'other' }));
    expect(first.name).toBe('delegate');
    expect(accessErrorOf(() => new DelegateEgress(stack, 'bad', props({ connections: undefined }))).code).toBe(
      'InvalidPlan',
    );
  });
});
