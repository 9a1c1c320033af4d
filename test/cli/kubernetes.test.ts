import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { mayReach, type Policy } from '../oracle/kubernetes-egress';
import { cli, folder } from '../support/cli';
import { KINDS } from '../support/kubernetes-lists';
import type { ReviewDocument } from 'harness-delegate-access';
import { Connection } from 'harness-delegate-access';
import { KubernetesAccess } from 'harness-delegate-access/kubernetes';

/** The command makes and compares policies of pods, from lists in files. */

const files = folder();
const LIST = `profile: recommended
connections:
  - kubernetes-cluster: { inherit: true, namespaces: [shop] }
  - datadog: { site: datadoghq.eu }
  - jenkins: { to: [{ pods: { namespace: ci, labels: { app: jenkins } } }], ports: [8080] }
  - nexus: { to: [10.0.3.8/32] }
`;
const list = files.write('list.yaml', LIST);
const DELEGATE = ['--name', 'my-delegate', '--namespace', 'harness'];

function synth(kind: string, ...flags: string[]): { readonly out: string; readonly text: (name: string) => string } {
  const out = join(files.path, `${kind}${flags.length}`);
  const args = ['--to', kind, ...DELEGATE, '--api-server', '10.96.0.1/32', '--out', out, ...flags];
  expect(cli('synth', list, ...args)).toMatchObject({ exit: 0 });
  return { out, text: (name) => readFileSync(join(out, name), 'utf8') };
}

const policiesIn = (text: string): Policy[] => parseAllDocuments(text).map((document) => document.toJS() as Policy);

describe('synth --to a kind of policy', () => {
  test.each(KINDS)('writes a stream, the values of the chart, and the review: %s', (kind) => {
    const { text } = synth(kind);
    const kinds = policiesIn(text('policies.yaml')).map((policy) => `${policy.kind}`);
    expect(kinds.slice(0, 3)).toEqual(['Role', 'Role', 'RoleBinding']);
    expect(policiesIn(text('policies.yaml')).at(-1)).toMatchObject({ metadata: { name: 'my-delegate-default-deny' } });
    expect(parse(text('values.yaml'))).toEqual({
      delegateName: 'my-delegate',
      serviceAccount: { name: 'my-delegate', create: true },
      k8sPermissionsType: 'my-delegate-none',
    });
    const review = JSON.parse(text('review.json')) as ReviewDocument;
    expect(review.target.name).toBe(kind);
    expect(review.where).toMatchObject({ name: 'my-delegate', namespace: 'harness' });
    expect(review.ports.map(({ connection }) => connection)).toContain('cluster-dns');
    expect(review.permissions.map(({ name, where }) => [name, where])).toEqual([['deploy', { namespace: 'shop' }]]);
  });

  test('takes the scope, the cluster and the identity', () => {
    const flags = ['--scope', 'namespace', '--cluster', 'gke', '--nodes', '10.8.0.0/24', '--identity', 'gke-direct'];
    const { text } = synth('gke-fqdn-network-policy', ...flags);
    const names = policiesIn(text('policies.yaml')).map(({ metadata }) => (metadata as { name?: string }).name);
    expect(names).toContain('my-delegate-upgrader-egress');
    const pod = { namespace: 'harness', labels: { 'harness.io/name': 'my-delegate' } };
    const try988 = (ip: string): boolean =>
      mayReach(policiesIn(text('policies.yaml')), pod, { to: { ip }, protocol: 'tcp', port: 988 });
    expect([try988('10.8.0.7'), try988('10.9.0.7')]).toEqual([true, false]);
  });

  test.each<[string, string[], string]>([
    [
      'a cluster that is none',
      ['--cluster', 'minikube'],
      '`--cluster` must be `eks`, `gke`, `aks`, `openshift` or `custom`, got "minikube"',
    ],
    ['an identity that is none', ['--identity', 'vault'], '`--identity` must be `none`, `eks-pod-identity`, `irsa`'],
    ['a block that is none', ['--nodes', '10.0.0.1'], '`--nodes`'],
    [
      'IRSA without a region',
      ['--identity', 'irsa=arn:aws:iam::111111111111:role/d'],
      '`roleArn` must be the ARN of a role, got ""',
    ],
  ])('fails for %s', (_, flags, text) => {
    const out = join(files.path, 'never');
    expect(cli('synth', list, '--to', 'cilium-network-policy', ...DELEGATE, '--out', out, ...flags)).toMatchObject({
      exit: 2,
      err: expect.stringContaining(text) as unknown,
    });
  });
});

describe('a review of policies', () => {
  test('is compared with another one: pods and names too', () => {
    const narrower = files.write(
      'narrower.yaml',
      LIST.replace('app: jenkins', 'app: other').replace('datadoghq.eu', 'us5.datadoghq.com'),
    );
    const { exit, out } = cli('diff', list, narrower, '--target', 'cilium-network-policy');
    expect(exit).toBe(1);
    expect(out).toContain('pods ci/app=other');
    expect(out).toContain('api.us5.datadoghq.com');
  });

  test('is what the audit of its own policies finds, exactly', () => {
    for (const kind of KINDS) {
      const { out } = synth(kind);
      const audit = cli('audit', join(out, 'review.json'), '--template', join(out, 'policies.yaml'));
      expect({ kind, ...audit }).toMatchObject({ kind, exit: 0, out: expect.stringContaining('Exactly') as unknown });
    }
  });

  test('finds that the pods of DNS are missing, and other pods that are open', () => {
    const { out, text } = synth('kubernetes-network-policy');
    const changed = files.write(
      'changed.yaml',
      text('policies.yaml').replace('app: jenkins', 'app: other').replace('k8s-app: kube-dns', 'k8s-app: x'),
    );
    const { exit, out: said } = cli('audit', join(out, 'review.json'), '--template', changed);
    expect(exit).toBe(1);
    expect(said).toContain('pods ci/app=other');
    const without = files.write('without.yaml', text('policies.yaml').replace(/^ *- protocol: UDP\n *port: 53\n/m, ''));
    const missing = cli('audit', join(out, 'review.json'), '--template', without);
    expect({ exit: missing.exit, out: missing.out }).toMatchObject({
      exit: 5,
      out: expect.stringMatching(/1 × missing[^]*udp 53 to pods kube-system/) as unknown,
    });
  });

  test('is on layers with a security group', () => {
    const { exit, out } = cli('review', list, '--target', 'kubernetes-network-policy,aws-security-group');
    expect(exit).toBeLessThan(2);
    expect(out).toContain('nexus');
  });
});

describe('the chart of Harness, as a dated fixture has it', () => {
  const { delegate, upgrader, rawManifest } = JSON.parse(
    readFileSync(join(__dirname, '../data/delegate-chart.json'), 'utf8'),
  ) as Record<'delegate' | 'upgrader' | 'rawManifest', { labels: Record<string, string>; serviceAccount: string }>;
  const access = (scope: 'delegate' | 'namespace'): KubernetesAccess =>
    new KubernetesAccess({
      name: 'my-delegate',
      namespace: 'harness',
      policy: 'cilium-network-policy',
      scope,
      connections: [Connection.nexus({ to: ['10.0.3.8/32'] })],
    });
  const reaches = (scope: 'delegate' | 'namespace', labels: Record<string, string>, ip: string): boolean =>
    mayReach(
      access(scope).manifests() as Policy[],
      { namespace: 'harness', labels },
      { to: { ip }, protocol: 'tcp', port: 8081 },
    );

  test('has pods that the policies select, of the chart and of the raw manifest', () => {
    for (const { labels } of [delegate, rawManifest]) {
      expect(reaches('delegate', labels, '10.0.3.8')).toBe(true);
      expect(reaches('delegate', labels, '203.0.113.9')).toBe(false);
    }
  });

  test('has an upgrader that only the scope of the namespace closes', () => {
    expect(reaches('delegate', upgrader.labels, '203.0.113.9')).toBe(true);
    expect(reaches('namespace', upgrader.labels, '203.0.113.9')).toBe(false);
    expect(reaches('namespace', { 'batch.kubernetes.io/job-name': 'x' }, '10.0.3.8')).toBe(false);
  });

  test('has the service account to which rights are bound', () => {
    expect(access('delegate').helmValues().serviceAccount.name).toBe(delegate.serviceAccount);
  });
});
