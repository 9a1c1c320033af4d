import { strict as assert } from 'node:assert';
import { judgeApi, type ApiVerdicts } from '../judges';
import { judgeByServer } from '../server';
import {
  account,
  binding,
  block,
  cilium,
  DEPLOY,
  matched,
  named,
  networkPolicy,
  onPort,
  policy,
  role,
  tcp,
  to,
  toPorts,
} from './samples';

/** Controls of objects: the API server must take the good ones, and refuse the broken ones. */

interface Refused {
  readonly what: string;
  readonly object: object;
  /** Words of the problem. */
  readonly says: RegExp;
}

const FORTY = Array.from({ length: 40 }, (_, i) => i + 1);

const GOOD: Readonly<Record<string, object>> = {
  'block': to(block('10.0.3.0/24', { except: ['10.0.3.128/25'] }), block('fd00:10::/64')),
  'range': onPort(tcp(80, { endPort: 90 })),
  'one port as a range': onPort(tcp(80, { endPort: 80 })),
  'label': networkPolicy({}, { labels: { x: 'jenkins-443' }, annotations: { reason: 'jenkins:443' } }),
  'names on EKS': named({ domainNames: ['app.harness.io', '*.harness.io'] }, block('10.0.0.0/8'), { podSelector: {} }),
  'range on EKS': named(block('10.0.0.0/8')),
  'name on GKE': matched({ name: 'app.harness.io' }),
  'pattern on GKE': matched({ pattern: '*.harness.io' }, { protocol: 'ALL', port: 443 }),
  'Cilium with 40 ports': cilium({ toCIDR: ['10.0.0.0/8'], ...toPorts(...FORTY) }),
  'names in Cilium': cilium({ toFQDNs: [{ matchName: 'app.harness.io' }, { matchPattern: '**.harness.io' }] }),
  'entity of Cilium': cilium({ toEntities: ['kube-apiserver'], ...toPorts(443) }),
  'role': role('Role', [DEPLOY], 'app'),
  'binding': binding('RoleBinding', ['Role', 'deployer'], 'app'),
  'cluster role': role('ClusterRole', [DEPLOY]),
  'cluster binding': binding('ClusterRoleBinding', ['ClusterRole', 'view']),
  'account': account({ annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/delegate' } }),
};

const BROKEN: readonly Refused[] = [
  { what: 'host bits', object: to(block('10.0.3.7/24')), says: /bits set beyond the prefix/ },
  { what: 'a block that is none', object: to(block('10.0.3/24')), says: /ipBlock.cidr/ },
  { what: 'except outside', object: to(block('10.0.0.0/16', { except: ['10.1.0.0/24'] })), says: /strict subset/ },
  { what: 'endPort < port', object: onPort(tcp(90, { endPort: 80 })), says: /greater than or equal to `port`/ },
  { what: 'endPort without port', object: onPort({ protocol: 'TCP', endPort: 80 }), says: /endPort/ },
  { what: 'port 70000', object: onPort(tcp(70_000)), says: /between 1 and 65535/ },
  { what: 'protocol ICMP', object: onPort({ protocol: 'ICMP', port: 80 }), says: /supported values/ },
  {
    what: 'block and selector',
    object: to({ ...block('10.0.3.7/32'), podSelector: {} }),
    says: /both ipBlock and another peer/,
  },
  {
    what: 'unknown field',
    object: networkPolicy({ domains: ['a.b'] }),
    says: /unknown field "spec.egress\[0\].domains"/,
  },
  { what: 'label of 64', object: networkPolicy({}, { labels: { x: 'a'.repeat(64) } }), says: /63/ },
  { what: 'label with :', object: networkPolicy({}, { labels: { x: 'jenkins:443' } }), says: /valid label/ },
  { what: 'name of 254', object: networkPolicy({}, { name: 'a'.repeat(254) }), says: /253/ },
  {
    what: 'annotations of 256 KiB',
    object: networkPolicy({}, { annotations: { x: 'a'.repeat(262_145) } }),
    says: /262144/,
  },
  { what: 'EKS, names and block', object: named({ domainNames: ['a.b'], ...block('10.0.0.0/8') }), says: /excludes/ },
  { what: 'EKS, names and pods', object: named({ domainNames: ['a.b'], podSelector: {} }), says: /excludes/ },
  { what: 'EKS, inner wildcard', object: named({ domainNames: ['a.*.b'] }), says: /should match/ },
  { what: 'EKS, single label', object: named({ domainNames: ['jenkins'] }), says: /should match/ },
  { what: 'EKS, upper case', object: named({ domainNames: ['App.harness.io'] }), says: /should match/ },
  { what: 'GKE, name and pattern', object: matched({ name: 'a.b', pattern: '*.b' }), says: /not both/ },
  { what: 'GKE, neither', object: matched({}), says: /not both/ },
  { what: 'GKE, endPort', object: matched({ name: 'a.b' }, tcp(80, { endPort: 90 })), says: /unknown field.*endPort/ },
  { what: 'GKE, SCTP', object: matched({ name: 'a.b' }, { protocol: 'SCTP', port: 80 }), says: /supported values/ },
  {
    what: 'GKE, no rule',
    object: policy('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', { podSelector: {}, egress: [] }),
    says: /at least 1/,
  },
  {
    what: 'Cilium, 41 ports',
    object: cilium({ toCIDR: ['10.0.0.0/8'], ...toPorts(...FORTY, 41) }),
    says: /at most 40/,
  },
  { what: 'Cilium, name with *', object: cilium({ toFQDNs: [{ matchName: '*.a.b' }] }), says: /should match/ },
  { what: 'Cilium, entity', object: cilium({ toEntities: ['apiserver'] }), says: /supported values/ },
  { what: 'Cilium, unknown field', object: cilium({ toCidr: ['10.0.0.0/8'] }), says: /unknown field/ },
  { what: 'role without verbs', object: role('Role', [{ ...DEPLOY, verbs: [] }], 'app'), says: /verbs/ },
  { what: 'role with a typo', object: role('Role', [{ ...DEPLOY, verb: ['get'] }], 'app'), says: /unknown field/ },
  { what: 'role without namespace', object: role('Role', [DEPLOY]), says: /namespace/ },
  { what: 'binding to a kind', object: binding('RoleBinding', ['Rule', 'deployer'], 'app'), says: /supported values/ },
  {
    what: 'cluster binding to a role',
    object: binding('ClusterRoleBinding', ['Role', 'deployer']),
    says: /supported values/,
  },
  { what: 'account with a bad name', object: account({ name: 'My_Delegate' }), says: /RFC 1123/ },
  { what: 'unknown kind', object: policy('projectcalico.org/v3', 'NetworkPolicy', {}), says: /no kind/ },
];

const GOOD_OBJECTS = Object.entries(GOOD).map(([id, object]) => ({ id, object }));
const OBJECTS = [...GOOD_OBJECTS, ...BROKEN.map(({ what: id, object }) => ({ id, object }))];

export function controlsOfObjects(): void {
  const { objects } = judgeApi({ objects: OBJECTS });
  reportObjects('the API server in process', objects);
  BROKEN.forEach(({ what, says }, i) => {
    assert.match(objects[GOOD_OBJECTS.length + i]!.problems.join('\n'), says, `the problem of ${what}`);
  });
}

/** @throws when the whole server takes what is broken, or refuses what is good */
export async function controlsOfServer(): Promise<void> {
  reportObjects('the API server', await judgeByServer({ objects: OBJECTS }));
}

function reportObjects(who: string, objects: ApiVerdicts['objects']): void {
  objects.forEach(({ id, problems }, i) => {
    const good = i < GOOD_OBJECTS.length;
    assert.equal(problems.length === 0, good, `${who} must ${good ? 'take' : 'refuse'} ${id}: ${problems.join(', ')}`);
    if (!good) {
      console.log(`control: ${who} refuses ${id}: ${problems[0]!.replace(/a{60,}/g, 'a...').slice(0, 160)}`);
    }
  });
  console.log(`${who} takes ${GOOD_OBJECTS.length} good objects, and refuses ${BROKEN.length} broken ones`);
}
