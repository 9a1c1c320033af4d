import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { parseAllDocuments } from 'yaml';
import { Connection, HarnessPlatform, Plan, Profile, Target } from 'harness-delegate-access';
import {
  KubernetesAccess,
  KubernetesCluster,
  KubernetesDestination,
  KubernetesIdentity,
  type KubernetesAccessProps,
  type KubernetesManifest,
} from 'harness-delegate-access/kubernetes';

const DELEGATE = { name: 'my-delegate', namespace: 'harness' };
const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const access = (props: Partial<KubernetesAccessProps>): KubernetesAccess =>
  new KubernetesAccess({ ...DELEGATE, ...(props.plan === undefined ? { connections: [jenkins] } : {}), ...props });
const heads = (of: KubernetesAccess): string[] =>
  of.manifests().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`);
const named = (of: KubernetesAccess, name: string): KubernetesManifest & { readonly spec: Record<string, unknown> } =>
  of.manifests().find(({ metadata, kind }) => metadata.name === name && kind !== 'RoleBinding') as never;
const rulesOf = (of: KubernetesAccess, name = 'my-delegate-egress'): unknown => named(of, name).spec.egress;
const found = (of: KubernetesAccess): string[] => of.findings.map(({ key }) => key);
const inherit = Connection.kubernetesCluster({ inherit: true, namespaces: ['shop', 'app'] });
const recommended = (connections: Connection[]): Plan => Plan.of(connections, { profile: Profile.RECOMMENDED });

const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { protocol: 'TCP', port: 53 },
    { protocol: 'UDP', port: 53 },
  ],
};

describe('the objects of a delegate', () => {
  test('are rights, then allows, then a denial of the rest', () => {
    expect(heads(access({}))).toEqual([
      'Role harness/my-delegate-none',
      'NetworkPolicy harness/my-delegate-egress',
      'NetworkPolicy harness/my-delegate-default-deny',
    ]);
  });

  test('select the pods by the label that chart and manifests of Harness share', () => {
    const { spec } = named(access({}), 'my-delegate-egress');
    expect(spec).toMatchObject({
      podSelector: { matchLabels: { 'harness.io/name': 'my-delegate' } },
      policyTypes: ['Egress'],
    });
  });

  test('open DNS, the blocks of the list, and for a name any address where names are not matched', () => {
    expect(rulesOf(access({}))).toEqual([
      DNS,
      {
        to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '10.0.3.7/32' } }],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
  });

  test('say why they open something', () => {
    expect(named(access({}), 'my-delegate-egress').metadata.annotations).toEqual({
      'harness-delegate-access/reasons': [
        '53 to pods kube-system/k8s-app=kube-dns: cluster-dns:53',
        '53/udp to pods kube-system/k8s-app=kube-dns: cluster-dns:53/udp',
        '443 to 0.0.0.0/0: harness:google-logging/443, harness:log-streaming/443, harness:manager/443',
        '443 to 10.0.3.7/32: jenkins:443',
        '',
      ].join('\n'),
    });
  });

  test('leave image pulls to the node, with a notice', () => {
    const of = access({ policy: 'cilium-network-policy' });
    expect(of.toYaml()).not.toContain('pkg.dev');
    expect(found(of)).toContain('OpenedByNode:harness:443/us-docker.pkg.dev');
  });

  test('are the same for every order of the list', () => {
    const list = [jenkins, Connection.datadog({ site: 'datadoghq.eu' }), inherit];
    const yaml = (connections: Connection[]): string =>
      access({ policy: 'cilium-network-policy', connections }).toYaml();
    expect(yaml([...list].reverse())).toBe(yaml(list));
  });

  test('are the documents of a stream of YAML, and copies that nobody shares', () => {
    const of = access({});
    expect(parseAllDocuments(of.toYaml()).map((document) => document.toJS() as unknown)).toEqual(of.manifests());
    (of.manifests()[1] as { kind: string }).kind = 'Changed';
    expect(of.manifests()[1]!.kind).toBe('NetworkPolicy');
  });
});

describe('each kind of policy', () => {
  const list = [
    Connection.custom({ name: 'exact', to: ['vault.acme.io'], ports: [8200], reason: 'secrets' }),
    Connection.custom({ name: 'wild', to: ['*.acme.io'], ports: [443], reason: 'sites' }),
    jenkins,
  ];

  test('has names with Cilium, in rules of their own', () => {
    expect(rulesOf(access({ policy: 'cilium-network-policy', connections: list }))).toEqual([
      {
        toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'kube-dns' } }],
        toPorts: [
          {
            ports: [
              { port: '53', protocol: 'TCP' },
              { port: '53', protocol: 'UDP' },
            ],
            rules: { dns: [{ matchPattern: '*' }] },
          },
        ],
      },
      { toCIDR: ['10.0.3.7/32'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
      {
        toFQDNs: [
          { matchPattern: '*.acme.io' },
          { matchName: 'app.harness.io' },
          { matchName: 'logging.googleapis.com' },
        ],
        toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }],
      },
      { toFQDNs: [{ matchName: 'vault.acme.io' }], toPorts: [{ ports: [{ port: '8200', protocol: 'TCP' }] }] },
    ]);
  });

  test('closes the rest with Cilium by a rule that selects nothing, since an empty list is refused', () => {
    expect(rulesOf(access({ policy: 'cilium-network-policy' }), 'my-delegate-default-deny')).toEqual([{}]);
  });

  test('has forty ports in a list of Cilium', () => {
    const ports = Array.from({ length: 41 }, (_, i) => 8000 + 2 * i);
    const many = Connection.custom({ name: 'many', to: ['10.0.9.0/24'], ports, reason: 'of a test' });
    const rules = rulesOf(access({ policy: 'cilium-network-policy', connections: [many] })) as {
      readonly toCIDR?: unknown;
      readonly toPorts: readonly { readonly ports: readonly unknown[] }[];
    }[];
    expect(rules.find(({ toCIDR }) => toCIDR !== undefined)!.toPorts.map((own) => own.ports.length)).toEqual([40, 1]);
  });

  test('pairs names of GKE with a NetworkPolicy for the rest, an object for each connection', () => {
    const of = access({ policy: 'gke-fqdn-network-policy', connections: list });
    expect(heads(of)).toEqual([
      'Role harness/my-delegate-none',
      'NetworkPolicy harness/my-delegate-egress',
      'FQDNNetworkPolicy harness/my-delegate-names-exact',
      'FQDNNetworkPolicy harness/my-delegate-names-harness',
      'FQDNNetworkPolicy harness/my-delegate-names-wild',
      'NetworkPolicy harness/my-delegate-default-deny',
    ]);
    expect(rulesOf(of, 'my-delegate-names-wild')).toEqual([
      { matches: [{ pattern: '*.acme.io' }], ports: [{ protocol: 'TCP', port: 443 }] },
    ]);
    expect(rulesOf(of)).toEqual([
      DNS,
      { to: [{ ipBlock: { cidr: '10.0.3.7/32' } }], ports: [{ protocol: 'TCP', port: 443 }] },
    ]);
  });

  test('writes out a small range of ports for GKE', () => {
    const range = Connection.custom({ name: 'range', to: ['vault.acme.io'], ports: ['8000-8002'], reason: 'x' });
    expect(
      rulesOf(access({ policy: 'gke-fqdn-network-policy', connections: [range] }), 'my-delegate-names-range'),
    ).toEqual([
      { matches: [{ name: 'vault.acme.io' }], ports: [8000, 8001, 8002].map((port) => ({ protocol: 'TCP', port })) },
    ]);
  });

  test('has names as peers with EKS, and peers in every rule', () => {
    const of = access({ policy: 'eks-application-network-policy', connections: list });
    expect(rulesOf(of)).toContainEqual({
      to: [{ domainNames: ['*.acme.io', 'app.harness.io', 'logging.googleapis.com'] }],
      ports: [{ protocol: 'TCP', port: 443 }],
    });
    expect(found(of)).toContain('NameWidened:wild:443/*.acme.io');
    expect(rulesOf(of, 'my-delegate-default-deny')).toEqual([]);
  });
});

describe('lines of the cluster', () => {
  const lines = (props: Partial<KubernetesAccessProps>): string[] =>
    access(props)
      .plan.flows.filter(({ decision }) => decision.connection.startsWith('cluster-'))
      .map(({ decision, port, destination }) => `${decision.connection} ${port.text} ${destination.text}`);

  test('are DNS alone, where nothing else is needed', () => {
    expect(lines({})).toEqual([
      'cluster-dns 53 pods kube-system/k8s-app=kube-dns',
      'cluster-dns 53/udp pods kube-system/k8s-app=kube-dns',
    ]);
  });

  test('lead to NodeLocal DNSCache on GKE, and to its pods on OpenShift', () => {
    expect(lines({ cluster: KubernetesCluster.gke() })).toContain('cluster-node-dns 53/udp 169.254.20.10/32');
    expect(lines({ cluster: KubernetesCluster.gke(), policy: 'cilium-network-policy' })).toContain(
      'cluster-node-dns 53/udp host',
    );
    expect(lines({ cluster: KubernetesCluster.openshift() })).toContain('cluster-dns 5353/udp pods openshift-dns/*');
    expect(lines({ cluster: KubernetesCluster.custom({ dns: ['10.96.0.10/32'] }) })).toEqual([
      'cluster-dns 53 10.96.0.10/32',
      'cluster-dns 53/udp 10.96.0.10/32',
    ]);
  });

  test('lead to the API server where a connection inherits the cluster: by address, or by what it is', () => {
    const cluster = KubernetesCluster.eks({ apiServer: ['172.20.0.1/32', '10.0.40.7/32'] });
    expect(lines({ connections: [inherit], cluster }).filter((line) => line.includes('api-server'))).toEqual([
      'cluster-api-server 443 10.0.40.7/32',
      'cluster-api-server 443 172.20.0.1/32',
      'cluster-api-server 6443 10.0.40.7/32',
      'cluster-api-server 6443 172.20.0.1/32',
    ]);
    expect(lines({ connections: [inherit], policy: 'cilium-network-policy' })).toContain(
      'cluster-api-server 443 kube-apiserver',
    );
  });

  test.each<[string, Partial<KubernetesAccessProps>, string[]]>([
    [
      'the agent of EKS Pod Identity',
      { identity: KubernetesIdentity.eksPodIdentity() },
      ['cluster-pod-identity 80 169.254.170.23/32', 'cluster-pod-identity 80 fd00:ec2::23/128'],
    ],
    [
      'the node with Cilium',
      { identity: KubernetesIdentity.eksPodIdentity(), policy: 'cilium-network-policy' },
      ['cluster-pod-identity 80 host'],
    ],
    [
      'STS of the region',
      {
        identity: KubernetesIdentity.irsa({ roleArn: 'arn:aws-cn:iam::111111111111:role/d', region: 'cn-north-1' }),
        policy: 'cilium-network-policy',
      },
      ['cluster-sts 443 sts.cn-north-1.amazonaws.com.cn'],
    ],
    [
      'the metadata server of GKE, also on its node',
      { identity: KubernetesIdentity.gkeDirect(), cluster: KubernetesCluster.gke({ nodes: ['10.8.0.0/24'] }) },
      [
        'cluster-metadata 80 169.254.169.254/32',
        'cluster-metadata-node 988 10.8.0.0/24',
        'cluster-metadata-node 988 169.254.169.252/32',
      ],
    ],
    [
      'Entra',
      { identity: KubernetesIdentity.aks('00000000-0000-4000-8000-000000000000'), policy: 'cilium-network-policy' },
      ['cluster-entra 443 login.microsoftonline.com'],
    ],
  ])('lead to %s for the identity', (_, props, expected) => {
    expect(lines(props).filter((line) => !line.includes('dns'))).toEqual(expected);
  });

  test('are not what a list names itself', () => {
    const own = Connection.custom({ name: 'cluster-logs', to: ['10.0.9.0/24'], ports: [80], reason: 'x' });
    expect(() => access({ connections: [own] })).toThrow(
      /names that begin with `cluster-`, and `ci-pods`, are those of the lines/,
    );
  });

  test('are said to be missing for the upgrader as well', () => {
    const of = access({ scope: 'namespace', lines: { apiServer: false } });
    expect(found(of)).toContain('ClusterLineClosed:cluster-api-server');
    expect(of.findings.find(({ finding }) => finding === 'WholeNamespace')!.what).toMatch(
      /for the pods of Jobs DNS, the manager, as/,
    );
  });

  test('are found where Cilium would never match them', () => {
    const cilium = 'cilium-network-policy';
    const dns = KubernetesCluster.custom({ dns: ['10.96.0.10/32'], services: ['10.96.0.0/12'] });
    expect(() => access({ policy: cilium, cluster: dns })).toThrow(
      /`cluster-dns`: 10.96.0.10\/32 lies in 10.96.0.0\/12, the addresses of Services/,
    );
    const nodes = KubernetesCluster.custom({ nodes: ['10.0.0.0/16'] });
    expect(found(access({ policy: cilium, cluster: nodes }))).toContain('NodesNotInBlock:jenkins:443/10.0.3.7/32');
    expect(found(access({ cluster: nodes })).join()).not.toContain('NodesNotInBlock');
  });

  test('are switched off with a notice', () => {
    const of = access({ connections: [inherit], lines: { dns: false, apiServer: false } });
    expect(lines({ connections: [inherit], lines: { dns: false, apiServer: false } })).toEqual([]);
    expect(found(of)).toEqual(
      expect.arrayContaining(['ClusterLineClosed:cluster-api-server', 'ClusterLineClosed:cluster-dns']),
    );
  });
});

describe('whose pods', () => {
  test('are those of the delegate alone: the upgrader stays open, and a finding says so', () => {
    expect(found(access({}))).toEqual(expect.arrayContaining(['UpgraderNotSelected:cluster', 'CiPodsApart:cluster']));
  });

  test('are all of the namespace: the upgrader gets DNS, the manager and the API server', () => {
    const of = access({ scope: 'namespace', policy: 'cilium-network-policy' });
    expect(named(of, 'my-delegate-default-deny').spec).toEqual({ endpointSelector: {}, egress: [{}] });
    expect(named(of, 'my-delegate-upgrader-egress').spec).toMatchObject({
      endpointSelector: { matchExpressions: [{ key: 'batch.kubernetes.io/job-name', operator: 'Exists' }] },
      egress: [
        { toEndpoints: [{ matchLabels: { 'k8s-app': 'kube-dns' } }] },
        { toEntities: ['kube-apiserver'] },
        { toFQDNs: [{ matchName: 'app.harness.io' }] },
      ],
    });
    expect(rulesOf(of)).not.toContainEqual(expect.objectContaining({ toEntities: ['kube-apiserver'] }));
    expect(found(of)).toContain('WholeNamespace:cluster');
  });

  test('are those of CI steps as well, by a list of their own', () => {
    const of = access({
      policy: 'cilium-network-policy',
      ciPods: {
        namespace: 'ci',
        accountId: 'AbC_1',
        ports: [20001],
        connections: [Connection.githubRepo()],
        harness: HarnessPlatform.of({ cluster: 'eu' }),
      },
    });
    expect(named(of, 'my-delegate-ci-egress')).toMatchObject({
      metadata: { namespace: 'ci' },
      spec: { endpointSelector: { matchLabels: { accountID: 'AbC_1' } } },
    });
    expect(JSON.stringify(rulesOf(of, 'my-delegate-ci-egress'))).toMatch(
      /github\.com.*accounts\.eu\.harness\.io|accounts\.eu\.harness\.io.*github\.com/,
    );
    expect(rulesOf(of)).toContainEqual({
      toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'ci', 'accountID': 'AbC_1' } }],
      toPorts: [{ ports: [{ port: '20001', protocol: 'TCP' }] }],
    });
    expect(heads(of).slice(-2)).toEqual([
      'CiliumNetworkPolicy harness/my-delegate-default-deny',
      'CiliumNetworkPolicy ci/my-delegate-ci-default-deny',
    ]);
  });
});

describe('pods of CI steps', () => {
  const web = Connection.custom({ name: 'web', to: ['0.0.0.0/0'], ports: [80], reason: 'of a test' });
  const acknowledged = [
    { finding: 'MetadataReachable', connection: 'web', port: '80/0.0.0.0/0', reason: 'seen' },
  ] as const;
  const withCi = (ciPods: object, props: Partial<KubernetesAccessProps> = {}): KubernetesAccess =>
    access({ ...props, ciPods: { namespace: 'ci', connections: [web], ...ciPods } });

  test('have a plan, findings with acknowledgements, and a review of their own', () => {
    const { ciPods, findings } = withCi({ acknowledged });
    expect(
      ciPods!.findings.find(({ key }) => key === 'MetadataReachable:web:80/0.0.0.0/0')!.acknowledged,
    ).toBeDefined();
    expect(ciPods!.findings.map(({ key }) => key)).toContain('BroadDestination:web');
    expect(ciPods!.toReview()).toMatchObject({ where: { name: 'my-delegate-ci', namespace: 'ci' } });
    expect(ciPods!.toReview().ports.map(({ key }) => key)).toContain('web:80');
    expect(findings.map(({ key }) => key)).toContain('CiPodsSelected:cluster');
    expect(findings.map(({ key }) => key)).not.toContain('MetadataReachable:web:80/0.0.0.0/0');
  });

  test('get no rights in the cluster, and no object of the delegate', () => {
    expect(() => withCi({ connections: [inherit] })).toThrow(/pods of CI steps get none/);
    expect(() =>
      withCi(
        { namespace: 'harness', name: 'my-delegate-upgrader' },
        { scope: 'namespace', lines: { apiServer: false } },
      ),
    ).toThrow('two objects would be named NetworkPolicy harness/my-delegate-upgrader-egress');
  });
});

describe('lookups with Cilium', () => {
  const dnsRules = (of: KubernetesAccess): string =>
    JSON.stringify(
      (rulesOf(of) as { readonly toPorts?: readonly { readonly rules?: object }[] }[]).filter(({ toPorts = [] }) =>
        toPorts.some(({ rules }) => rules !== undefined),
      ),
    );

  test('pass the proxy whatever else is open on their ports', () => {
    const dns = ['10.0.0.10/32'];
    const own = { name: 'own', to: ['10.0.0.0/24'], ports: ['1-1000', '1-1000/udp'], reason: 'of a test' };
    const wide = access({
      policy: 'cilium-network-policy',
      cluster: KubernetesCluster.custom({ dns }),
      connections: [Connection.custom(own)],
    });
    expect(dnsRules(wide)).toContain('"toCIDR":["10.0.0.10/32"]');
    const pods = { pods: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } };
    const near = access({
      policy: 'cilium-network-policy',
      connections: [Connection.custom({ ...own, to: [pods], ports: [54] })],
    });
    expect(dnsRules(near)).toContain('"ports":[{"port":"53","protocol":"TCP"},{"port":"53","protocol":"UDP"}]');
  });
});

describe('rights in the cluster', () => {
  test('of several connections are one binding, and no delegate has the names of another', () => {
    const list = ['a', 'b'].map((name) => Connection.kubernetesCluster({ name, inherit: true }));
    const of = access({ connections: list, policy: 'cilium-network-policy' });
    expect(heads(of).filter((head) => head.startsWith('ClusterRoleBinding'))).toHaveLength(1);
    const names = (name: string, namespace: string): string[] =>
      heads(access({ name, namespace, plan: recommended([inherit]), policy: 'cilium-network-policy' }));
    const [one, two] = [names('delegate-prod', 'harness'), names('prod', 'harness-delegate')];
    expect(one.filter((head) => two.includes(head))).toEqual([]);
  });

  test('in the namespace of the cluster itself are a warning', () => {
    const system = Connection.kubernetesCluster({ inherit: true, namespaces: ['kube-system'] });
    expect(found(access({ plan: recommended([system]), policy: 'cilium-network-policy' }))).toContain(
      'CanRewriteOwnEgress:kubernetes-cluster',
    );
  });

  const cluster = KubernetesCluster.custom({ apiServer: ['10.96.0.1/32'] });

  test('are a Role in each namespace of the list, none in its own, and none in the whole cluster', () => {
    const of = access({ plan: recommended([inherit]), cluster });
    expect(heads(of).filter((head) => head.includes('Role'))).toEqual([
      'Role harness/my-delegate-none',
      'Role app/harness.my-delegate.deploy',
      'RoleBinding app/harness.my-delegate.deploy',
      'Role shop/harness.my-delegate.deploy',
      'RoleBinding shop/harness.my-delegate.deploy',
    ]);
    expect(of.manifests()[0]).toMatchObject({ rules: [] });
    expect(JSON.stringify(of.manifests())).not.toContain('networkpolicies');
    expect(found(of)).not.toContain('CanRewriteOwnEgress:kubernetes-cluster');
  });

  test('are cluster-admin as documented, with a warning that it may change its own egress', () => {
    const of = access({ connections: [inherit], cluster });
    expect(of.manifests().find(({ kind }) => kind === 'ClusterRoleBinding')).toMatchObject({
      metadata: { name: 'harness.my-delegate.cluster-admin' },
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'my-delegate', namespace: 'harness' }],
    });
    expect(found(of)).toContain('CanRewriteOwnEgress:kubernetes-cluster');
  });

  test('are nothing without a connection that inherits', () => {
    expect(heads(access({})).filter((head) => head.includes('Role'))).toEqual(['Role harness/my-delegate-none']);
  });

  test('are in the review, with their namespace', () => {
    const { permissions } = access({ plan: recommended([inherit]), cluster }).toReview();
    expect(permissions.map(({ name, where, resources }) => [name, where, resources])).toEqual([
      ['deploy', { namespace: 'app' }, ['namespace app']],
      ['deploy', { namespace: 'shop' }, ['namespace shop']],
    ]);
  });

  test('are granted elsewhere on a cloud', () => {
    const { permissions, elsewhere, findings } = reviewOn(recommended([inherit, jenkins]));
    expect(permissions).toEqual([]);
    expect(elsewhere!.map(({ name }) => name)).toEqual(['deploy', 'deploy']);
    expect(findings).toContain('RolesElsewhere:kubernetes-cluster');
  });
});

function reviewOn(plan: Plan): {
  permissions: readonly unknown[];
  elsewhere: readonly { name: string }[];
  findings: string[];
} {
  const onTarget = plan.on(Target.AWS_SECURITY_GROUP);
  return {
    permissions: onTarget.permissions,
    elsewhere: plan.permissions.filter((permission) => !onTarget.permissions.includes(permission)),
    findings: onTarget.findings.map(({ key }) => key),
  };
}

describe('values of the chart', () => {
  test.each<[string, KubernetesIdentity | undefined, object]>([
    ['no identity', undefined, { name: 'my-delegate', create: true }],
    [
      'EKS Pod Identity, which needs nothing there',
      KubernetesIdentity.eksPodIdentity(),
      { name: 'my-delegate', create: true },
    ],
    [
      'IRSA',
      KubernetesIdentity.irsa({ roleArn: 'arn:aws:iam::111111111111:role/d', region: 'eu-west-1' }),
      {
        name: 'my-delegate',
        create: true,
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111111111111:role/d' },
      },
    ],
    [
      'a Google service account',
      KubernetesIdentity.gkeServiceAccount('delegate@acme-prod.iam.gserviceaccount.com'),
      {
        name: 'my-delegate',
        create: true,
        annotations: { 'iam.gke.io/gcp-service-account': 'delegate@acme-prod.iam.gserviceaccount.com' },
      },
    ],
  ])('are those of %s, and a Role of ours instead of cluster-admin', (_, identity, serviceAccount) => {
    expect(access({ identity, cluster: KubernetesCluster.gke({ nodes: ['10.8.0.0/24'] }) }).helmValues()).toEqual({
      delegateName: 'my-delegate',
      serviceAccount,
      k8sPermissionsType: 'my-delegate-none',
    });
  });

  test('carry the ARN of a role and the email of an account that are known at deployment', () => {
    const stack = new Stack(new App(), 'S');
    const role = new Role(stack, 'Role', { assumedBy: new AccountRootPrincipal() });
    const irsa = access({ identity: KubernetesIdentity.irsa({ roleArn: role.roleArn, region: 'eu-west-1' }) });
    expect(stack.resolve(irsa.helmValues().serviceAccount.annotations)).toEqual({
      'eks.amazonaws.com/role-arn': { 'Fn::GetAtt': [expect.stringMatching(/^Role/), 'Arn'] },
    });
    const email = '${google_service_account.delegate.email}';
    const gke = access({ identity: KubernetesIdentity.gkeServiceAccount(email), policy: 'cilium-network-policy' });
    expect(gke.helmValues().serviceAccount.annotations).toEqual({ 'iam.gke.io/gcp-service-account': email });
  });

  test('label the pods for AKS', () => {
    const identity = KubernetesIdentity.aks('00000000-0000-4000-8000-000000000000');
    expect(access({ identity }).helmValues()).toMatchObject({
      serviceAccount: { annotations: { 'azure.workload.identity/client-id': '00000000-0000-4000-8000-000000000000' } },
      delegatePodLabels: { 'azure.workload.identity/use': 'true' },
    });
  });

  test('leave the service account to the objects, where these make it', () => {
    const identity = KubernetesIdentity.gkeServiceAccount('delegate@acme-prod.iam.gserviceaccount.com');
    const of = access({ identity, createServiceAccount: true, policy: 'cilium-network-policy' });
    expect(of.helmValues().serviceAccount).toMatchObject({ name: 'my-delegate', create: false });
    expect(of.manifests()[0]).toMatchObject({
      kind: 'ServiceAccount',
      metadata: { annotations: { 'iam.gke.io/gcp-service-account': 'delegate@acme-prod.iam.gserviceaccount.com' } },
    });
  });
});

describe('destinations of the cluster itself', () => {
  test('are pods with the port of their container', () => {
    const to = [KubernetesDestination.pods({ namespace: 'ci', labels: { tier: 'web', app: 'jenkins' } })];
    const of = access({ connections: [Connection.jenkins({ to, ports: [8080] })] });
    expect(rulesOf(of)).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ci' } },
          podSelector: { matchLabels: { app: 'jenkins', tier: 'web' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 8080 }],
    });
    expect(of.table()).toContain('pods ci/app=jenkins,tier=web');
  });

  test('are the same pods however often they are named', () => {
    const pods = { pods: { namespace: 'ci' } };
    const own = (name: string): Connection => Connection.custom({ name, to: [pods], ports: [80], reason: 'x' });
    expect(() => access({ connections: [own('one'), own('two')] })).not.toThrow();
  });

  test('are a warning as the address of a Service, and none as any address', () => {
    const cluster = KubernetesCluster.eks({ services: ['172.20.0.0/16'] });
    const at = (to: string): string[] => found(access({ cluster, connections: [Connection.jenkins({ to: [to] })] }));
    expect(at('172.20.3.4/32')).toContain('ServiceAddress:jenkins:443/172.20.3.4/32');
    expect(at('10.0.0.7/32').filter((key) => key.startsWith('ServiceAddress'))).toEqual([]);
    expect(at('0.0.0.0/0').filter((key) => key.startsWith('ServiceAddress'))).toEqual([]);
  });
});

describe('limits of a network plugin', () => {
  const ports = Array.from({ length: 20 }, (_, i) => 20_000 + 2 * i);
  const many = Connection.custom({ name: 'many', to: ['192.0.2.7/32'], ports, reason: 'of a test' });
  const ciPods = { namespace: 'ci', connections: [many] };

  test('count the ports of each pod, on the VPC CNI alone', () => {
    const of = access({ cluster: KubernetesCluster.eks(), connections: [many], ciPods });
    expect(found(of).join()).not.toContain('PortCombinations');
    expect(found(of)).toContain('StandalonePods:cluster');
    expect(
      found(access({ cluster: KubernetesCluster.eks(), policy: 'cilium-network-policy', ciPods })).join(),
    ).not.toContain('StandalonePods');
  });

  test('are found for names of EKS, whose nodes may resolve themselves', () => {
    const eks = 'eks-application-network-policy';
    expect(found(access({ policy: eks }))).toContain('DnsMayBeOnNode:cluster');
    const dns = KubernetesCluster.eks({ dns: ['172.20.0.10/32'] });
    expect(found(access({ policy: eks, cluster: dns })).join()).not.toContain('DnsMayBeOnNode');
  });
});

describe('the review', () => {
  test('has one kind of policies of pods, which add up and are no layers', () => {
    const { KUBERNETES_NETWORK_POLICY, CILIUM_NETWORK_POLICY } = Target;
    expect(() => Plan.of([jenkins]).on(KUBERNETES_NETWORK_POLICY, CILIUM_NETWORK_POLICY)).toThrow(
      /policies of the same pods add up/,
    );
    expect(() => access({ behind: [CILIUM_NETWORK_POLICY] })).toThrow(/policies of the same pods add up/);
  });

  test('says whose pods it is about, and is what it says on layers behind', () => {
    const of = access({ behind: [Target.AWS_SECURITY_GROUP], policy: 'cilium-network-policy' });
    const review = of.toReview();
    expect(review.where).toEqual({
      name: 'my-delegate',
      namespace: 'harness',
      serviceAccount: 'my-delegate',
      targets: 'pods with harness.io/name=my-delegate',
    });
    const images = review.ports.find(({ key }) => key.startsWith('harness:image-registry'))!;
    expect(images.layers!.map(({ target, judges }) => [target, judges])).toEqual([
      ['cilium-network-policy', false],
      ['aws-security-group', true],
    ]);
  });
});
