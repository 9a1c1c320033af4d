import { problemsOf } from '../../support/errors';
import { readTemplate, type Outgoing, type TemplateOptions } from 'harness-delegate-access';

/** What is not known is not equal: networks, policies and machines of firewall rules in any template. */

const read = (template: unknown, options?: TemplateOptions): Outgoing =>
  readTemplate(JSON.stringify(template), options);

const open = ({ open: found }: Outgoing): string[] =>
  found.map(({ protocol, place, isCertain }) => `${protocol} ${place.text}${isCertain ? '' : ' ?'}`);

const where = ({ unknown }: Outgoing): string[] => unknown.map((entry) => entry.where);

const ALL = ['0.0.0.0/0', '::/0'];
const allow = { direction: 'EGRESS', priority: 1, destination_ranges: ['10.0.0.0/8'], allow: [{ protocol: 'tcp' }] };
const deny = { direction: 'EGRESS', priority: 9, destination_ranges: ALL, deny: [{ protocol: 'all' }] };
const firewall = (rules: object, more: object = {}): object => ({
  resource: { google_compute_firewall: rules, ...more },
});

interface Planned {
  readonly values: object;
  readonly unknown?: object;
  readonly expressions?: object;
}

/** A plan, by addresses. */
function plan(resources: Readonly<Record<string, Planned>>, more: object = {}, modules: object = {}): object {
  const entries = Object.entries(resources);
  const typeOf = (address: string): string => address.replace(/^(?:module\.[^.]+\.)*/, '').split('.')[0]!;
  return {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: entries.map(([address, { values }]) => ({
          address,
          mode: 'managed',
          type: typeOf(address),
          values,
        })),
      },
    },
    resource_changes: entries.map(([address, { unknown = {} }]) => ({
      address,
      change: { actions: ['create'], after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: entries
          .filter(([address]) => !address.startsWith('module.'))
          .map(([address, { expressions = {} }]) => ({ address: address.replace(/\[.*\]/, ''), expressions })),
        ...modules,
      },
    },
    ...more,
  };
}

const refers = (...references: string[]): object => ({ network: { references } });
const toNetwork = (name: string): object =>
  refers(`google_compute_network.${name}.id`, `google_compute_network.${name}`);
const unknownNetwork = { unknown: { network: true } };

describe('networks', () => {
  test.each([
    'prod',
    'global/networks/prod',
    'projects/acme/global/networks/prod',
    'https://www.googleapis.com/compute/v1/projects/acme/global/networks/prod',
    '${google_compute_network.n.id}',
    '${google_compute_network.n.self_link}',
    'projects/acme/global/networks/${google_compute_network.n.name}',
    '${data.google_compute_network.d.self_link}',
    '${google_compute_subnetwork.s.network}',
  ])('%s is the network prod', (network) => {
    const template = {
      ...firewall(
        { a: { ...allow, network: 'prod' }, d: { ...deny, network } },
        {
          google_compute_network: { n: { name: 'prod', project: 'acme' } },
          google_compute_subnetwork: { s: { network: '${google_compute_network.n.id}' } },
        },
      ),
      data: { google_compute_network: { d: { name: 'prod' } } },
    };
    const outgoing = read(template);
    expect(open(outgoing)).toEqual(['tcp 10.0.0.0/8']);
    expect(outgoing.unknown).toEqual([]);
    expect(outgoing.about).toEqual(['network prod', 'all machines']);
  });

  test.each(['${each.value}', '${var.network}', '${google_compute_network.n[count.index].id}'])(
    'a denial in %s may be elsewhere, and denies nothing',
    (network) => {
      const outgoing = read(firewall({ a: { ...allow, network: 'prod' }, d: { ...deny, network } }));
      expect(open(outgoing)).toEqual(expect.arrayContaining(['tcp 10.0.0.0/8', 'tcp 0.0.0.0/0 ?', 'udp ::/0 ?']));
      expect(where(outgoing)).toEqual(['google_compute_firewall.d']);
    },
  );

  test('an allow that may be of the chosen network is not dropped', () => {
    const rules = { a: { ...allow, network: '${var.network}' }, d: { ...deny, network: 'prod' } };
    const outgoing = read(firewall(rules), { network: 'prod' });
    expect(open(outgoing)).toEqual(['tcp 10.0.0.0/8 ?']);
    expect(where(outgoing)).toEqual(['google_compute_firewall.a']);
  });

  test('one variable is one network', () => {
    const network = '${var.network}';
    expect(open(read(firewall({ a: { ...allow, network }, d: { ...deny, network } })))).toEqual(['tcp 10.0.0.0/8']);
  });

  test('networks of one name in two projects are two', () => {
    const rules = {
      a: { ...allow, network: 'projects/a/global/networks/prod' },
      d: { ...deny, network: 'projects/b/global/networks/prod' },
    };
    expect(problemsOf(() => read(firewall(rules)))[0]).toMatch(/^SeveralNetworks: .*"a\/prod", "b\/prod"$/);
  });

  test('a plan says in its configuration whose a rule is', () => {
    const template = plan({
      'google_compute_network.prod': { values: { name: 'prod' } },
      'google_compute_network.lab': { values: { name: 'lab' } },
      'google_compute_firewall.a': { values: allow, ...unknownNetwork, expressions: toNetwork('prod') },
      'google_compute_firewall.d': { values: deny, ...unknownNetwork, expressions: toNetwork('lab') },
    });
    expect(problemsOf(() => read(template))[0]).toMatch(/^SeveralNetworks: .*"prod", "lab"$/);
    expect(open(read(template, { network: 'prod' }))).toContain('tcp 0.0.0.0/0');
    expect(open(read(template, { network: 'lab' }))).toEqual([]);
  });

  test('two unknown networks of a plan are not the same', () => {
    const template = plan({
      'google_compute_firewall.a': { values: allow, ...unknownNetwork, expressions: refers('local.a') },
      'google_compute_firewall.d': { values: deny, ...unknownNetwork, expressions: refers('local.b') },
    });
    const outgoing = read(template);
    expect(open(outgoing)).toContain('tcp 0.0.0.0/0 ?');
    expect(where(outgoing)).toEqual(['google_compute_firewall.a', 'google_compute_firewall.d']);
  });

  test('through variables and outputs of modules', () => {
    const template = plan(
      {
        'module.net.google_compute_network.n': { values: { name: 'prod' } },
        'module.rules.google_compute_firewall.a': { values: allow, ...unknownNetwork },
        'google_compute_firewall.d': {
          values: deny,
          ...unknownNetwork,
          expressions: refers('module.net.id', 'module.net'),
        },
      },
      {},
      {
        module_calls: {
          net: {
            module: {
              outputs: {
                id: { expression: { references: ['google_compute_network.n.id', 'google_compute_network.n'] } },
              },
            },
          },
          rules: {
            expressions: { vpc: { references: ['module.net.id', 'module.net'] } },
            module: {
              resources: [{ address: 'google_compute_firewall.a', expressions: { ...refers('var.vpc') } }],
            },
          },
        },
      },
    );
    const outgoing = read(template, { network: 'prod' });
    expect(open(outgoing)).toEqual(['tcp 10.0.0.0/8']);
    expect(outgoing.unknown).toEqual([]);
  });

  test('an instance by `each.key` is known when there is one, and not when there are two', () => {
    const rule = (values: object): Planned => ({
      values,
      ...unknownNetwork,
      expressions: refers('google_compute_network.n', 'each.key'),
    });
    const one = {
      'google_compute_network.n["a"]': { values: { name: 'prod' } },
      'google_compute_firewall.a': rule(allow),
      'google_compute_firewall.d': rule(deny),
    };
    expect(read(plan(one)).unknown).toEqual([]);
    const two = { ...one, 'google_compute_network.n["b"]': { values: { name: 'lab' } } };
    expect(where(read(plan(two)))).toEqual(['google_compute_firewall.a', 'google_compute_firewall.d']);
  });
});

describe('machines', () => {
  const rules = { a: { ...allow, network: 'n' }, d: { ...deny, network: 'n', target_tags: ['database'] } };

  test('a denial for a tag that no allow has denies nothing for certain', () => {
    const outgoing = read(firewall(rules));
    expect(open(outgoing)).toContain('udp 0.0.0.0/0 ?');
    expect(outgoing.about[1]).toContain('database');
    expect(open(read(firewall(rules), { machines: 'delegate' }))).toContain('udp 0.0.0.0/0');
    expect(open(read(firewall(rules), { machines: 'database' }))).toEqual(['tcp 10.0.0.0/8']);
  });

  test('machines that differ in each instance are not known', () => {
    const targets = { network: 'n', target_tags: ['${each.key}'] };
    const outgoing = read(firewall({ a: { ...allow, ...targets }, d: { ...deny, ...targets } }));
    expect(open(outgoing)).toEqual(expect.arrayContaining(['tcp 10.0.0.0/8 ?', 'tcp 0.0.0.0/0 ?']));
    expect(outgoing.about).toEqual(['network n', 'machines that the template does not show']);
  });

  test('a service account by reference is the one that the template makes', () => {
    const template = firewall(
      { a: { ...allow, network: 'n', target_service_accounts: ['${google_service_account.d.email}'] }, d: rules.d },
      { google_service_account: { d: { account_id: 'delegate', project: 'acme' } } },
    );
    const machines = 'delegate@acme.iam.gserviceaccount.com';
    expect(open(read(template, { machines }))).toContain('tcp 10.0.0.0/8');
    expect(open(read(template, { machines: 'other@acme.iam.gserviceaccount.com' }))).not.toContain('tcp 10.0.0.0/8');
  });

  test('inbound rules for several tags are none of egress', () => {
    const inbound = { network: 'n', source_ranges: ['10.0.0.0/8'], allow: [{ protocol: 'tcp' }] };
    const outgoing = read(firewall({ x: { ...inbound, target_tags: ['x'] }, y: { ...inbound, target_tags: ['y'] } }));
    expect(outgoing.read).toEqual([]);
    expect(outgoing.unknown[0]!.what).toContain('Google Cloud allows all egress that no rule denies');
  });
});

describe('policies', () => {
  const rule = { direction: 'EGRESS', priority: 1, firewall_policy: 'p', action: 'deny' };
  const match = { match: [{ layer4_configs: [{ ip_protocol: 'all' }] }] };
  const template = (associations: object): object =>
    firewall(
      { a: { ...allow, network: 'prod' } },
      {
        google_compute_network: { n: { name: 'prod' } },
        google_compute_network_firewall_policy_rule: { d: { ...rule, ...match } },
        google_compute_network_firewall_policy_association: associations,
      },
    );

  test.each<[string, object, string]>([
    [
      'the network: it denies',
      { x: { firewall_policy: 'p', attachment_target: '${google_compute_network.n.id}' } },
      '',
    ],
    ['another one: it denies nothing', { x: { firewall_policy: 'p', attachment_target: 'lab' } }, 'udp 0.0.0.0/0'],
    ['none: it may deny nothing', {}, 'udp 0.0.0.0/0 ?'],
    ['a variable: the same', { x: { firewall_policy: 'p', attachment_target: '${var.n}' } }, 'udp 0.0.0.0/0 ?'],
  ])('a policy in effect in %s', (_, associations, expected) => {
    expect(
      open(read(template(associations)))
        .filter((line) => line.startsWith('udp 0.0.0.0/0'))
        .join(),
    ).toBe(expected);
  });

  test('a hierarchical policy applies for certain when it is the chosen one, and drops no other policy', () => {
    const all = { match: { layer4_configs: [{ ip_protocol: 'all' }] } };
    const both = {
      resource: {
        google_compute_firewall_policy_rule: { h: { ...rule, ...all, firewall_policy: 'org' } },
        google_compute_network_firewall_policy_rule: { p: { ...rule, ...all, action: 'allow' } },
      },
    };
    expect(open(read(both))).toContain('tcp 0.0.0.0/0 ?');
    expect(where(read(both))).toContain('google_compute_firewall_policy_rule.h');
    const chosen = read(both, { policy: 'org' });
    expect(open(chosen)).toEqual([]);
    expect(where(chosen)).toEqual(['google_compute_network_firewall_policy_rule.p']);
  });

  test('what may go to the next level is not denied for certain', () => {
    const all = { layer4_configs: [{ ip_protocol: 'all' }] };
    const outgoing = read({
      resource: {
        google_compute_network_firewall_policy_rule: {
          g: { ...rule, action: 'goto_next', match: { ...all, dest_ip_ranges: ['${var.range}'] } },
          d: { ...rule, priority: 2, match: all },
        },
      },
    });
    expect(open(outgoing)).toContain('tcp 0.0.0.0/0 ?');
  });

  test('a new argument of a later provider that is unknown does not hide a rule; an unknown one does', () => {
    const planned = (unknown: object): Outgoing =>
      read(
        plan({
          'google_compute_network_firewall_policy_rule.d': {
            values: { ...rule, ...match },
            unknown: { match: [unknown] },
            expressions: { match: [{ layer4_configs: [{}] }] },
          },
        }),
      );
    expect(planned({ src_network_context: true, dest_network_context: true }).unknown).toEqual([]);
    expect(where(planned({ dest_moon_phase: true }))).toEqual(['google_compute_network_firewall_policy_rule.d']);
  });

  test.each(['dest_network_context', 'src_network_context'])('%s narrows a denial', (key) => {
    const narrowed = { match: { layer4_configs: [{ ip_protocol: 'all' }], [key]: 'INTERNET' } };
    const outgoing = read({
      resource: { google_compute_network_firewall_policy_rule: { d: { ...rule, ...narrowed } } },
    });
    expect(open(outgoing)).toContain('tcp 0.0.0.0/0 ?');
  });
});

test('thirty thousand rules in any order are read in seconds', () => {
  const rules = Array.from({ length: 30_000 }, (_, i) => {
    const block = `10.${Math.floor(i / 256)}.${i % 256}.0/24`;
    const fields = i % 2 === 0 ? { allow: [{ protocol: 'tcp' }] } : { deny: [{ protocol: 'tcp' }] };
    return [
      `r${i}`,
      { direction: 'EGRESS', network: 'n', priority: i, destination_ranges: [block], ...fields },
    ] as const;
  });
  const started = Date.now();
  read(firewall(Object.fromEntries(rules)));
  expect(Date.now() - started).toBeLessThan(20_000);
});
