import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { cli, folder } from '../support/cli';
import { ENV, newStack, someVpc } from '../support/stacks';
import {
  auditOf,
  auditTable,
  Connection,
  Plan,
  readTemplate,
  readTemplates,
  reviewOf,
  Target,
  type Audit,
} from 'harness-delegate-access';
import { DelegateEgress, DelegateNames, type DelegateNamesProps } from 'harness-delegate-access/aws';

const LIST = [
  Connection.datadog({ site: 'datadoghq.eu' }),
  Connection.githubRepo({ ssh: true }),
  Connection.jenkins({ to: ['10.0.3.7/32'] }),
];
const MORE = [...LIST, Connection.newRelic()];

function templateOf(
  connections: readonly Connection[],
  props: Partial<DelegateNamesProps> = {},
  withGroup = false,
): string {
  const stack = newStack({ env: ENV }, 'Stack', new App());
  new DelegateNames(stack, 'Names', {
    connections,
    source: { cidrs: ['10.0.1.0/24'] },
    review: false,
    vpc: someVpc(stack),
    ...props,
  });
  if (withGroup) {
    new DelegateEgress(stack, 'Egress', { connections, vpc: someVpc(stack, 'Own'), review: false });
  }
  return JSON.stringify(Template.fromStack(stack).toJSON());
}
const reviewed = (connections: readonly Connection[], target = Target.AWS_NETWORK_FIREWALL) =>
  reviewOf(Plan.of(connections).on(target));
const audited = (text: string, connections = LIST, target = Target.AWS_NETWORK_FIREWALL): Audit =>
  auditOf(reviewed(connections, target), readTemplate(text));
const changed = (text: string, change: (rules: string) => string): string => {
  const template = JSON.parse(text) as {
    Resources: Record<string, { Properties: { RuleGroup?: { RulesSource: { RulesString: string } } } }>;
  };
  for (const { Properties } of Object.values(template.Resources)) {
    if (Properties.RuleGroup !== undefined) {
      Properties.RuleGroup.RulesSource.RulesString = change(Properties.RuleGroup.RulesSource.RulesString);
    }
  }
  return JSON.stringify(template);
};

test.each([false, true])('the rules of a list are exactly what it needs, resolved: %s', (resolved) => {
  const target = resolved ? Target.AWS_NETWORK_FIREWALL_RESOLVED : Target.AWS_NETWORK_FIREWALL;
  expect(audited(templateOf(LIST, { resolved }), LIST, target)).toMatchObject({
    isClean: true,
    surplus: [],
    lacking: [],
  });
  expect(audited(templateOf(MORE, { resolved }), LIST, target).surplus.map(({ destination }) => destination)).toEqual([
    'api.newrelic.com in tls',
    'insights-api.newrelic.com in tls',
  ]);
  expect(audited(templateOf(LIST, { resolved }), MORE, target).lacking.map(({ destination }) => destination)).toEqual([
    'api.newrelic.com in tls',
    'insights-api.newrelic.com in tls',
  ]);
});

test('rules of the other form check the same names in another way, which is said', () => {
  const { cannotTell } = audited(templateOf(LIST), LIST, Target.AWS_NETWORK_FIREWALL_RESOLVED);
  expect(cannotTell.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'its rules are of aws-network-firewall, and the review is for aws-network-firewall-resolved: they check the same names in another way',
    ]),
  );
});

test.each<[string, (rules: string) => string, RegExp]>([
  [
    'a rule of other hands',
    (rules) => `pass tls any any -> any any (msg:"x"; flow:established; sid:1; rev:1;)\n${rules}`,
    /not as this library writes a rule/,
  ],
  [
    'a match more',
    (rules) => rules.replace('flow:to_server;', 'flow:to_server; dsize:>1;'),
    /not as this library writes a rule/,
  ],
  [
    'a pass behind the drops',
    (rules) => `${rules}pass tcp any any -> 10.0.0.0/8 22 (msg:"x"; flow:to_server; sid:1; rev:1;)\n`,
    /not as this library writes a rule/,
  ],
  [
    'no drops',
    (rules) => rules.replace(/^drop .*\n/gm, ''),
    /it drops nothing by itself: the default action of its policy decides/,
  ],
  [
    'a source of its own',
    (rules) => rules.replace(/^drop (\w+) \$HOME_NET/gm, 'drop $1 10.99.0.0/16'),
    /not all for one source/,
  ],
  [
    'passes from anywhere',
    (rules) => rules.replace(/^pass (\w+) \$HOME_NET/gm, 'pass $1 any'),
    /not all for one source/,
  ],
  [
    'another buffer than its protocol shows',
    (rules) => rules.replace(/^pass tls/gm, 'pass http'),
    /not as this library writes a rule/,
  ],
  ['one drop less', (rules) => rules.replace(/^drop tls .*\n/gm, ''), /it drops nothing by itself/],
])('cannot tell of %s', (_, change, message) => {
  const audit = audited(changed(templateOf(LIST), change));
  expect(audit.isClean).toBe(false);
  expect(audit.cannotTell.map(({ what }) => what).join('\n')).toMatch(message);
});

describe('names that are tied to their addresses', () => {
  const list = [...LIST, Connection.custom({ name: 'all', to: ['*.datadoghq.eu'], ports: [443], reason: 'wildcard' })];
  const text = templateOf(list, { resolved: true });
  const of = (change: (rules: string) => string): Audit =>
    audited(changed(text, change), list, Target.AWS_NETWORK_FIREWALL_RESOLVED);

  test('are exactly those of the list', () => {
    expect(of((rules) => rules)).toMatchObject({ isClean: true });
  });

  test.each<[string, (rules: string) => string, RegExp]>([
    [
      'one that is not',
      (rules) => rules.replace('; aws_route_53_resolved_domain:"api.datadoghq.eu"', ''),
      /api\.datadoghq\.eu passes at any address/,
    ],
    [
      'a wildcard that passes them',
      (rules) => rules.replace(/\(\?!\(\?:[^)]*\)\$\)/, ''),
      /must leave out the names that are tied/,
    ],
  ])('cannot tell of %s', (_, change, message) => {
    expect(
      of(change)
        .cannotTell.map(({ what }) => what)
        .join('\n'),
    ).toMatch(message);
  });

  test('are more than the list needs without the protocol that shows them', () => {
    const nameless = of((rules) =>
      rules.replace(
        /^pass tls (.*?)flow:established,to_server; tls\.sni; content:"api\.datadoghq\.eu"; startswith; endswith; nocase;/gm,
        'pass tcp $1flow:to_server;',
      ),
    );
    expect(nameless.surplus.map(({ destination }) => destination)).toEqual(['api.datadoghq.eu in any protocol']);
  });
});

test('a group that only alerts lets everything out', () => {
  const { surplus } = audited(templateOf(LIST, { action: 'alert' }));
  expect(surplus.map(({ says }) => says)).toContain('everything else is logged, and not dropped');
});

test('a template with a security group too is two layers, each against its own rules', () => {
  const text = templateOf(LIST, {}, true);
  const layers = readTemplates(text);
  expect(layers.map(({ targets }) => targets)).toEqual([['aws-security-group'], ['aws-network-firewall']]);
  const review = reviewOf(Plan.of(LIST).on(Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL));
  const audits = layers.map((layer) => auditOf(review, layer));
  expect(audits.map(({ isClean, review: { target } }) => [target.name, isClean])).toEqual([
    ['aws-security-group', true],
    ['aws-network-firewall', true],
  ]);
  const narrower = reviewOf(Plan.of(LIST.slice(1)).on(Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL));
  const found = layers.map((layer) => auditOf(narrower, layer));
  expect(found.map(({ surplus }) => surplus.length)).toEqual([0, 2]);
  expect(auditTable(found[1]!)).toContain('api.datadoghq.eu');
});

describe('the command', () => {
  const files = folder();
  const list = files.write(
    'list.yaml',
    '- datadog: { site: datadoghq.eu }\n- github-repo: { ssh: true }\n- jenkins: { to: [10.0.3.7/32] }\n',
  );
  const kept = files.write(
    'review.json',
    cli('review', list, '--target', 'aws-security-group,aws-network-firewall', '--json').out,
  );

  test.each<[string, readonly string[]]>([
    ['a list, on the layers of the template', [list]],
    ['a list, on the layers that are named', [list, '--target', 'aws-security-group,aws-network-firewall']],
    ['a list, on one of them', [list, '--target', 'aws-network-firewall']],
    ['a kept review of both', [kept]],
  ])('audits %s', (_, args) => {
    const template = files.write('both.json', JSON.parse(templateOf(LIST, {}, true)) as object);
    const { exit, out } = cli('audit', ...args, '--template', template);
    expect(out).toContain('Against the documented profile on AWS Network Firewall');
    expect({ exit, isOpen: out.includes('Exactly') }).toEqual({ exit: 0, isOpen: true });
  });

  test('cannot tell of a layer that the templates do not have', () => {
    const stack = newStack({ env: ENV }, 'Stack', new App());
    new DelegateEgress(stack, 'Egress', { connections: LIST, vpc: someVpc(stack), review: false });
    const template = files.write('group.json', Template.fromStack(stack).toJSON());
    for (const args of [[kept], [list, '--target', 'aws-security-group,aws-network-firewall']]) {
      const { exit, out } = cli('audit', ...args, '--template', template);
      expect(exit).toBe(4);
      expect(out).toContain('no rules of this layer are in the templates');
    }
    expect(cli('audit', list, '--target', 'aws-dns-firewall', '--template', template)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no rules that this release reads for Route 53 DNS Firewall') as unknown,
    });
  });

  test('audits the file that it writes for the CLI of AWS, and chooses a group', () => {
    cli('synth', list, '--to', 'suricata', '--source', '10.0.1.0/24', '--out', files.path);
    const template = `${files.path}/rule-group.json`;
    expect(cli('audit', list, '--template', template)).toMatchObject({ exit: 0 });
    expect(cli('audit', list, '--template', template, '--rule-group', 'other').err).toContain(
      'the template has no rule group `other`; it has `the rule group`',
    );
  });

  test('reads a rule group of Terraform', () => {
    const rules_string = (
      JSON.parse(
        cli('synth', list, '--to', 'suricata', '--source', '10.0.1.0/24', '--out', files.path, '--json').out,
      ) as { files: string[] }
    ).files[0]!;
    const { readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
    const template = files.write('firewall.tf.json', {
      resource: {
        aws_networkfirewall_rule_group: {
          names: {
            capacity: 200,
            type: 'STATEFUL',
            name: 'delegate',
            rule_group: { rules_source: { rules_string: readFileSync(rules_string, 'utf8') } },
          },
        },
      },
    });
    expect(cli('audit', list, '--template', template)).toMatchObject({ exit: 0 });
  });
});
