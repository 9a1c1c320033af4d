import { strict as assert } from 'node:assert';
import { judgeCilium, type CiliumPeer } from '../judges';
import { agree, type Judged } from './flows';
import { cilium, DELEGATE, DNS, NAMESPACE, OTHER, policy, toPorts } from './samples';

/** Controls of flows in Cilium. */

const DNS_RULE = {
  toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }],
  toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
};
const NAMES_RULE = {
  toFQDNs: [{ matchName: 'app.harness.io' }, { matchPattern: '**.amazonaws.com' }, { matchPattern: '*.acme.io' }],
  ...toPorts(443),
};
const BLOCK_RULE = {
  toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.9.0.0/16'] }, { cidr: 'fd00:10::/64' }],
  toPorts: [{ ports: [{ port: '8080', endPort: 8090, protocol: 'TCP' }] }],
};
const SERVER_RULE = { toEntities: ['kube-apiserver'], ...toPorts(6443) };
const PODS_RULE = {
  toEndpoints: [{ matchExpressions: [{ key: 'k8s:accountID', operator: 'Exists' }] }],
  ...toPorts(9000),
};
const ACROSS_RULE = {
  toEndpoints: [{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name': 'ci' } }],
  ...toPorts(20_001),
};
const WHOLE = cilium(DNS_RULE, NAMES_RULE, BLOCK_RULE, SERVER_RULE, PODS_RULE, ACROSS_RULE);

const at = (host: string, ip = '203.0.113.9'): CiliumPeer => ({ host, ip });
const job = (namespace: string): CiliumPeer => ({ pod: { namespace, labels: { accountID: 'a' } } });

const CILIUM: readonly Judged<CiliumPeer>[] = [
  {
    id: 'the whole policy',
    policies: [WHOLE],
    verdicts: [
      ['a name', at('app.harness.io'), 443, true],
      ['a name in upper case', at('App.Harness.io'), 443, true],
      ['a name on another port', at('app.harness.io'), 80, false],
      ['a name over UDP', at('app.harness.io'), 443, false, 'udp'],
      ['a name of IPv6', at('app.harness.io', '2001:db8::9'), 443, true],
      ['evil.example', at('evil.example'), 443, false],
      ['a name as a prefix', at('app.harness.io.evil.example'), 443, false],
      ['a name as a suffix', at('evilapp.harness.io'), 443, false],
      ['a sub-domain', at('x.app.harness.io'), 443, false],
      ['two labels of **.', at('s3.us-east-1.amazonaws.com'), 443, true],
      ['the apex of **.', at('amazonaws.com'), 443, false],
      ['one label of *.', at('www.acme.io'), 443, true],
      ['two labels of *.', at('a.www.acme.io'), 443, false],
      ['the address of no name', { ip: '203.0.113.9' }, 443, false],
      ['a block, before', { ip: '10.0.3.7' }, 8079, false],
      ['a block, first', { ip: '10.0.3.7' }, 8080, true],
      ['a block, last', { ip: '10.0.3.7' }, 8090, true],
      ['a block, after', { ip: '10.0.3.7' }, 8091, false],
      ['a block over UDP', { ip: '10.0.3.7' }, 8080, false, 'udp'],
      ['an exception of a block', { ip: '10.9.1.1' }, 8080, false],
      ['outside a block', { ip: '11.0.0.1' }, 8080, false],
      ['a block of IPv6', { ip: 'fd00:10::7' }, 8080, true],
      ['outside a block of IPv6', { ip: 'fd00:11::7' }, 8080, false],
      ['a name in a block', at('evil.example', '10.0.3.7'), 8080, true],
      ['the API server', { entity: 'kube-apiserver' }, 6443, true],
      ['the kubelet', { entity: 'kube-apiserver' }, 10_250, false],
      ['an API server outside', { entity: 'kube-apiserver', ip: '198.51.100.4' }, 6443, true],
      ['the host', { entity: 'host' }, 6443, false],
      ['another node', { entity: 'remote-node' }, 6443, false],
      ['DNS', { pod: DNS }, 53, true, 'udp'],
      ['DNS over TCP', { pod: DNS }, 53, true],
      ['DNS elsewhere', { pod: { ...DNS, namespace: 'evil' } }, 53, false, 'udp'],
      ['a pod beside', { pod: OTHER }, 443, false],
      ['a pod of a pipeline', job(NAMESPACE), 9000, true],
      ['a pod of a pipeline elsewhere', job('ci'), 9000, false],
      ['a pod by its namespace', job('ci'), 20_001, true],
    ],
  },
  {
    id: 'without the names',
    policies: [cilium(DNS_RULE, BLOCK_RULE)],
    verdicts: [
      ['a name', at('app.harness.io'), 443, false],
      ['the API server', { entity: 'kube-apiserver' }, 6443, false],
    ],
  },
  {
    id: 'an empty rule',
    policies: [cilium({})],
    verdicts: [
      ['an address', { ip: '10.0.3.7' }, 443, false],
      ['DNS', { pod: DNS }, 53, false, 'udp'],
    ],
  },
  {
    id: 'all of IPv4',
    policies: [cilium({ toCIDR: ['0.0.0.0/0'], ...toPorts(443) })],
    verdicts: [
      ['an address', { ip: '203.0.113.9' }, 443, true],
      ['a name', at('evil.example'), 443, true],
      ['an address of IPv6', { ip: '2001:db8::1' }, 443, false],
      ['a pod', { pod: OTHER }, 443, false],
      ['a node', { entity: 'remote-node' }, 443, false],
    ],
  },
  {
    id: 'all of the world',
    policies: [cilium({ toEntities: ['world'], ...toPorts(443) })],
    verdicts: [
      ['an address', { ip: '203.0.113.9' }, 443, true],
      ['an address of IPv6', { ip: '2001:db8::1' }, 443, true],
      ['a pod', { pod: OTHER }, 443, false],
    ],
  },
  {
    id: 'a pod that is not selected',
    policies: [WHOLE],
    subject: OTHER,
    verdicts: [['evil.example', at('evil.example'), 443, true]],
  },
];

/** Policies that the API server takes and the agent does not. */
const UNREAD: readonly (readonly [what: string, object: object, says: RegExp])[] = [
  ['names and blocks in one rule', cilium({ ...NAMES_RULE, ...BLOCK_RULE, ...toPorts(443) }), /not supported/],
  ['no rule', cilium(), /at least one of/],
  [
    'DNS on a range of ports',
    cilium({
      ...DNS_RULE,
      toPorts: [{ ports: [{ port: '53', endPort: 54 }], rules: { dns: [{ matchPattern: '*' }] } }],
    }),
    /port range/i,
  ],
  ['an unknown field', policy('cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: {}, egres: [] }), /unknown/],
];

export function controlsOfCilium(): void {
  agree('Cilium', CILIUM, judgeCilium);
  const said = judgeCilium(UNREAD.map(([id, object]) => ({ id, policies: [object], subject: DELEGATE, flows: [] })));
  UNREAD.forEach(([what, , says], i) => {
    const problems = said[i]!.problems.join('\n');
    assert.match(problems, says, `Cilium must refuse ${what}`);
    console.log(`control: Cilium refuses ${what}: ${problems}`);
  });
}
