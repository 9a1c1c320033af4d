import { everyRow } from '../support/every-row';
import { severitiesIn, severitiesOf } from '../support/severities';
import {
  Connection,
  Destination,
  HarnessPlatform,
  Plan,
  Profile,
  Target,
  type Decision,
  type Finding,
  type FindingKind,
} from 'harness-delegate-access';

const EU = HarnessPlatform.of({ cluster: 'eu', googleLogging: false });
const ACKNOWLEDGED = [
  { finding: 'MissingPort', connection: 'nobody', reason: 'seen' },
  { finding: 'ChoiceAssumed', connection: 'datadog', reason: 'seen', until: '2026-01-01' },
] as const;
const { DOCUMENTED, RECOMMENDED } = Profile;
const ENDPOINT = Destination.native(
  { platform: 'aws', kind: 'prefix-list', value: 'pl-1', weight: 1 },
  { name: 'ec2' },
);

const GROUP = Destination.native({ platform: 'aws', kind: 'connectable', value: {}, weight: 1 }, { name: 'jenkins' });

/** Plans that together make every kind of finding that a plan or a target can make. */
const PLANS: readonly Plan[] = [
  Plan.of(everyRow()),
  Plan.of(everyRow(), { profile: RECOMMENDED }),
  Plan.of([Connection.awsSecretsManager(), Connection.awsEcr({ push: true }), Connection.gcpSecretManager()]),
  Plan.of([Connection.gcp({ machines: [] }), Connection.winRm({ machines: [] }), Connection.bugsnag()]),
  Plan.of([Connection.awsEc2({ machines: ['0.0.0.0/0'], ssh: true }), Connection.awsElbAlbEcs({ machines: [] })]),
  Plan.of([Connection.smtp({ to: ['192.0.2.25/32'] }), Connection.nexus({ to: ['10.0.3.8/32'], ports: [8443] })]),
  Plan.of([Connection.gcp({ gke: 'rbac' })], { profile: RECOMMENDED, harness: EU }),
  Plan.of([Connection.awsEc2({ machines: [], asg: { names: ['web'] } })], { profile: RECOMMENDED }),
  Plan.of([Connection.kubernetesCluster({ inherit: true, namespaces: ['app'] })], { profile: RECOMMENDED }),
  Plan.of([
    Connection.awsS3({
      regions: ['eu-west-9'],
      kmsKeys: ['arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
      buckets: ['artifacts'],
    }),
  ]),
  Plan.of([
    Connection.custom({
      name: 'own',
      reason: 'moves roles',
      awsStatements: [{ actions: ['iam:AttachRolePolicy'], resources: ['*'] }],
    }),
  ]),
  Plan.of(
    [
      Connection.githubRepo({ ssh: true }),
      Connection.awsCloud({ regions: ['eu-west-1'] }),
      Connection.datadog(),
      Connection.custom({ name: 'own', to: ['own.acme.io'], ports: [7999], reason: 'one of its own' }),
      Connection.prometheus({ to: ['10.0.4.0/28', '10.0.5.1/32'], ports: [9090] }),
    ],
    {
      region: 'us-east-1',
      reach: {
        proxy: { to: ['10.0.9.10/32'], ports: [3128] },
        saas: 'proxy',
        googleApis: ['10.0.9.10/32'],
        selfHosted: 'proxy',
        awsServices: { default: 'none', ec2: [ENDPOINT] },
      },
    },
  ),
  Plan.of(
    [
      Connection.awsCloud({ assumeRoles: ['arn:aws:iam::222222222222:role/Deploy'] }),
      Connection.awsCodeDeploy({ applications: ['shop'] }),
      Connection.awsElbAlbEcs({
        account: '222222222222',
        via: 'Deploy',
        regions: ['eu-west-1'],
        clusters: ['prod'],
        machines: [],
        passRoles: ['arn:aws:iam::333333333333:role/task'],
      }),
    ],
    { profile: RECOMMENDED },
  ),
  Plan.of([Connection.awsCloud({ regions: ['eu-west-1'] })], { reach: { awsServices: [ENDPOINT] } }),
  Plan.of(
    [
      Connection.githubRepo({ ssh: true }),
      Connection.custom({
        name: 'own',
        to: ['a.acme.io'],
        ports: [22],
        speaks: 'tls',
        unenforceable: 'port-only',
        reason: 'shares 22',
      }),
    ],
    { reach: { dns: ['10.0.0.53/32'] } },
  ),
  Plan.of([Connection.jenkins({ to: [GROUP] }), Connection.datadog()]),
  Plan.of([Connection.jenkins({ to: ['10.0.3.7/32'] })], {
    published: [{ for: 'jenkins', source: 'https://example.com/', date: '2026-10-01' }],
  }),
  Plan.of([Connection.datadog()], { acknowledged: ACKNOWLEDGED, asOf: '2026-11-24' }),
];

/** An endpoint exists on AWS alone. */
function targetsOf(plan: Plan): readonly Target[] {
  const isNative = plan.flows.some(({ destination }) => destination.kind === 'native');
  return isNative ? [Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL, Target.PROXY] : Target.all();
}

test('every finding of a plan or a target is as severe as its kind, or a notice where the kind says when', () => {
  const findings = PLANS.flatMap((plan) => [
    plan,
    ...targetsOf(plan).map((target) => plan.on(target)),
    plan.on(Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL),
  ]).flatMap((found) => found.findings);
  expect(severitiesOf(findings)).toEqual(severitiesIn('plan', 'target'));
});

describe('a finding of a port is a notice', () => {
  const verdicts: Readonly<Record<string, FindingKind>> = {
    alternative: 'Alternative',
    unexplained: 'UnexplainedPort',
    missing: 'MissingPort',
  };
  const severityOf = ({ findings }: Plan, { connection, port, statement }: Decision): Finding['severity'] => {
    const key = `${verdicts[statement.verdict]}:${connection}:${port.text}`;
    return findings.find((finding) => finding.key === key)!.severity;
  };

  test.each<[string, string, (decision: Decision) => boolean]>([
    ['alternative', 'is closed, or the encrypted one', ({ open, statement }) => !open || statement.encrypted === true],
    ['unexplained', 'is closed', ({ open }) => !open],
    ['missing', 'is open', ({ open }) => open],
  ])('of the verdict "%s" when the port %s, and a warning otherwise', (verdict, _, isNotice) => {
    const decided = [DOCUMENTED, RECOMMENDED]
      .map((profile) => Plan.of([...everyRow(), Connection.bugsnag({ name: 'hosted' })], { profile }))
      .flatMap((plan) => plan.decisions.map((decision) => [plan, decision] as const))
      .filter(([, { statement }]) => statement.verdict === verdict);
    const severities = decided.map(([plan, decision]) => severityOf(plan, decision));
    expect(severities).toEqual(decided.map(([, decision]) => (isNotice(decision) ? 'notice' : 'warning')));
    expect(new Set(severities).size).toBe(2);
  });
});
