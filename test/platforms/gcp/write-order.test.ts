import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import fc from 'fast-check';
import { dependencies, wrongOrders } from '../../oracle/write-order';
import { accessErrorOf } from '../../support/errors';
import { everyRow } from '../../support/every-row';
import { connectionsOf, lists, optionsOf } from '../../support/random-lists';
import { blocks, synthesize, type Resources } from '../../support/terraform';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateEgress, type DelegateEgressProps } from 'harness-delegate-access/gcp';

function egress(change: Partial<DelegateEgressProps> = {}): Resources {
  return synthesize(
    (stack) =>
      new DelegateEgress(stack, 'egress', {
        name: 'delegate',
        network: 'prod',
        project: 'acme-prod',
        connections: [Connection.jenkins({ to: ['10.0.3.7/32'] })],
        targetServiceAccounts: ['delegate@acme-prod.iam.gserviceaccount.com'],
        asOf: '2026-11-24',
        ...change,
      }),
  );
}

const MODES = ['none', 'new', { name: 'existing' }] as const;

describe.each(MODES)('with the firewall policy %j Terraform', (firewallPolicy) => {
  test.each([Profile.DOCUMENTED, Profile.RECOMMENDED])(
    'writes no denial before an allowance, and no association before a rule: $name',
    (profile) => {
      const resources = egress({ firewallPolicy, profile, connections: everyRow() });
      expect(wrongOrders(resources as never)).toEqual([]);
      const last = [...dependencies(resources as never)].filter(([address]) => /-deny-ipv[46]_/.test(address));
      expect(last).toHaveLength(2);
      last.forEach(([, before]) => expect(before.size).toBeGreaterThan(firewallPolicy === 'none' ? 15 : 20));
    },
  );

  test('writes rules that allow and log all other egress to observe, and none that denies', () => {
    const resources = egress({ firewallPolicy, deny: 'observe' });
    const rules = [
      ...blocks(resources, 'google_compute_firewall'),
      ...blocks(resources, 'google_compute_network_firewall_policy_rule'),
    ];
    expect(JSON.stringify(rules)).not.toMatch(/"deny"/);
    const last = rules.filter(({ description }) => String(description).includes('all other egress'));
    expect(last).toHaveLength(2);
    last.forEach((rule) =>
      expect(rule).toMatchObject(
        firewallPolicy === 'none'
          ? { allow: [{ protocol: 'all' }], priority: 65534, log_config: { metadata: 'INCLUDE_ALL_METADATA' } }
          : { action: 'allow', enable_logging: true },
      ),
    );
    expect(wrongOrders(resources as never)).toEqual([]);
  });
});

test('the review says that nothing is closed when the rules observe', () => {
  let findings: string[] = [];
  synthesize((stack) => {
    const found = new DelegateEgress(stack, 'egress', {
      name: 'delegate',
      network: 'prod',
      connections: [Connection.jenkins({ to: ['10.0.3.7/32'] })],
      targetTags: ['delegate'],
      deny: 'observe',
    }).findings;
    findings = found.map(({ finding, severity }) => `${finding} ${severity}`);
  });
  expect(findings).toContain('NothingClosed warning');
  expect(findings.join()).not.toContain('DeniesEverythingElse');
});

test('fails with a choice that does not exist', () => {
  expect(accessErrorOf(() => egress({ deny: 'off' as never })).problems).toEqual([
    { code: 'InvalidChoice', message: '`deny` must be `on` or `observe`, got "off"' },
  ]);
});

/** Lists of one run of each mode. */
const LISTS = 200;

test(`no order that the graph allows has a denial before an allowance, in any mode, for ${LISTS} random lists`, () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  let denials = 0;
  for (const [i, spec] of fc.sample(lists(), { numRuns: LISTS, seed }).entries()) {
    const stack = new TerraformStack(new App({ skipValidation: true }), 'stack');
    new GoogleProvider(stack, 'google', { project: 'acme-prod' });
    const later = new Map<string, string>();
    const tokenOf = (name: string): string => {
      later.set(name, later.get(name) ?? new TerraformVariable(stack, name, { type: 'string' }).stringValue);
      return later.get(name)!;
    };
    const connections = connectionsOf(spec, tokenOf);
    const common = { network: 'prod', project: 'acme-prod', ...optionsOf(spec), connections, review: false };
    const of = (name: string): DelegateEgressProps => ({
      ...common,
      name,
      targetSecureTags: [`tagValues/${name.length}`],
    });
    new DelegateEgress(stack, 'rules', { ...common, name: 'rules', targetTags: ['delegate'] });
    const first = new DelegateEgress(stack, 'new', { ...of('new'), firewallPolicy: 'new' });
    new DelegateEgress(stack, 'second', { ...of('second'), firewallPolicy: first.policy });
    new DelegateEgress(stack, 'theirs', {
      ...of('theirs'),
      firewallPolicy: { name: 'theirs' },
      deny: i % 2 === 0 ? 'on' : 'observe',
    });
    const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Resources };
    for (const name of ['rules', 'new', 'second', 'theirs']) {
      const own = ofDelegate(resource, name);
      denials += JSON.stringify(own).split('"action":"deny"').length - 1;
      expect({ seed, name, orders: wrongOrders(own as never) }).toEqual({ seed, name, orders: [] });
    }
  }
  Error.stackTraceLimit = stackTraceLimit;
  expect(denials).toBe(LISTS * 5);
}, 600_000);

/** The resources of one delegate of a stack, its policy and association included. */
function ofDelegate(resources: Resources, id: string): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([type, named]) => [
      type,
      Object.fromEntries(Object.entries(named).filter(([address]) => address.startsWith(`${id}_`))),
    ]),
  );
}

describe('the judge of the order', () => {
  test('finds a denial that may come first, through references too, and a cycle', () => {
    const rule = { direction: 'EGRESS' };
    const resources = {
      google_compute_firewall: {
        allow: { ...rule, allow: [] },
        early: { ...rule, deny: [] },
        late: { ...rule, deny: [], description: '${google_compute_firewall.allow.id}' },
        self: { ...rule, deny: [], depends_on: ['google_compute_firewall.self', 'google_compute_firewall.allow'] },
      },
      google_compute_network_firewall_policy_association: { a: {} },
    };
    const wrong = wrongOrders(resources as never);
    expect(wrong).toContain('cycle: google_compute_firewall.self');
    expect(wrong).toContain('google_compute_firewall.early < google_compute_firewall.allow');
    expect(wrong.join()).not.toContain('late <');
    expect(wrong.filter((text) => text.includes('association'))).toHaveLength(4);
  });
});
