import { strict as assert } from 'node:assert';
import { judgeMatcher, type MatcherPeer, type Subject } from '../judges';
import { agree, type Judged } from './flows';
import { block, DELEGATE, DNS, networkPolicy, onPort, OTHER, policy, SELECTOR, tcp, to } from './samples';

/** Controls of flows by NetworkPolicies. */

const DNS_PEER = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: DNS.labels },
};
const BLOCK_PEER = {
  to: [block('10.0.0.0/8', { except: ['10.9.0.0/16'] }), block('fd00:10::/64')],
  ports: [tcp(8080, { endPort: 8090 })],
};
const PLAIN = policy('networking.k8s.io/v1', 'NetworkPolicy', {
  podSelector: SELECTOR,
  policyTypes: ['Egress'],
  egress: [{ to: [DNS_PEER], ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] }, BLOCK_PEER],
});
const near = (subject: Subject): { readonly pod: Subject & { readonly ip: string } } => ({
  pod: { ...subject, ip: '10.244.1.7' },
});
const NOT_IN = { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['b'] }] };
const NONE = policy('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {}, policyTypes: ['Egress'], egress: [] });

const MATCHER: readonly Judged<MatcherPeer>[] = [
  {
    id: 'the whole policy',
    policies: [PLAIN],
    verdicts: [
      ['a block, before', { ip: '10.0.3.7' }, 8079, false],
      ['a block, first', { ip: '10.0.3.7' }, 8080, true],
      ['a block, last', { ip: '10.0.3.7' }, 8090, true],
      ['a block, after', { ip: '10.0.3.7' }, 8091, false],
      ['a block over UDP', { ip: '10.0.3.7' }, 8080, false, 'udp'],
      ['the last before an exception', { ip: '10.8.255.255' }, 8080, true],
      ['the first of an exception', { ip: '10.9.0.0' }, 8080, false],
      ['the last of an exception', { ip: '10.9.255.255' }, 8080, false],
      ['the first after an exception', { ip: '10.10.0.0' }, 8080, true],
      ['outside a block', { ip: '11.0.0.1' }, 8080, false],
      ['a block of IPv6', { ip: 'fd00:10::7' }, 8080, true],
      ['outside a block of IPv6', { ip: 'fd00:11::7' }, 8080, false],
      ['DNS', near(DNS), 53, true, 'udp'],
      ['DNS over TCP', near(DNS), 53, true],
      ['DNS elsewhere', { pod: { ...DNS, namespace: 'evil', ip: '172.16.0.1' } }, 53, false],
      ['a pod beside DNS', { pod: { ...OTHER, namespace: 'kube-system', ip: '172.16.0.1' } }, 53, false],
    ],
  },
  {
    id: 'without the block',
    policies: [to(DNS_PEER)],
    verdicts: [['a block, first', { ip: '10.0.3.7' }, 8080, false]],
  },
  { id: 'no rule', policies: [NONE], verdicts: [['DNS', near(DNS), 53, false, 'udp']] },
  {
    id: 'two policies, which add up',
    policies: [NONE, PLAIN],
    verdicts: [['a block, first', { ip: '10.0.3.7' }, 8080, true]],
  },
  {
    id: 'a rule of ports alone',
    policies: [networkPolicy({ ports: [tcp(443)] })],
    verdicts: [
      ['an address', { ip: '203.0.113.9' }, 443, true],
      ['an address of IPv6', { ip: '2001:db8::1' }, 443, true],
      ['another port', { ip: '203.0.113.9' }, 80, false],
    ],
  },
  {
    id: 'a pod that is not selected',
    policies: [PLAIN],
    subject: OTHER,
    verdicts: [['an address', { ip: '203.0.113.9' }, 443, true]],
  },
  {
    id: 'a pod of another namespace',
    policies: [PLAIN],
    subject: { ...DELEGATE, namespace: 'other' },
    verdicts: [['an address', { ip: '203.0.113.9' }, 443, true]],
  },
];

export function controlsOfMatcher(): void {
  agree('the matcher', MATCHER, judgeMatcher);
  const unread: readonly (readonly [what: string, object: object])[] = [
    ['a block that is none', to(block('10.0.3/24'))],
    ['endPort < port', onPort(tcp(90, { endPort: 80 }))],
    ['NotIn, which it matches in a way of its own', to({ podSelector: NOT_IN })],
    ['an unknown field', networkPolicy({ domains: ['a.b'] })],
  ];
  const said = judgeMatcher(unread.map(([id, object]) => ({ id, policies: [object], subject: DELEGATE, flows: [] })));
  unread.forEach(([what], i) => {
    assert.equal(said[i]!.problems.length, 1, `the matcher must refuse ${what}`);
    console.log(`control: the matcher refuses ${what}: ${said[i]!.problems[0]}`);
  });
}
