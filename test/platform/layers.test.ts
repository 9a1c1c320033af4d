import fc from 'fast-check';
import {
  Connection,
  differenceOf,
  differenceTable,
  parseReview,
  Plan,
  reviewOf,
  Target,
  toMarkdown,
  toTable,
  type Enforcement,
  type FlowState,
  type Plan as PlanOf,
  type PlanOptions,
} from 'harness-delegate-access';

const { AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL, AWS_NETWORK_FIREWALL_RESOLVED, AWS_DNS_FIREWALL, PROXY } = Target;
const own = (
  name: string,
  to: readonly string[],
  ports: readonly number[],
  speaks?: 'tls' | 'http' | 'ssh' | 'other',
) =>
  Connection.custom({
    name,
    to: [...to],
    ports: [...ports],
    reason: 'of a test',
    ...(speaks === undefined ? {} : { speaks }),
  });
const plan = (connections: readonly Connection[], options: PlanOptions = {}): PlanOf =>
  Plan.of(connections, { asOf: '2026-11-26', ...options });
const EXAMPLE = Plan.fromFile('examples/one-list/connections.yaml');

/** `connection:port destination`, by what is said of it. */
function said(
  states: ReadonlyMap<{ readonly key: string; readonly destination: { readonly text: string } }, FlowState>,
) {
  const words = new Map<string, string[]>();
  for (const [{ key, destination }, { state, enforcement }] of states) {
    const word = enforcement ?? state;
    words.set(word, [...(words.get(word) ?? []), `${key} ${destination.text}`]);
  }
  return Object.fromEntries(words);
}

describe('the example list behind a network firewall', () => {
  test('is port-only for SSH to names alone, where names are claimed', () => {
    const { states } = EXAMPLE.on(AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL);
    const words = said(states);
    expect(Object.keys(words).sort()).toEqual(['address', 'claimed name', 'port-only']);
    expect(words['port-only']).toEqual(['github-repo:22 api.github.com', 'github-repo:22 github.com']);
  });

  test('ties every name but wildcards to its addresses, where those are validated', () => {
    const words = said(EXAMPLE.on(AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL_RESOLVED).states);
    expect(Object.keys(words).sort()).toEqual(['address', 'claimed name', 'host name']);
    expect(words['claimed name']!.every((text) => text.includes('*'))).toBe(true);
  });

  test('says which layer checks it, and that the wide port of the other one is a notice', () => {
    const onLayers = EXAMPLE.on(AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL);
    const severities = Object.fromEntries(
      onLayers.findings
        .filter(({ finding }) => finding === 'PortOnlyEgress')
        .map(({ key, severity }) => [key, severity]),
    );
    expect(severities).toMatchObject({
      'PortOnlyEgress:datadog:443': 'notice',
      'PortOnlyEgress:github-repo:443': 'notice',
      'PortOnlyEgress:github-repo:22': 'warning',
    });
    expect(onLayers.findings.find(({ key }) => key === 'PortOnlyEgress:datadog:443')).toMatchObject({
      why: 'AWS security group cannot match host names; the claimed name is checked by AWS Network Firewall',
      fix: 'nothing to do while all traffic goes through that layer',
    });
    expect(onLayers.findings.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['NotInThePath:egress', 'OtherGroupsFirst:egress', 'EstablishedFlowsStay:egress']),
    );
    expect(onLayers.permissions).toEqual(EXAMPLE.on(AWS_SECURITY_GROUP).permissions);
  });
});

describe('what a layer makes of a flow', () => {
  const on = (list: readonly Connection[], ...[first, ...more]: readonly [Target, ...Target[]]) => {
    const [second, ...others] = more;
    const all = plan(list);
    return said((second === undefined ? all.on(first) : all.on(first, second, ...others)).states);
  };
  const named = own('a', ['a.acme.io'], [443]);
  const harness = (words: Record<string, string[]>): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(words).flatMap(([word, flows]) => {
        const rest = flows.filter((flow) => !flow.startsWith('harness:'));
        return rest.length === 0 ? [] : [[word, rest]];
      }),
    );

  test.each<[string, readonly Connection[], readonly [Target, ...Target[]], Record<string, string[]>]>([
    ['a name of TLS', [named], [AWS_NETWORK_FIREWALL], { 'claimed name': ['a:443 a.acme.io'] }],
    ['a name of TLS, validated', [named], [AWS_NETWORK_FIREWALL_RESOLVED], { 'host name': ['a:443 a.acme.io'] }],
    ['a name that is looked up', [named], [AWS_DNS_FIREWALL], { 'resolvable name': ['a:443 a.acme.io'] }],
    ['a block', [own('a', ['10.0.3.7/32'], [22])], [AWS_NETWORK_FIREWALL], { address: ['a:22 10.0.3.7/32'] }],
    [
      'a block, where lookups are judged',
      [own('a', ['10.0.3.7/32'], [22])],
      [AWS_DNS_FIREWALL],
      { 'not filtered': ['a:22 10.0.3.7/32'] },
    ],
    [
      'SSH to a name, validated',
      [own('a', ['a.acme.io'], [22])],
      [AWS_NETWORK_FIREWALL_RESOLVED],
      { 'host name': ['a:22 a.acme.io'] },
    ],
    [
      'a port of its own that speaks TLS',
      [own('a', ['a.acme.io'], [9999], 'tls')],
      [AWS_NETWORK_FIREWALL],
      { 'claimed name': ['a:9999 a.acme.io'] },
    ],
    [
      'the stronger of two layers',
      [named],
      [AWS_NETWORK_FIREWALL, AWS_DNS_FIREWALL],
      { 'claimed name': ['a:443 a.acme.io'] },
    ],
    [
      'names on a security group, where another layer matches them',
      [named],
      [AWS_SECURITY_GROUP, AWS_DNS_FIREWALL],
      { 'resolvable name': ['a:443 a.acme.io'] },
    ],
  ])('%s', (_, list, layers, expected) => {
    expect(harness(on(list, ...layers))).toEqual(expected);
  });

  test('SSH to a name is open to any address where the layer checks no name on its port', () => {
    expect(harness(on([Connection.githubRepo({ ssh: true })], AWS_NETWORK_FIREWALL))['port-only']).toEqual([
      'github-repo:22 api.github.com',
      'github-repo:22 github.com',
    ]);
  });

  test('and closed where it does: a rule to any address would open every name there', () => {
    const list = [Connection.githubRepo({ ssh: true }), own('a', ['a.acme.io'], [22], 'tls')];
    const onLayers = plan(list).on(AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL);
    expect(harness(said(onLayers.states)).closed).toEqual([
      'github-repo:22 api.github.com',
      'github-repo:22 github.com',
    ]);
    expect(onLayers.findings.find(({ key }) => key === 'NameNotExpressible:github-repo:22/github.com')).toMatchObject({
      what: 'github.com on 22 is closed on AWS Network Firewall',
      why: 'ssh does not show the name, and a rule to any address would open the port for every name there',
    });
    const review = reviewOf(onLayers);
    expect(review.ports.find(({ key }) => key === 'github-repo:22')?.layers).toEqual([
      { target: 'aws-security-group', enforcement: 'port-only', closes: [], judges: true },
      { target: 'aws-network-firewall', enforcement: '', closes: ['api.github.com', 'github.com'], judges: true },
    ]);
    expect(toTable(review).replace(/\s+/g, ' ')).toContain('closed');
  });

  test('only the proxy sees what is requested through it', () => {
    const reach = { proxy: { to: ['10.0.9.10/32'], ports: [3128] }, saas: 'proxy' as const };
    const onLayers = plan([Connection.datadog()], { reach }).on(AWS_SECURITY_GROUP, PROXY);
    expect(said(onLayers.states)['host name']).toEqual(['datadog:443 10.0.9.10/32']);
    expect(onLayers.layers[1]!.rules.map(({ port, destination }) => `${destination.text}:${port.text}`)).toEqual([
      'api.datadoghq.com:443',
      'app.datadoghq.com:443',
    ]);
    const [datadog] = reviewOf(onLayers).ports.filter(({ connection }) => connection === 'datadog');
    expect(datadog).toMatchObject({ enforcement: 'host name', reached: ['10.0.9.10/32'] });
  });
});

describe('rules together', () => {
  const names = fc.uniqueArray(fc.constantFrom('a.acme.io', 'b.acme.io', '*.acme.io', 'c.other.org'), { minLength: 1 });
  const port = fc.constantFrom(443, 8443, 80);
  const targets = fc.constantFrom(AWS_NETWORK_FIREWALL, AWS_NETWORK_FIREWALL_RESOLVED);

  test('a rule to any address changes what every name on its port is said to be, and nothing else', () => {
    fc.assert(
      fc.property(names, port, port, targets, (to, one, other, target) => {
        const list = [own('named', to, [one]), own('block', ['10.0.3.7/32'], [one, 443])];
        const before = plan(list).on(target);
        const after = plan([...list, own('wide', ['0.0.0.0/1', '128.0.0.0/1'], [other])]).on(target);
        const words = (
          states: ReadonlyMap<
            { key: string; port: { from: number }; destination: { kind: string; text: string } },
            FlowState
          >,
        ) =>
          new Map(
            [...states].map(([flow, { enforcement }]) => [
              `${flow.key} ${flow.destination.text}`,
              { flow, enforcement },
            ]),
          );
        const later = words(after.states);
        for (const [key, { flow, enforcement }] of words(before.states)) {
          const isHit = flow.destination.kind === 'hostname' && flow.port.from === other;
          expect([key, later.get(key)!.enforcement]).toEqual([key, isHit ? 'port-only' : enforcement]);
        }
      }),
    );
  });

  test('every public address is any address', () => {
    const list = [own('named', ['a.acme.io'], [443]), own('most', ['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3'], [443])];
    expect(said(plan(list).on(AWS_NETWORK_FIREWALL).states)['port-only']).toContain('named:443 a.acme.io');
    const part = [own('named', ['a.acme.io'], [443]), own('half', ['0.0.0.0/1'], [443])];
    expect(said(plan(part).on(AWS_NETWORK_FIREWALL).states)['claimed name']).toContain('named:443 a.acme.io');
  });

  test('a filter of lookups narrows no open port', () => {
    const { findings } = plan([Connection.githubRepo({ ssh: true })]).on(AWS_SECURITY_GROUP, AWS_DNS_FIREWALL);
    expect(findings.find(({ key }) => key === 'PortOnlyEgress:github-repo:22')?.severity).toBe('warning');
  });

  test('layers never say more than the strongest of them, and never less', () => {
    const ORDER: readonly (Enforcement | undefined)[] = [
      'address',
      'host name',
      'claimed name',
      'resolvable name',
      'port-only',
      undefined,
    ];
    fc.assert(
      fc.property(
        names,
        port,
        fc.subarray([AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL, AWS_DNS_FIREWALL], { minLength: 2 }),
        (to, one, layers) => {
          const onLayers = plan([own('named', to, [one])]).on(layers[0]!, layers[1]!, ...layers.slice(2));
          for (const [flow, { enforcement }] of onLayers.states) {
            const each = onLayers.layers.map(({ states }) => ORDER.indexOf(states.get(flow)!.enforcement));
            expect(ORDER.indexOf(enforcement)).toBe(Math.min(...each));
          }
        },
      ),
    );
  });

  test('a wildcard passes the names below it too, but where they are tied to their addresses', () => {
    const list = [own('all', ['*.acme.io'], [443]), own('one', ['a.acme.io'], [443])];
    expect(said(plan(list).on(AWS_NETWORK_FIREWALL_RESOLVED).states)['host name']).toContain('one:443 a.acme.io');
    const wider = [own('all', ['*.acme.io'], [443, 8443]), own('one', ['a.acme.io'], [8443])];
    expect(said(plan(wider).on(AWS_NETWORK_FIREWALL_RESOLVED).states)['host name']).toContain('one:8443 a.acme.io');
  });
});

describe('a review of layers', () => {
  const layered = (list: readonly Connection[]) => reviewOf(plan(list).on(AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL));
  const datadog = Connection.datadog();

  test('has the rules of each, survives being kept, and says so on every page', () => {
    const review = layered([datadog]);
    expect(review.target.name).toBe('aws-security-group');
    expect(review.behind?.map(({ target, rules }) => [target.name, rules.length > 2])).toEqual([
      ['aws-network-firewall', true],
    ]);
    expect(parseReview(JSON.stringify(review))).toEqual(review);
    expect(toTable(review)).toContain('on AWS security group (behind it: AWS Network Firewall), documented');
    expect(toMarkdown(review)).toContain('aws-network-firewall: claimed name');
  });

  test('tells a difference on the layer that has it', () => {
    const difference = differenceOf(layered([datadog]), layered([datadog, Connection.githubRepo()]));
    expect(difference.opens).toEqual([]);
    expect(
      difference.layers.map(({ target, opens }) => [target.name, opens.map(({ destination }) => destination.text)]),
    ).toEqual([['aws-network-firewall', ['api.github.com', 'github.com']]]);
    expect(difference.isWider).toBe(true);
    expect(differenceTable(difference)).toContain('Opens on AWS Network Firewall');
  });

  test('is not wider where a layer closes, nor where a layer becomes its stronger form', () => {
    const list = [Connection.githubRepo({ ssh: true }), own('a', ['a.acme.io'], [22], 'tls')];
    const group = reviewOf(plan([datadog]).on(AWS_SECURITY_GROUP));
    expect(differenceOf(group, layered([datadog]))).toMatchObject({ isWider: false });
    const cut = differenceOf(layered(list.slice(0, 1)), layered(list));
    expect(cut.checks).toEqual([]);
    const tied = reviewOf(plan([datadog]).on(AWS_SECURITY_GROUP, AWS_NETWORK_FIREWALL_RESOLVED));
    expect(differenceOf(layered([datadog]), tied)).toMatchObject({
      isWider: false,
      layersAdded: [],
      layersRemoved: [],
    });
    expect(differenceOf(tied, layered([datadog]))).toMatchObject({ isWider: true });
  });

  test('is wider without a layer, with fewer checks, and where a layer closes less', () => {
    const alone = reviewOf(plan([datadog]).on(AWS_SECURITY_GROUP));
    const gone = differenceOf(layered([datadog]), alone);
    expect(gone).toMatchObject({ isWider: true, layersRemoved: [{ name: 'aws-network-firewall' }] });
    expect(gone.checks).toContainEqual({
      key: 'datadog:443',
      port: '443',
      before: 'claimed name',
      after: 'port-only',
      isWeaker: true,
    });
    const added = differenceOf(alone, layered([datadog]));
    expect(added).toMatchObject({ isWider: false, layersAdded: [{ name: 'aws-network-firewall' }] });
    expect(differenceTable(added)).toMatch(
      /Layers added[^]*AWS Network Firewall[^]*Checks more[^]*datadog:443: port-only to claimed name/,
    );
    const ssh = Connection.githubRepo({ ssh: true });
    const cut = layered([ssh, own('a', ['a.acme.io'], [22], 'tls')]);
    expect(differenceOf(cut, layered([ssh])).passes).toMatchObject([
      { key: 'github-repo:22', by: ['AWS Network Firewall'] },
    ]);
    expect(differenceTable(differenceOf(layered([ssh]), cut))).toContain('Closed by a layer that cannot carry it');
  });
});
