import { ANY_PORT, ciliumPolicy, EVERYTHING, networkPolicy, open, policy, read, unknown } from './read';
import { accessErrorOf } from '../../support/errors';

/** The pods whose policies count. */

const to = (address: string): object => ({ to: [{ ipBlock: { cidr: `${address}/32` } }], ports: [{ port: 443 }] });
const selecting = (address: string, podSelector: unknown, metadata: object = {}): object =>
  networkPolicy([to(address)], { podSelector }, { name: address, ...metadata });
const labels = (matchLabels: Readonly<Record<string, string>>): object => ({ matchLabels });
const expressions = (...matchExpressions: readonly object[]): object => ({ matchExpressions });
const A = selecting('10.0.0.1', labels({ app: 'a' }));
const B = selecting('10.0.0.2', labels({ app: 'b' }));
const DELEGATE = selecting('10.0.0.3', labels({ 'harness.io/name': 'x' }));
const ALL = selecting('10.0.0.4', {});
const short = (outgoing: ReturnType<typeof read>): string[] =>
  open(outgoing).map((text) => text.slice('tcp 443 '.length));

describe('without a choice', () => {
  test('the only selector counts, with policies for every pod of its namespace', () => {
    const outgoing = read([A, ALL]);
    expect(outgoing.about).toEqual(['pods app=a in harness']);
    expect(short(outgoing)).toEqual(['10.0.0.1/32', '10.0.0.4/32']);
    expect(outgoing.read).toEqual(['NetworkPolicy harness/10.0.0.1', 'NetworkPolicy harness/10.0.0.4']);
  });

  test('policies for every pod alone are about every pod', () => {
    expect(read([ALL]).about).toEqual(['every pod in harness']);
    expect(read([selecting('10.0.0.1', null, { namespace: undefined })]).about).toEqual([
      'every pod in the namespace in which the files are applied',
    ]);
  });

  test('of several selectors that of the delegate counts, and others select it for certain by its labels alone', () => {
    const outgoing = read([A, DELEGATE, ALL, selecting('10.0.0.5', labels({ 'harness.io/name': 'x' }))]);
    expect(outgoing.about).toEqual(['pods harness.io/name=x in harness']);
    expect(short(outgoing)).toEqual(['10.0.0.1/32 ?', '10.0.0.3/32', '10.0.0.4/32', '10.0.0.5/32']);
    expect(unknown(outgoing)).toEqual([
      'NetworkPolicy harness/10.0.0.1: whether it selects the delegate: it selects app=a; set `podLabels` with all labels of its pods',
    ]);
  });

  test('fails for several selectors, and names them', () => {
    expect(accessErrorOf(() => read([A, B, ALL])).problems).toEqual([
      {
        code: 'SeveralPods',
        message:
          'the template has egress policies for several sets of pods; choose the delegate\'s with `podLabels`: "app=a" in harness, "app=b" in harness',
      },
    ]);
    const other = selecting('10.0.0.5', labels({ 'harness.io/name': 'y' }));
    expect(accessErrorOf(() => read([DELEGATE, other])).code).toBe('SeveralPods');
  });

  test.each([
    [A, labels({ app: 'a' })],
    [ALL, {}],
  ])('fails for one selector in several namespaces: %j', (own, selector) => {
    const { problems } = accessErrorOf(() => read([own, selecting('10.0.0.5', selector, { namespace: 'ci' })]));
    expect(problems).toEqual([
      {
        code: 'SeveralNamespaces',
        message:
          'the template has egress policies of several namespaces; choose the delegate\'s with `podNamespace`: "harness", "ci"',
      },
    ]);
  });

  test('policies of another namespace do not count', () => {
    const outgoing = read([DELEGATE, selecting('10.0.0.5', {}, { namespace: 'ci' })]);
    expect(short(outgoing)).toEqual(['10.0.0.3/32']);
    expect(outgoing.unknown).toEqual([]);
  });

  test('policies without a namespace may be of another one', () => {
    const outgoing = read([DELEGATE, selecting('10.0.0.5', {}, { namespace: undefined })]);
    expect(short(outgoing)).toEqual(['10.0.0.3/32', '10.0.0.5/32 ?']);
    expect(unknown(outgoing)).toEqual([
      'NetworkPolicy 10.0.0.5: whether it is of the same namespace: one of them is not named; set `podNamespace`',
    ]);
  });
});

describe('with a choice', () => {
  test('labels choose, and the namespace follows', () => {
    const outgoing = read([A, B, ALL, selecting('10.0.0.5', {}, { namespace: 'ci' })], { podLabels: 'app=b' });
    expect(outgoing.about).toEqual(['pods app=b in harness']);
    expect(short(outgoing)).toEqual(['10.0.0.2/32', '10.0.0.4/32']);
  });

  test('a namespace chooses', () => {
    const outgoing = read([A, selecting('10.0.0.5', labels({ app: 'c' }), { namespace: 'ci' })], {
      podNamespace: 'ci',
    });
    expect(outgoing.about).toEqual(['pods app=c in ci']);
    expect(short(outgoing)).toEqual(['10.0.0.5/32']);
  });

  test('a namespace that no file names is that of policies without one', () => {
    const outgoing = read([selecting('10.0.0.5', {}, { namespace: undefined })], { podNamespace: 'ci' });
    expect(short(outgoing)).toEqual(['10.0.0.5/32']);
    expect(outgoing.notes).toEqual(['policies without a namespace count as those of ci']);
  });

  test.each<[string, object, string]>([
    ['In', expressions({ key: 'app', operator: 'In', values: ['b', 'a'] }), 'yes'],
    ['In of others', expressions({ key: 'app', operator: 'In', values: ['b'] }), 'no'],
    ['In of a label that is not known', expressions({ key: 'tier', operator: 'In', values: ['b'] }), 'unsure'],
    ['NotIn', expressions({ key: 'app', operator: 'NotIn', values: ['b'] }), 'yes'],
    ['NotIn of its value', expressions({ key: 'app', operator: 'NotIn', values: ['a'] }), 'no'],
    ['NotIn of a label that is not known', expressions({ key: 'tier', operator: 'NotIn', values: ['a'] }), 'unsure'],
    ['Exists', expressions({ key: 'app', operator: 'Exists' }), 'yes'],
    ['Exists of a label that is not known', expressions({ key: 'tier', operator: 'Exists' }), 'unsure'],
    ['DoesNotExist', expressions({ key: 'app', operator: 'DoesNotExist' }), 'no'],
    ['DoesNotExist of a label that is not known', expressions({ key: 'tier', operator: 'DoesNotExist' }), 'unsure'],
    [
      'a label of Jobs, which it has not',
      expressions({ key: 'batch.kubernetes.io/job-name', operator: 'Exists' }),
      'no',
    ],
    ['no label of Jobs', expressions({ key: 'job-name', operator: 'DoesNotExist' }), 'yes'],
    [
      'labels and expressions, which all apply',
      { ...labels({ app: 'a' }), ...expressions({ key: 'app', operator: 'NotIn', values: ['a'] }) },
      'no',
    ],
    ['an operator that is not known', expressions({ key: 'app', operator: 'Like', values: ['a'] }), 'unsure'],
    ['a value that is no text', { matchLabels: { app: 1 } }, 'unsure'],
    ['a key that is not known', { labels: {} }, 'unsure'],
    ['a list', [], 'unsure'],
  ])('%s is evaluated against its labels', (_, selector, answer) => {
    const outgoing = read([networkPolicy([], { podSelector: {} }, { name: 'deny' }), selecting('10.0.0.5', selector)], {
      podLabels: 'app=a',
    });
    expect(short(outgoing)).toEqual({ yes: ['10.0.0.5/32'], no: [], unsure: ['10.0.0.5/32 ?'] }[answer]);
    expect(outgoing.unknown).toHaveLength(answer === 'unsure' ? 1 : 0);
  });

  test('the same requirement of a selector is known, whatever its value', () => {
    const exists = expressions({ key: 'accountID', operator: 'Exists' });
    const outgoing = read([selecting('10.0.0.1', exists), selecting('10.0.0.2', exists)]);
    expect(outgoing.about).toEqual(['pods accountID in harness']);
    expect(short(outgoing)).toEqual(['10.0.0.1/32', '10.0.0.2/32']);
  });

  test('pods that no policy selects may open everything', () => {
    const outgoing = read([A], { podLabels: 'app=c', podNamespace: 'harness' });
    expect(open(outgoing)).toEqual(EVERYTHING);
    expect(outgoing.about).toEqual(['pods app=c in harness, which no policy selects']);
    expect(outgoing.unknown).toEqual([]);
  });

  test('pods that a policy may select may open everything: it cannot tell', () => {
    const outgoing = read([A], { podLabels: 'tier=c' });
    expect(short(outgoing)).toEqual(['10.0.0.1/32 ?']);
    expect(unknown(outgoing).at(-1)).toBe(
      `pods tier=c in harness: everything may be open: no policy of egress selects them for certain, and NetworkPolicy harness/10.0.0.1 may not ${ANY_PORT}`,
    );
  });

  test.each(['app', 'app=a=b', 'a b=c', ''])('fails for labels %j', (podLabels) => {
    const { code, message } = accessErrorOf(() => read([A], { podLabels }));
    expect(code).toBe('InvalidPodLabels');
    expect(message).toContain(
      `\`podLabels\` must be labels such as \`harness.io/name=my-delegate,app=delegate\`, got "${podLabels}"`,
    );
  });

  test('fails for choices of other files', () => {
    expect(accessErrorOf(() => read([A], { machines: 'x' })).message).toContain(
      'a Kubernetes manifest has no `machines`; choose its rules with `podLabels` or `podNamespace`',
    );
  });
});

describe('objects that are not read', () => {
  test.each([
    ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
    ['networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy'],
    ['networking.gke.io/v1alpha3', 'FQDNNetworkPolicy'],
    ['extensions/v1beta1', 'NetworkPolicy'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
    ['projectcalico.org/v3', 'NetworkPolicy'],
    ['projectcalico.org/v3', 'Tier'],
    ['k8s.ovn.org/v1', 'EgressFirewall'],
    ['networking.istio.io/v1', 'Sidecar'],
    ['networking.istio.io/v1', 'ServiceEntry'],
    ['security.istio.io/v1', 'AuthorizationPolicy'],
    ['cilium.io/v2', 'CiliumEgressGatewayPolicy'],
    ['kyverno.io/v1', 'ClusterPolicy'],
  ])('%s %s may change egress', (apiVersion, kind) => {
    const outgoing = read([A, policy(apiVersion, kind, { name: 'x' }, {})]);
    expect(unknown(outgoing)).toEqual([
      `${kind} harness/x: objects of type ${apiVersion} ${kind} are not read, and may open or close egress ${ANY_PORT}`,
    ]);
  });

  test.each([
    ['apps/v1', 'Deployment'],
    ['v1', 'ConfigMap'],
    ['batch/v1', 'CronJob'],
    ['rbac.authorization.k8s.io/v1', 'Role'],
    ['policy/v1', 'PodDisruptionBudget'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'],
    ['cilium.io/v2', 'CiliumEndpoint'],
  ])('%s %s says nothing', (apiVersion, kind) => {
    expect(read([A, policy(apiVersion, kind, { name: 'x' }, {})]).unknown).toEqual([]);
  });

  test('of another namespace say nothing, unless a mesh reads them everywhere', () => {
    const elsewhere = { name: 'x', namespace: 'other' };
    expect(read([A, policy('crd.projectcalico.org/v1', 'NetworkPolicy', elsewhere, {})]).unknown).toEqual([]);
    expect(read([A, policy('networking.istio.io/v1', 'Sidecar', elsewhere, {})]).unknown).toHaveLength(1);
  });

  test('are told where there is no policy of egress at all', () => {
    const outgoing = read([policy('projectcalico.org/v3', 'GlobalNetworkPolicy', { namespace: undefined }, {})]);
    expect(unknown(outgoing)[0]).toContain('GlobalNetworkPolicy out: objects of type');
    expect(outgoing).toMatchObject({ targets: ['kubernetes-network-policy'], open: [], read: [] });
  });
});

describe('objects of one name', () => {
  test('that are equal are one', () => {
    expect(short(read([A, A]))).toEqual(['10.0.0.1/32']);
  });

  test('that differ leave the last that is applied unknown', () => {
    const outgoing = read([A, selecting('10.0.0.9', labels({ app: 'a' }), { name: '10.0.0.1' })]);
    expect(short(outgoing)).toEqual(['10.0.0.1/32 ?', '10.0.0.9/32 ?']);
    expect(unknown(outgoing)[0]).toContain(
      'the files have several objects of this name, of which the one that is applied last counts',
    );
    expect(unknown(outgoing).at(-1)).toContain('everything may be open');
  });

  test('of several kinds are others', () => {
    const outgoing = read([networkPolicy([]), ciliumPolicy([{}])]);
    expect(outgoing.read).toEqual(['NetworkPolicy harness/out', 'CiliumNetworkPolicy harness/out']);
  });
});
