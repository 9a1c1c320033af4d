import { ANY_PORT, networkPolicy, open, read, unknown } from './read';
import { problemsOf } from '../../support/errors';
import { auditOf, Connection, Plan, readTemplate, readTemplates, reviewOf, Target } from 'harness-delegate-access';

/** Files with policies, as other people write them. */

/** Output of `helm template`, with an empty document, comments and objects of other kinds. */
const HELM = `---
# Source: harness-delegate-ng/templates/serviceAccount.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: my-delegate
  namespace: harness-delegate-ng
---
# Source: harness-delegate-ng/templates/empty.yaml
---
# Source: harness-delegate-ng/templates/networkPolicy.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: my-delegate
  namespace: harness-delegate-ng
  labels:
    helm.sh/chart: harness-delegate-ng-1.0.27
    app.kubernetes.io/managed-by: Helm
  annotations:
    kubernetes.io/description: egress of the delegate
spec:
  podSelector:
    matchLabels:
      harness.io/name: my-delegate
  policyTypes:
    - Ingress
    - Egress
  ingress: []
  egress:
    # resolver
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - port: 53
          protocol: UDP
    - to:
      - ipBlock:
          cidr: 10.0.3.0/24
      ports: &https
      - { port: 443, protocol: TCP }
    - to: [{ ipBlock: { cidr: 10.0.4.0/24 } }]
      ports: *https
---
# Source: harness-delegate-ng/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: my-delegate
spec:
  template:
    spec:
      containers:
        - name: delegate
          image: harness/delegate:26.11.1
          args: ["{{ not a template of a chart }}"]
---
`;
const OPEN = ['udp 53 pods kube-system/k8s-app=kube-dns', 'tcp 443 10.0.3.0/24', 'tcp 443 10.0.4.0/24'];

/** Answer of `kubectl get networkpolicies -o yaml`. */
const KUBECTL = `apiVersion: v1
items:
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: |
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{},"spec":{"egress":[{}]}}
    creationTimestamp: "2026-11-01T09:00:00Z"
    generation: 1
    managedFields:
    - apiVersion: networking.k8s.io/v1
      fieldsType: FieldsV1
      fieldsV1:
        f:spec:
          f:egress: {}
      manager: kubectl
      operation: Apply
    name: default-deny
    namespace: harness
    resourceVersion: "1"
    uid: 00000000-0000-4000-8000-000000000000
  spec:
    podSelector: {}
    policyTypes:
    - Egress
  status: {}
kind: List
metadata:
  resourceVersion: ""
`;

const document = (address: string, name = address): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: harness }
spec:
  podSelector: { matchLabels: { app: a } }
  egress: [{ to: [{ ipBlock: { cidr: ${address}/32 } }], ports: [{ port: 443 }] }]
`;

describe('a manifest', () => {
  test('as Helm prints it', () => {
    const outgoing = readTemplate(HELM);
    expect(open(outgoing)).toEqual(OPEN);
    expect(outgoing).toMatchObject({
      kind: 'Kubernetes manifest',
      read: ['NetworkPolicy harness-delegate-ng/my-delegate'],
      about: ['pods harness.io/name=my-delegate in harness-delegate-ng'],
      targets: ['kubernetes-network-policy'],
      unknown: [],
      notes: [],
    });
    expect(outgoing.open[1]).toMatchObject({
      where: 'NetworkPolicy harness-delegate-ng/my-delegate egress[1].to[0]',
      says: 'egress of the delegate',
    });
  });

  test('as kubectl prints it, with fields of the server', () => {
    const outgoing = readTemplate(KUBECTL);
    expect(outgoing).toMatchObject({ read: ['NetworkPolicy harness/default-deny'], open: [], unknown: [] });
  });

  const own = networkPolicy([{ to: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: [{ port: 443 }] }]);
  const { apiVersion, kind, ...bare } = own as { readonly apiVersion: string; readonly kind: string };
  test.each<[string, unknown]>([
    ['one object', own],
    ['an array', [own]],
    ['a list', { apiVersion: 'v1', kind: 'List', items: [own], metadata: { resourceVersion: '' } }],
    ['a list of one kind, whose items leave it out', { apiVersion, kind: `${kind}List`, metadata: {}, items: [bare] }],
    [
      'a list in a list',
      [{ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: [own] }] }],
    ],
  ])('of JSON: %s', (_, value) => {
    const outgoing = readTemplate(JSON.stringify(value));
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.1/32']);
    expect(outgoing.unknown).toEqual([]);
  });

  test('with merge keys, as the tools of Kubernetes read them', () => {
    const text = document('10.0.0.1')
      .replace('spec:\n', 'common: &common { policyTypes: [Ingress, Egress], egress: [] }\nspec:\n  <<: *common\n')
      .replace('common: &common', 'status: &common');
    expect(open(readTemplate(text))).toEqual(['tcp 443 10.0.0.1/32']);
    const closed = text.replace(/^ {2}egress: .*\n/m, '');
    expect(readTemplate(closed)).toMatchObject({ open: [], unknown: [], read: ['NetworkPolicy harness/10.0.0.1'] });
  });

  test('in several files, which are read together by their names', () => {
    const outgoing = readTemplate([
      { name: 'a.yaml', text: document('10.0.0.1') },
      { name: 'b.yaml', text: document('10.0.0.2') },
    ]);
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.1/32', 'tcp 443 10.0.0.2/32']);
    expect(outgoing.read).toEqual(['a.yaml: NetworkPolicy harness/10.0.0.1', 'b.yaml: NetworkPolicy harness/10.0.0.2']);
  });

  test('beside a template of a cloud, each judged for itself', () => {
    const group = '{"Resources":{"G":{"Type":"AWS::EC2::SecurityGroup","Properties":{}}}}';
    const all = readTemplates([
      { name: 'a.json', text: group },
      { name: 'b.yaml', text: document('10.0.0.1') },
    ]);
    expect(all.map(({ targets }) => targets)).toEqual([['aws-security-group'], ['kubernetes-network-policy']]);
  });
});

describe('a stream cannot tell', () => {
  test('documents that are no objects, by their line', () => {
    const outgoing = readTemplate(`NAME: my-delegate\nMANIFEST:\n---\n${document('10.0.0.1')}---\n- a list\n`);
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.1/32']);
    expect(unknown(outgoing)).toEqual([
      `the template: the document on line 1 is no object with \`apiVersion\` and \`kind\`, and is not read ${ANY_PORT}`,
      `the template: the document on line 10 is no object with \`apiVersion\` and \`kind\`, and is not read ${ANY_PORT}`,
    ]);
  });

  test('entries of a list that are no objects, by their number', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [networkPolicy([]), 7] };
    expect(unknown(read([list, { kind: 'x' }]))).toEqual([
      `entry 1, item 2: it is no object with \`apiVersion\` and \`kind\`, and is not read ${ANY_PORT}`,
      `entry 2: it is no object with \`apiVersion\` and \`kind\`, and is not read ${ANY_PORT}`,
    ]);
  });

  test('a list that is one page, and one without items', () => {
    const page = { apiVersion: 'v1', kind: 'List', metadata: { continue: 'x' }, items: [networkPolicy([])] };
    expect(unknown(read([page]))).toEqual([`entry 1: it is one page of several (\`continue\`) ${ANY_PORT}`]);
    expect(unknown(read([networkPolicy([]), { apiVersion: 'v1', kind: 'List' }]))).toEqual([
      `entry 2: its items are nothing ${ANY_PORT}`,
    ]);
  });

  test('a policy with keys beside its spec, such as what Helm prints behind it', () => {
    const outgoing = readTemplate(`${document('10.0.0.1')}NOTES: done\n`);
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.1/32 ?']);
    expect(unknown(outgoing)[0]).toBe(
      'NetworkPolicy harness/10.0.0.1: the key "NOTES" beside its spec is not known here',
    );
  });

  test('manifests without a policy: pods without one may open everything', () => {
    const outgoing = readTemplate('apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\n');
    expect(unknown(outgoing)).toEqual([
      `the template: it has no policy that is about egress; pods that no such policy selects may open everything, and policies of other files may select them ${ANY_PORT}`,
      'the template: it has no security group, no egress rule and no policy of pods, so its egress is unknown',
    ]);
    expect(outgoing).toMatchObject({ open: [], targets: ['kubernetes-network-policy'] });
  });

  test('keys that are duplicates, in any document', () => {
    const { notes } = readTemplate(`${document('10.0.0.1')}---\n${document('10.0.0.2')}kind: NetworkPolicy\n`);
    expect(notes).toEqual(['14:1: the key "kind" is a duplicate; the last one counts']);
  });
});

describe('a stream fails', () => {
  test('with the line of a broken document, and nothing is half read', () => {
    const text = `${document('10.0.0.1')}---\n${document('10.0.0.2').replace('spec:', 'spec: [')}---\n${document('10.0.0.3')}`;
    expect(problemsOf(() => readTemplate(text))[0]).toMatch(
      /^InvalidTemplate: \d+:\d+: the template is neither JSON nor valid YAML: .*; this is document 2, on line 7, and nothing of the text is read$/,
    );
  });

  test('with the notes of Helm behind its manifests', () => {
    const text = `${document('10.0.0.1')}\nNOTES:\nThank you for installing.\nRun:\n  kubectl get pods\n`;
    expect(problemsOf(() => readTemplate(text))[0]).toMatch(
      /; `NOTES:` is what Helm says after installing: audit the output of `helm template`$/,
    );
  });

  test('with a template of a chart', () => {
    const text = `{{- if .Values.policy }}\n${document('10.0.0.1')}{{- end }}\n`;
    expect(problemsOf(() => readTemplate(text))[0]).toMatch(
      /; it has `{{`, as the templates of a chart: audit the output of `helm template`$/,
    );
  });
});

describe('an audit of policies', () => {
  const plan = Plan.of([
    Connection.custom({
      name: 'own',
      to: ['10.0.3.0/24', { pods: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } }],
      ports: [443, '53/udp'],
      reason: 'of a test',
      unenforceable: 'port-only',
    }),
  ]);
  const review = reviewOf(plan.on(Target.of('kubernetes-network-policy')));
  const rules = review.rules.filter(({ reasons }) => reasons.every((key) => key.startsWith('own:')));
  const audited = auditOf({ ...review, rules }, readTemplate(HELM));

  test('tells what is excess', () => {
    expect(audited.surplus.map(({ destination, from }) => [destination, from])).toEqual([['10.0.4.0/24', 443]]);
  });

  test('tells what is missing', () => {
    expect(audited.lacking.map(({ protocol, destination }) => [protocol, destination])).toEqual([
      ['tcp', 'pods kube-system/k8s-app=kube-dns'],
      ['udp', '10.0.3.0/24'],
    ]);
  });
});

describe('pods on the network of their node', () => {
  const workload = (kind: string, spec: string, labels = 'app: a, tier: x'): string =>
    `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: delegate, namespace: harness }\nspec:\n  template:\n    metadata: { labels: { ${labels} } }\n    spec: { ${spec} }\n`;
  const unknownOf = (text: string): string =>
    readTemplate(`${document('10.0.0.1')}---\n${text}`)
      .unknown.map(({ where, what }) => `${where}: ${what}`)
      .join();

  test('are selected by no policy for certain', () => {
    expect(unknownOf(workload('Deployment', 'hostNetwork: true'))).toContain(
      'Deployment harness/delegate: its pods have `hostNetwork`, and no policy selects such pods for certain',
    );
  });

  test('are no matter where they are others, or have a network of their own', () => {
    expect(unknownOf(workload('Deployment', 'hostNetwork: false'))).not.toContain('hostNetwork');
    expect(unknownOf(workload('Deployment', 'hostNetwork: true', 'app: other'))).not.toContain('hostNetwork');
  });
});
