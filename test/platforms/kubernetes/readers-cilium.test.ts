import { ANY_PORT, ciliumPolicy, everywhere, EVERYTHING, networkPolicy, open, read, SELECTOR, unknown } from './read';

/** CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. */

const https = [{ ports: [{ port: '443', protocol: 'TCP' }] }];
const ports = (...all: readonly object[]): object => ({ toCIDR: ['10.0.0.0/8'], toPorts: [{ ports: all }] });
const of = (rule: unknown): ReturnType<typeof read> => read([ciliumPolicy([rule])]);
/** Lookups through the proxy that learns the addresses of names. */
const LOOKUPS = {
  toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system' } }],
  toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } }],
};
const OUT = 'CiliumNetworkPolicy harness/out';
const NAMESPACE = 'k8s:io.kubernetes.pod.namespace';

describe('a rule of Cilium', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'opens blocks, of one address without a mask',
      { toCIDR: ['10.0.0.0/8', '192.0.2.7', 'fd00::1'], toPorts: https },
      ['tcp 443 10.0.0.0/8', 'tcp 443 192.0.2.7/32', 'tcp 443 fd00::1/128'],
    ],
    [
      'leaves exceptions of a block out',
      { toCIDRSet: [{ cidr: '10.0.0.0/31', except: ['10.0.0.0/32'] }], toPorts: https },
      ['tcp 443 10.0.0.1/32'],
    ],
    [
      'opens the world, and nothing inside the cluster',
      { toEntities: ['world'], toPorts: https },
      ['tcp 443 0.0.0.0/0', 'tcp 443 ::/0'],
    ],
    [
      'opens one family of the world',
      { toEntities: ['world-ipv4', 'world-ipv6'], toPorts: https },
      ['tcp 443 0.0.0.0/0', 'tcp 443 ::/0'],
    ],
    ['opens all, with the cluster', { toEntities: ['all'], toPorts: https }, everywhere('tcp 443')],
    [
      'opens what the cluster knows by its name',
      { toEntities: ['host', 'kube-apiserver', 'cluster', 'none'], toPorts: https },
      ['tcp 443 host', 'tcp 443 kube-apiserver', 'tcp 443 cluster'],
    ],
    [
      'opens pods of a namespace',
      { toEndpoints: [{ matchLabels: { [NAMESPACE]: 'kube-system', 'k8s:k8s-app': 'kube-dns' } }], toPorts: https },
      ['tcp 443 pods kube-system/k8s-app=kube-dns'],
    ],
    [
      'opens pods of a namespace by its label',
      {
        toEndpoints: [
          { matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name': 'ci', 'any:app': 'a' } },
        ],
        toPorts: https,
      },
      ['tcp 443 pods ci/app=a'],
    ],
    [
      'means its own namespace where it names none',
      { toEndpoints: [{}, { matchLabels: { app: 'a' } }], toPorts: https },
      ['tcp 443 pods harness/*', 'tcp 443 pods harness/app=a'],
    ],
    [
      'opens pods by other labels of their namespace',
      { toEndpoints: [{ matchLabels: { 'io.cilium.k8s.namespace.labels.team': 'a' } }], toPorts: https },
      ['tcp 443 every pod in namespaces team=a'],
    ],
    [
      'opens pods by expressions',
      { toEndpoints: [{ matchExpressions: [{ key: NAMESPACE, operator: 'Exists' }] }], toPorts: https },
      ['tcp 443 every pod in namespaces kubernetes.io/metadata.name'],
    ],
    [
      'opens any protocol of a port where it names none',
      ports({ port: '53' }, { port: '54', protocol: 'ANY' }),
      [
        'tcp 53 10.0.0.0/8',
        'udp 53 10.0.0.0/8',
        'sctp * 10.0.0.0/8',
        'tcp 54 10.0.0.0/8',
        'udp 54 10.0.0.0/8',
        'sctp * 10.0.0.0/8',
      ],
    ],
    ['opens every port by 0', ports({ port: '0', protocol: 'TCP' }), ['tcp * 10.0.0.0/8']],
    [
      'opens a range up to endPort',
      ports({ port: '8000', endPort: 8010, protocol: 'TCP' }),
      ['tcp 8000-8010 10.0.0.0/8'],
    ],
    [
      'opens every port of every protocol without toPorts',
      { toCIDR: ['10.0.0.0/8'] },
      ['tcp * 10.0.0.0/8', 'udp * 10.0.0.0/8', 'other protocols * 10.0.0.0/8'],
    ],
    ['opens ports to everything without destinations', { toPorts: https }, everywhere('tcp 443')],
    [
      'opens ICMP alone',
      { toCIDR: ['10.0.0.0/8'], icmps: [{ fields: [{ type: 8 }, { type: 128, family: 'IPv6' }] }] },
      ['icmp * 10.0.0.0/8', 'icmpv6 * 10.0.0.0/8'],
    ],
    ['opens nothing when it is empty', {}, []],
    ['opens nothing when its destinations are', { toEndpoints: [], toPorts: https }, []],
    [
      'does not mind lookups of every name',
      {
        toCIDR: ['10.0.0.0/8'],
        toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } }],
      },
      ['udp 53 10.0.0.0/8'],
    ],
  ])('%s', (_, rule, expected) => {
    const outgoing = of(rule);
    expect(open(outgoing)).toEqual(expected);
    expect(outgoing).toMatchObject({ targets: ['cilium-network-policy'], unknown: [], notes: [] });
  });

  test('has the keys of a list for entities and pods, and keys of its own for patterns', () => {
    const rules = [
      { toEntities: ['host'] },
      { toEndpoints: [{ matchLabels: { app: 'a' } }] },
      { toFQDNs: [{ matchPattern: 'a*.io' }] },
    ];
    const { open: found } = read([ciliumPolicy(rules.map((rule) => ({ ...rule, toPorts: https })))]);
    expect(found.map(({ place }) => place.key)).toEqual([
      'kubernetes:entity:host',
      'kubernetes:pods:pods harness/app=a',
      'kubernetes:pattern:a*.io',
    ]);
  });

  test.each([
    { rules: { http: [{ method: 'GET' }] } },
    { serverNames: ['x.io'] },
    { rules: { dns: [{ matchName: 'x.io' }] } },
  ])('may be open with a check of more than ports: %j', (more) => {
    const outgoing = of({ toCIDR: ['10.0.0.0/8'], toPorts: [{ ...https[0], ...more }] });
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.0/8 ?']);
    expect(outgoing.notes).toEqual([
      `${OUT} egress[0].toPorts[0] checks more than ports (requests, names or TLS), so what it opens may not be enough`,
    ]);
  });
});

describe('names of Cilium', () => {
  const name = { toFQDNs: [{ matchName: 'x.io' }], toPorts: https };

  test.each<[string, object, readonly string[]]>([
    [
      'opens names and patterns of whole labels',
      {
        toFQDNs: [{ matchName: 'API.acme.io.' }, { matchPattern: '*.acme.io' }, { matchPattern: 'a.io' }],
        toPorts: https,
      },
      ['tcp 443 api.acme.io', 'tcp 443 *.acme.io', 'tcp 443 a.io'],
    ],
    [
      'opens patterns that no list has',
      { toFQDNs: [{ matchPattern: 'api*.acme.io' }, { matchPattern: '**.acme.io' }], toPorts: https },
      ['tcp 443 names like api*.acme.io', 'tcp 443 names like **.acme.io'],
    ],
    [
      'opens every address by the pattern of any name',
      { toFQDNs: [{ matchPattern: '*' }], toPorts: https },
      ['tcp 443 0.0.0.0/0', 'tcp 443 ::/0'],
    ],
  ])('%s', (_, rule, expected) => {
    const outgoing = read([ciliumPolicy([rule, LOOKUPS])]);
    expect(open(outgoing).filter((line) => line.startsWith('tcp 443'))).toEqual(expected);
    expect(unknown(outgoing)).toEqual([]);
  });

  test('are open where lookups pass the proxy that learns their addresses', () => {
    expect(open(read([ciliumPolicy([name, LOOKUPS])]))).toContain('tcp 443 x.io');
  });

  test('are not certain without', () => {
    const outgoing = read([ciliumPolicy([name])]);
    expect(open(outgoing)).toEqual(['tcp 443 x.io ?']);
    expect(unknown(outgoing).join()).toContain('no rule passes lookups through the proxy of Cilium (`rules.dns`)');
  });

  test('keep the labels of pods whose keys begin as a source does', () => {
    const labels = { 'k8s:io.kubernetes.pod.namespace': 'ci', 'k8s.acme.io/app': 'j' };
    expect(open(read([ciliumPolicy([{ toEndpoints: [{ matchLabels: labels }], toPorts: https }])]))).toEqual([
      'tcp 443 pods ci/k8s.acme.io/app=j',
    ]);
  });
});

describe('a rule of Cilium cannot tell', () => {
  const HTTPS = '[tcp 443-443]';
  test.each<[string, unknown, string]>([
    ['host bits', { toCIDR: ['10.0.0.1/8'], toPorts: https }, `.toCIDR[0]: it leads to "10.0.0.1/8" ${HTTPS}`],
    [
      'a group of blocks',
      { toCIDRSet: [{ cidrGroupRef: 'g' }], toPorts: https },
      `.toCIDRSet[0]: it leads to {"cidrGroupRef":"g"} ${HTTPS}`,
    ],
    [
      'an entity that is not known',
      { toEntities: ['moon'], toPorts: https },
      `.toEntities[0]: it leads to "moon" ${HTTPS}`,
    ],
    [
      'services',
      { toServices: [{ k8sService: { serviceName: 'a' } }] },
      `.toServices[0]: its addresses are known only to the cluster: {"k8sService":{"serviceName":"a"}} ${ANY_PORT}`,
    ],
    [
      'groups of a cloud',
      { toGroups: [{ aws: {} }], toPorts: https },
      `.toGroups[0]: its addresses are known only to the cluster: {"aws":{}} ${HTTPS}`,
    ],
    [
      'nodes',
      { toNodes: [{}], toPorts: https },
      `.toNodes[0]: its addresses are known only to the cluster: {} ${HTTPS}`,
    ],
    [
      'reserved labels',
      { toEndpoints: [{ matchLabels: { 'reserved:host': '' } }], toPorts: https },
      `.toEndpoints[0]: it leads to {"matchLabels":{"reserved:host":""}} ${HTTPS}`,
    ],
    [
      'a name with a wildcard',
      { toFQDNs: [{ matchName: '*.io' }], toPorts: https },
      `.toFQDNs[0]: it leads to {"matchName":"*.io"} ${HTTPS}`,
    ],
    [
      'a port with a name',
      ports({ port: 'http', protocol: 'TCP' }),
      '.toPorts[0].ports[0]: its port "http" is a name, whose number each pod behind it has for itself [tcp 1-65535]',
    ],
    [
      'a protocol that is not known',
      ports({ port: '1', protocol: 'X' }),
      `.toPorts[0].ports[0]: it is {"port":"1","protocol":"X"} ${ANY_PORT}`,
    ],
    [
      'requirements',
      { toEndpoints: [{}], toRequires: [{}] },
      `: it has requirements beside its destinations (toRequires, authentication), which are not read ${ANY_PORT}`,
    ],
    [
      'several kinds of destinations',
      { toCIDR: ['10.0.0.0/8'], toEntities: ['world'] },
      `: it has toCIDR and toEntities, and the agent refuses a rule with several kinds of destinations ${ANY_PORT}`,
    ],
    [
      'ports and ICMP',
      { toPorts: https, icmps: [{ fields: [{ type: 8 }] }] },
      `: it has toPorts and icmps, and the agent refuses a rule with both ${ANY_PORT}`,
    ],
    ['a key that is not known', { toMoon: [] }, `: the key "toMoon" is not known here ${ANY_PORT}`],
    ['destinations that are no list', { toCIDR: '10.0.0.0/8' }, `: its toCIDR is "10.0.0.0/8" ${ANY_PORT}`],
    ['ports without any', { toPorts: [{}] }, `.toPorts[0]: it is {} ${ANY_PORT}`],
  ])('%s', (_, rule, expected) => {
    const outgoing = of(rule);
    expect(open(outgoing)).toEqual([]);
    expect(unknown(outgoing)).toEqual([`${OUT} egress[0]${expected}`]);
  });
});

describe('a policy of Cilium', () => {
  test('closes the rest with an empty rule, or without rules by its default', () => {
    expect(open(of({}))).toEqual([]);
    expect(open(read([ciliumPolicy([], { egress: undefined, enableDefaultDeny: { egress: true } })]))).toEqual([]);
  });

  test('closes nothing where it says so: everything is open for certain', () => {
    const outgoing = read([
      ciliumPolicy([{ toCIDR: ['10.0.0.0/32'], toPorts: https }], { enableDefaultDeny: { egress: false } }),
    ]);
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.0/32', ...EVERYTHING]);
    expect(outgoing.open.at(-1)).toMatchObject({
      where: 'pods harness.io/name=delegate in harness',
      says: 'no policy that was read closes their egress, so all of it is open',
    });
    expect(unknown(outgoing)).toEqual([]);
  });

  test('may close nothing with an empty list, which the agent refuses', () => {
    expect(unknown(read([ciliumPolicy([])]))).toEqual([
      `${OUT}: whether it closes other egress: it has no rules, or its \`enableDefaultDeny\` is not understood ${ANY_PORT}`,
      expect.stringContaining('everything may be open'),
    ]);
  });

  test('is read in each of its specs, and not for nodes', () => {
    const specs = [
      { endpointSelector: SELECTOR, egress: [{ toEntities: ['host'], toPorts: https }], description: 'to the node' },
      { nodeSelector: {}, egress: [{ toEntities: ['all'] }] },
    ];
    const outgoing = read([{ ...ciliumPolicy([]), spec: undefined, specs }]);
    expect(outgoing.open.map(({ where, says }) => [where, says])).toEqual([
      [`${OUT} specs[0] egress[0].toEntities[0]`, 'to the node'],
    ]);
    expect(outgoing.read).toEqual([OUT]);
  });

  test('is read together with a NetworkPolicy: what either allows is open', () => {
    const outgoing = read([
      networkPolicy([{ ports: [{ port: 1 }], to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }]),
      ciliumPolicy([{ toEntities: ['host'], toPorts: https }]),
    ]);
    expect(open(outgoing)).toEqual(['tcp 1 10.0.0.0/8', 'tcp 443 host']);
    expect(outgoing.targets).toEqual(['cilium-network-policy']);
  });

  test('of the whole cluster selects pods of their namespace by a label', () => {
    const inNamespace = (name: string): object => ({
      endpointSelector: { matchLabels: { ...SELECTOR.matchLabels, [NAMESPACE]: name } },
    });
    const clusterwide = (spec: object): object =>
      ciliumPolicy(
        [{ toEndpoints: [{ matchLabels: { app: 'a' } }], toPorts: https }],
        spec,
        'CiliumClusterwideNetworkPolicy',
      );
    expect(open(read([networkPolicy([]), clusterwide(inNamespace('harness'))]))).toEqual([
      'tcp 443 pods app=a in every namespace',
    ]);
    expect(open(read([networkPolicy([]), clusterwide(inNamespace('ci'))], { podNamespace: 'harness' }))).toEqual([]);
    expect(read([clusterwide(inNamespace('harness'))]).about).toEqual(['pods harness.io/name=delegate in harness']);
    expect(read([clusterwide({ endpointSelector: 'all' }), networkPolicy([])]).unknown.map(({ what }) => what)).toEqual(
      ['its selector is not understood'],
    );
  });

  test('that its status calls not valid may not be enforced', () => {
    const status = { conditions: [{ type: 'Valid', status: 'False' }] };
    const outgoing = read([{ ...ciliumPolicy([{ toEntities: ['host'], toPorts: https }]), status }]);
    expect(open(outgoing)).toEqual(['tcp 443 host ?']);
    expect(unknown(outgoing)[0]).toBe(`${OUT}: its status says that it is not valid, so it may not be enforced`);
  });
});

describe('a denial of Cilium', () => {
  const world = { toEntities: ['world-ipv4'], toPorts: https };
  const denied = (deny: object, ...rules: readonly object[]): ReturnType<typeof read> =>
    read([ciliumPolicy(rules, { egressDeny: [deny] })]);

  test('of blocks is subtracted, to the address and the port', () => {
    const outgoing = denied(
      { toCIDRSet: [{ cidr: '10.0.0.0/8' }], toPorts: https },
      { toCIDR: ['10.0.0.0/7'], toPorts: https },
      world,
    );
    expect(open(outgoing).slice(0, 2)).toEqual(['tcp 443 11.0.0.0/8', 'tcp 443 0.0.0.0/5']);
    expect(unknown(outgoing)).toEqual([]);
  });

  test('of another port or of addresses of the node leaves names certain', () => {
    const name = { toFQDNs: [{ matchName: 'x.io' }], toPorts: https };
    const opened = (denial: object): string[] =>
      open(denied(denial, name, LOOKUPS)).filter((line) => line.includes('x.io'));
    expect(opened({ toCIDR: ['10.0.0.0/8'], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] })).toEqual([
      'tcp 443 x.io',
    ]);
    expect(opened({ toCIDR: ['169.254.169.254/32'] })).toEqual(['tcp 443 x.io']);
    expect(opened({ toCIDR: ['10.0.0.0/8'] })).toEqual(['tcp 443 x.io ?']);
  });

  test.each([{ toEndpoints: [{}] }, { toEntities: ['all'] }, { toCIDR: ['10.0.0.1/8'] }, { toPorts: https }])(
    'of anything else denies nothing, and leaves nothing certain: %j',
    (deny) => {
      const outgoing = denied(deny, world);
      expect(open(outgoing)).toEqual(['tcp 443 0.0.0.0/0 ?']);
      expect(unknown(outgoing)).toEqual([`${OUT}: what its egressDeny denies is not read, so no allow is certain`]);
    },
  );
});
