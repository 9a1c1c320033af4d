import { kindOf } from '../../lib/plan';
import { everyRow } from '../support/every-row';
import {
  Connection,
  FINDING_KINDS,
  HarnessPlatform,
  Plan,
  Profile,
  Target,
  type Finding,
  type FindingKind,
  type PlanOptions,
} from 'harness-delegate-access';

/** What a list and its options can be, so that each kind that a plan or a target can make is made. */
const PLANS: readonly (readonly [Connection[], PlanOptions?])[] = [
  [everyRow()],
  [[Connection.gcp({ machines: [] }), Connection.winRm({ machines: [] }), Connection.datadog(), Connection.bugsnag()]],
  [[Connection.awsEc2({ machines: ['0.0.0.0/0'], ssh: true }), Connection.awsElbAlbEcs({ machines: [] })]],
  [[Connection.smtp({ to: ['192.0.2.25/32'] }), Connection.nexus({ to: ['10.0.3.8/32'], ports: [8443] })]],
  [
    [Connection.awsS3({ buckets: ['a-bucket'] }), Connection.gcp({ gke: 'rbac' })],
    { harness: HarnessPlatform.of({ cluster: 'eu', googleLogging: false }) },
  ],
  [
    [Connection.dynatrace(), Connection.datadog()],
    {
      acknowledged: [
        { finding: 'MissingPort', connection: 'nobody', reason: 'seen' },
        { finding: 'ChoiceAssumed', connection: 'datadog', reason: 'seen', until: '2026-01-01' },
      ],
    },
  ],
];

function findings(): Finding[] {
  const profiles = [Profile.DOCUMENTED, Profile.RECOMMENDED];
  return PLANS.flatMap(([connections, options = {}]) =>
    profiles.flatMap((profile) => {
      try {
        const plan = Plan.of(connections, { asOf: '2026-11-24', ...options, profile });
        return [plan, ...Target.all().map((target) => plan.on(target))].flatMap((found) => [...found.findings]);
      } catch {
        return [];
      }
    }),
  );
}
test('probe', () => {
  const seen = new Map<string, Set<string>>();
  findings().forEach(({ finding, severity }) => seen.set(finding, (seen.get(finding) ?? new Set()).add(severity)));
  const out = Object.entries(FINDING_KINDS).map(([k, v]) => `${k} ${(v as any).stage} ${v.severity} ${(v as any).noticeWhen ?? ''} :: ${[...(seen.get(k) ?? [])].join()}`);
  require('fs').writeFileSync('/tmp/fk.txt', out.join('\n'));
  void kindOf; void (0 as unknown as FindingKind);
});
