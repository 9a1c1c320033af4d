import {
  ANY_PORT,
  applicationPolicy,
  everywhere,
  EVERYTHING,
  fqdnPolicy,
  networkPolicy,
  open,
  read,
  SELECTOR,
  unknown,
} from './read';

/** NetworkPolicy and the kinds with its shape: rules, peers, ports. */

const https = [{ port: 443 }];
const to = (peer: object, ports: unknown = https): object => ({ to: [peer], ports });
const block = (cidr: unknown, except?: unknown): object => ({ ipBlock: { cidr, except } });
const of = (rule: unknown): ReturnType<typeof read> => read([networkPolicy([rule])]);
const OUT = 'NetworkPolicy harness/out';

describe('a rule of NetworkPolicy', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['opens a block on a port, of TCP where it says no protocol', to(block('10.0.0.0/24')), ['tcp 443 10.0.0.0/24']],
    [
      'opens every port to every peer',
      { to: [block('10.0.0.0/24'), block('fd00::/64')], ports: [{ port: 443 }, { protocol: 'UDP', port: 53 }] },
      ['tcp 443 10.0.0.0/24', 'udp 53 10.0.0.0/24', 'tcp 443 fd00::/64', 'udp 53 fd00::/64'],
    ],
    [
      'opens a range up to endPort',
      to(block('10.0.0.0/24'), [{ port: 8000, endPort: 8010 }]),
      ['tcp 8000-8010 10.0.0.0/24'],
    ],
    [
      'opens a whole protocol where it names no port',
      to(block('10.0.0.0/24'), [{ protocol: 'UDP' }]),
      ['udp * 10.0.0.0/24'],
    ],
    [
      'keeps SCTP, whose ports no list has',
      to(block('10.0.0.0/24'), [{ protocol: 'SCTP', port: 9 }]),
      ['sctp * 10.0.0.0/24'],
    ],
    [
      'opens every port of every protocol where it has no ports',
      { to: [block('10.0.0.0/24')], ports: [] },
      ['tcp * 10.0.0.0/24', 'udp * 10.0.0.0/24', 'other protocols * 10.0.0.0/24'],
    ],
    [
      'opens its ports to everything where it has no peers',
      { ports: [{ protocol: 'UDP', port: 53 }] },
      everywhere('udp 53'),
    ],
    ['opens its ports to everything where its list of peers is empty', { to: [], ports: https }, everywhere('tcp 443')],
    ['opens everything when it is empty', {}, EVERYTHING],
    ['opens everything when it is null, as the API server reads it', null, EVERYTHING],
    [
      'leaves the exceptions of a block out, to the address',
      to(block('10.0.0.0/30', ['10.0.0.1/32', '10.0.0.2/31'])),
      ['tcp 443 10.0.0.0/32'],
    ],
    [
      'opens pods of a namespace by its name',
      to({
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ci' } },
        podSelector: { matchLabels: { b: '2', a: '1' } },
      }),
      ['tcp 443 pods ci/a=1,b=2'],
    ],
    [
      'opens every pod of a namespace where it has no selector of pods',
      to({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ci' } } }),
      ['tcp 443 pods ci/*'],
    ],
    [
      'takes a list of one name for that name',
      to({
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['ci'] }],
        },
        podSelector: {},
      }),
      ['tcp 443 pods ci/*'],
    ],
    [
      'means pods of its own namespace where it names none',
      to({ podSelector: { matchLabels: { a: '1' } } }),
      ['tcp 443 pods harness/a=1'],
    ],
    [
      'opens pods of every namespace, which no list has',
      to({ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }),
      ['tcp 443 pods k8s-app=kube-dns in every namespace'],
    ],
    [
      'opens pods by other labels of their namespace',
      to({ namespaceSelector: { matchLabels: { team: 'a' } } }),
      ['tcp 443 every pod in namespaces team=a'],
    ],
    [
      'opens pods by expressions',
      to({
        podSelector: {
          matchExpressions: [
            { key: 'a', operator: 'NotIn', values: ['1', '0'] },
            { key: 'b', operator: 'Exists' },
          ],
        },
      }),
      ['tcp 443 pods a not in (0, 1),b in namespaces kubernetes.io/metadata.name=harness'],
    ],
  ])('%s', (_, rule, expected) => {
    const outgoing = of(rule);
    expect(open(outgoing)).toEqual(expected);
    expect(unknown(outgoing)).toEqual([]);
  });

  test('has the keys of a list for pods, and keys of its own for other selectors', () => {
    const keys = read([
      networkPolicy([
        to({ podSelector: { matchLabels: { a: '1' } } }),
        to({ namespaceSelector: {}, podSelector: { matchLabels: { a: '1' } } }),
        to({ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['1'] }] } }),
      ]),
    ]).open.map(({ place }) => place.key);
    const every = 'kubernetes:selector:{"namespaces":[],"pods":[{"key":"a","operator":"In","values":["1"]}]}';
    expect(keys).toEqual(['kubernetes:pods:pods harness/a=1', every, every]);
  });
});

describe('a rule of NetworkPolicy cannot tell', () => {
  test.each<[string, unknown, string]>([
    ['a block with host bits', to(block('10.0.0.1/8')), '.to[0]: it leads to {"cidr":"10.0.0.1/8"} [tcp 443-443]'],
    ['a block without a mask', to(block('10.0.0.1')), '.to[0]: it leads to {"cidr":"10.0.0.1"} [tcp 443-443]'],
    ['a block that is none', to(block(7)), '.to[0]: it leads to {"cidr":7} [tcp 443-443]'],
    [
      'a block beside a selector',
      to({ ...block('10.0.0.0/8'), podSelector: {} }),
      '.to[0]: it leads to {"ipBlock":{"cidr":"10.0.0.0/8"},"podSelector":{}} [tcp 443-443]',
    ],
    ['an empty peer', to({}), '.to[0]: it leads to {} [tcp 443-443]'],
    ['a peer that is not known', to({ fqdn: 'x.io' }), '.to[0]: the key "fqdn" is not known here [tcp 443-443]'],
    [
      'names, which are of EKS',
      to({ domainNames: ['x.io'] }),
      '.to[0]: the key "domainNames" is not known here [tcp 443-443]',
    ],
    [
      'an operator that is not known',
      to({ podSelector: { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] } }),
      '.to[0]: it leads to {"podSelector":{"matchExpressions":[{"key":"a","operator":"Gt","values":["1"]}]}} [tcp 443-443]',
    ],
    ['peers that are no list', { to: 'all', ports: https }, ': its destinations are "all" [tcp 443-443]'],
    [
      'a port with a name',
      to(block('10.0.0.0/8'), [{ port: 'http' }]),
      '.ports[0]: its port "http" is a name, whose number each pod behind it has for itself [tcp 1-65535]',
    ],
    [
      'a port in quotes, which the API server refuses',
      to(block('10.0.0.0/8'), [{ port: '443' }]),
      '.ports[0]: its port is "443" [tcp 1-65535]',
    ],
    ['port 0', to(block('10.0.0.0/8'), [{ port: 0 }]), '.ports[0]: its port is 0 [tcp 1-65535]'],
    [
      'a range that goes down',
      to(block('10.0.0.0/8'), [{ protocol: 'UDP', port: 9, endPort: 8 }]),
      '.ports[0]: its port is 9 to 8 [udp 1-65535]',
    ],
    [
      'a protocol that is not known',
      to(block('10.0.0.0/8'), [{ protocol: 'tcp', port: 1 }]),
      `.ports[0]: its protocol is "tcp" ${ANY_PORT}`,
    ],
    [
      'a protocol with a name of the language',
      to(block('10.0.0.0/8'), [{ protocol: 'constructor', port: 1 }]),
      `.ports[0]: its protocol is "constructor" ${ANY_PORT}`,
    ],
    [
      'a key of a port that is not known',
      to(block('10.0.0.0/8'), [{ ports: 1 }]),
      `.ports[0]: the key "ports" is not known here ${ANY_PORT}`,
    ],
    ['ports that are no list', to(block('10.0.0.0/8'), 443), `: its ports are 443 ${ANY_PORT}`],
    [
      'a key of a rule that is not known',
      { ...to(block('10.0.0.0/8')), from: [] },
      `: the key "from" is not known here ${ANY_PORT}`,
    ],
    ['a rule that is none', 'all', `: it is "all" ${ANY_PORT}`],
  ])('%s', (_, rule, expected) => {
    const outgoing = of(rule);
    expect(open(outgoing)).toEqual([]);
    expect(unknown(outgoing)).toEqual([`${OUT} egress[0]${expected}`]);
  });

  test('an exception: the block is open, and not for certain', () => {
    const outgoing = of(to(block('10.0.0.0/8', ['10.1.0.1/16'])));
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.0/8 ?']);
    expect(unknown(outgoing)).toEqual([`${OUT} egress[0].to[0]: it leaves out "10.1.0.1/16" [tcp 443-443]`]);
  });

  test('the namespace of its own pods where no file names it', () => {
    const own = networkPolicy([to({ podSelector: { matchLabels: { a: '1' } } })], {}, { namespace: undefined });
    const outgoing = read([own]);
    expect(unknown(outgoing)).toEqual([
      'NetworkPolicy out egress[0].to[0]: it leads to pods of its own namespace, which is not known: {"podSelector":{"matchLabels":{"a":"1"}}} [tcp 443-443]',
    ]);
    expect(open(read([own], { podNamespace: 'ci' }))).toEqual(['tcp 443 pods ci/a=1']);
  });

  test('a key of a policy that is not known', () => {
    const outgoing = read([networkPolicy([], { egres: [] })]);
    expect(unknown(outgoing)).toEqual([`${OUT}: the key "egres" is not known here ${ANY_PORT}`]);
  });
});

describe('a policy whose spec is no object', () => {
  test.each([7, 'x', []])('cannot tell, and closes nothing for certain: %j', (spec) => {
    const outgoing = read([{ ...networkPolicy([]), spec }]);
    expect(open(outgoing)).toEqual([]);
    expect(unknown(outgoing).at(-1)).toContain(spec instanceof Array ? 'egress is unknown' : 'everything may be open');
  });
});

describe('a NetworkPolicy is about egress', () => {
  test.each<[string, object, readonly string[], readonly string[]]>([
    ['by its policyTypes, and closes everything without rules', { egress: undefined }, [], []],
    [
      'by its rules, where it has no policyTypes',
      { policyTypes: undefined, egress: [{ ports: https }] },
      everywhere('tcp 443'),
      [],
    ],
    [
      'for its rules do not count where the policyTypes leave them out',
      { policyTypes: ['Ingress'], egress: [{}] },
      [],
      [
        `the template: it has no policy that is about egress; pods that no such policy selects may open everything, and policies of other files may select them ${ANY_PORT}`,
        'the template: it has no security group, no egress rule and no policy of pods, so its egress is unknown',
      ],
    ],
    [
      'when its policyTypes are not understood, and may close nothing',
      { policyTypes: ['Both'] },
      [],
      [
        `${OUT}: whether it is about egress: its policyTypes are ["Both"] ${ANY_PORT}`,
        `pods harness.io/name=delegate in harness: everything may be open: no policy of egress selects them for certain, and ${OUT} may not ${ANY_PORT}`,
      ],
    ],
    ['when its rules are no list', { egress: 'none' }, [], [`${OUT}: its egress is "none" ${ANY_PORT}`]],
  ])('%s', (_, spec, expected, doubts) => {
    const outgoing = read([networkPolicy([], spec)]);
    expect(open(outgoing)).toEqual(expected);
    expect(unknown(outgoing)).toEqual(doubts);
  });

  test('for an empty list without policyTypes: the API server sees no egress in it', () => {
    const outgoing = read([networkPolicy([], { policyTypes: undefined })]);
    expect(unknown(outgoing)[0]).toContain('it has no policy that is about egress');
  });
});

describe('an ApplicationNetworkPolicy', () => {
  test('opens names, `*.` at any depth, and whatever a NetworkPolicy opens', () => {
    const outgoing = read([
      applicationPolicy([to({ domainNames: ['API.acme.io', '*.acme.io'] }), to(block('10.0.0.0/8'))]),
      networkPolicy([]),
    ]);
    expect(open(outgoing)).toEqual(['tcp 443 api.acme.io', 'tcp 443 *.acme.io', 'tcp 443 10.0.0.0/8']);
    expect(outgoing).toMatchObject({ targets: ['eks-application-network-policy'], unknown: [] });
    expect(outgoing.read).toEqual(['ApplicationNetworkPolicy harness/out', 'NetworkPolicy harness/out']);
  });

  test('cannot tell ports without destinations, of which its page and its controller say different things', () => {
    const outgoing = read([applicationPolicy([{ ports: https }])]);
    expect(open(outgoing)).toEqual([]);
    expect(unknown(outgoing)).toEqual([
      'ApplicationNetworkPolicy harness/out egress[0]: it has no `to`: its page says that this is every destination, and its controller opens none [tcp 443-443]',
    ]);
  });

  test('cannot tell a name of another form, and a policy without policyTypes', () => {
    const outgoing = read([applicationPolicy([to({ domainNames: ['a.*.io', 'x'] })], { policyTypes: undefined })]);
    expect(unknown(outgoing).map((text) => text.replace(ANY_PORT, '').trim())).toEqual([
      'ApplicationNetworkPolicy harness/out: whether it is about egress: its policyTypes are nothing',
      'ApplicationNetworkPolicy harness/out egress[0].to[0]: it leads to "a.*.io" [tcp 443-443]',
      'ApplicationNetworkPolicy harness/out egress[0].to[0]: it leads to "x" [tcp 443-443]',
      expect.stringContaining('everything may be open'),
    ]);
  });
});

describe('an FQDNNetworkPolicy', () => {
  test('opens names and patterns on its ports, and is noted for what it opens by itself', () => {
    const outgoing = read([
      fqdnPolicy([
        {
          matches: [{ name: 'api.acme.io' }, { pattern: '*.acme.io' }, { pattern: 'api*.acme.io' }],
          ports: [{ protocol: 'TCP', port: 443 }],
        },
        { matches: [{ name: 'x.io' }], ports: [{ protocol: 'ALL', port: 53 }] },
        { matches: [{ name: 'y.io' }] },
      ]),
    ]);
    expect(open(outgoing)).toEqual([
      'tcp 443 api.acme.io',
      'tcp 443 *.acme.io',
      'tcp 443 names like api*.acme.io',
      'tcp 53 x.io',
      'udp 53 x.io',
      'tcp * y.io',
      'udp * y.io',
      'other protocols * y.io',
    ]);
    expect(outgoing).toMatchObject({ targets: ['gke-fqdn-network-policy'], unknown: [] });
    expect(outgoing.notes).toEqual([
      'an FQDNNetworkPolicy closes the other egress of its pods, and opens 53 to kube-dns by itself',
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'a port without a protocol',
      { matches: [{ name: 'x.io' }], ports: [{ port: 443 }] },
      '.ports[0]: it names no protocol [tcp udp 1-65535]',
    ],
    ['a name with a wildcard', { matches: [{ name: '*.io' }] }, `.matches[0]: it leads to {"name":"*.io"} ${ANY_PORT}`],
    [
      'a name and a pattern in one',
      { matches: [{ name: 'x.io', pattern: '*.io' }] },
      `.matches[0]: it leads to {"name":"x.io","pattern":"*.io"} ${ANY_PORT}`,
    ],
    [
      'a shape of the controller of the same name',
      { to: [{ fqdns: ['x.io'] }] },
      `: the key "to" is not known here ${ANY_PORT}`,
    ],
    ['no matches', {}, `: it is {} ${ANY_PORT}`],
  ])('cannot tell %s', (_, rule, expected) => {
    const outgoing = read([fqdnPolicy([rule])]);
    expect(open(outgoing)).toEqual([]);
    expect(unknown(outgoing)).toEqual([`FQDNNetworkPolicy harness/out egress[0]${expected}`]);
  });

  test('cannot tell a policy without a selector or with other keys', () => {
    expect(unknown(read([networkPolicy([]), fqdnPolicy([], { podSelector: undefined })]))).toEqual([
      'FQDNNetworkPolicy harness/out: its selector is not understood',
    ]);
    expect(unknown(read([fqdnPolicy([], { podSelector: SELECTOR, mode: 'x' })]))).toEqual([
      `FQDNNetworkPolicy harness/out: the key "mode" is not known here ${ANY_PORT}`,
    ]);
  });
});
