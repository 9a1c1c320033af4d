import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { Construct } from 'constructs';
import { show } from '../../../base';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import { finding, planOf, recorded, type DelegatePlanProps, type Finding, type Plan } from '../../../plan';
import { elsewhereFindings, grantedBy, refuse } from '../../../platform';
import { permissionsReviewOf, type ReviewDocument, type ReviewProps, type ReviewWhere } from '../../../review';
import { gcpGrants as grants } from '../grants';
import { accountIdOf, prefixOf } from '../names';
import { VPC_RULES } from '../targets';
import { checkAll, checkName } from './checks';
import { createGrant, distinctRoles, grantIds } from './create-grants';
import { TOOLKIT } from './toolkit';
import { whereOf } from './where';

/** The Kubernetes service account of a delegate on GKE. */
export interface WorkloadIdentityProps {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Project of the cluster, whose pool is `<project>.svc.id.goog`. @default - `project` */
  readonly project?: string;
}

/** `compute-engine`: the delegate is a machine; `gke`: it is a pod. */
export type RunsOn = 'compute-engine' | 'gke';

export interface DelegatePermissionsProps extends DelegatePlanProps, ReviewProps {
  /** Project in which the roles are granted, and in which the service account is created. */
  readonly project: string;
  /** Email of an existing service account. @default - a new one is created */
  readonly serviceAccount?: string;
  /** Account id of the new service account, 6 to 30 characters. @default - from the path of the construct */
  readonly accountId?: string;
  /** Allows the delegate's Kubernetes service account to act as the Google one; needs `runsOn`. @default - none */
  readonly workloadIdentity?: WorkloadIdentityProps;
  /** Compute of the delegate; required with `workloadIdentity`. @default 'compute-engine' */
  readonly runsOn?: RunsOn;
}

const DISPLAY_NAME = 'Harness Delegate';

/**
 * Permissions of a Harness Delegate on Google Cloud: the roles that the table names at the project (DOCUMENTED), or
 * roles at the narrowest resource (RECOMMENDED), added to a service account; other members keep theirs.
 *
 * @example
 * ```ts
 * new DelegatePermissions(this, 'permissions', {
 *   project: 'acme-prod',
 *   runsOn: 'gke',
 *   workloadIdentity: { namespace: 'harness-delegate', serviceAccount: 'delegate' },
 *   connections: [Connection.gcp({ machines: [], buckets: ['artifacts'] })],
 *   profile: Profile.RECOMMENDED,
 * });
 * ```
 */
export class DelegatePermissions extends DelegateConstruct {
  public readonly plan: Plan;
  /** Email of the delegate's service account. */
  public readonly email: string;
  /** `serviceAccount:<email>`, as IAM names it. */
  public readonly member: string;
  /** Findings about permissions, with their acknowledgements. */
  public readonly findings: readonly Finding[];
  private readonly where: ReviewWhere;

  /** @throws AccessError with every problem of the props, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegatePermissionsProps) {
    super(scope, id, TOOLKIT);
    this.plan = planOf(props);
    const accountId = props.accountId ?? accountIdOf(prefixOf(this.node.path));
    checkProps(props, accountId);
    const own =
      props.serviceAccount === undefined
        ? new ServiceAccount(this, 'ServiceAccount', { project: props.project, accountId, displayName: DISPLAY_NAME })
        : undefined;
    this.email = own?.email ?? props.serviceAccount!;
    this.member = `serviceAccount:${this.email}`;
    const roles = distinctRoles(grantedBy({ grants }, this.plan));
    grantIds(roles).forEach((grantId, role) => createGrant(this, grantId, role, props.project, this.member));
    if (props.workloadIdentity !== undefined) {
      const { namespace, serviceAccount, project = props.project } = props.workloadIdentity;
      new ServiceAccountIamMember(this, 'WorkloadIdentity', {
        serviceAccountId: own?.name ?? `projects/${projectOf(this.email)}/serviceAccounts/${this.email}`,
        role: 'roles/iam.workloadIdentityUser',
        member: `serviceAccount:${project}.svc.id.goog[${namespace}/${serviceAccount}]`,
      });
    }
    const needsRbac = roles
      .filter(({ name }) => name === 'roles/container.clusterViewer')
      .map(({ reasons }) => rbacNeeded(reasons[0]!.connection, props.serviceAccount));
    const { name: target, platform, title } = VPC_RULES;
    this.findings = this.plan.log
      .with([...elsewhereFindings({ grants }, this.plan, title), ...needsRbac])
      .judged({ stages: ['plan', 'target', 'construct'], target, platform, about: 'permissions' });
    this.announce(this.findings);
    this.where = whereOf(this, { project: props.project });
    this.keepReview(props);
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return permissionsReviewOf(this.plan, VPC_RULES, grantedBy({ grants }, this.plan), {
      findings: this.findings,
      where: this.where,
    });
  }
}

function checkProps(props: DelegatePermissionsProps, accountId: string): void {
  const { project, serviceAccount, workloadIdentity } = props;
  checkAll([
    () => checkName('project', project, 'project'),
    () =>
      serviceAccount === undefined
        ? checkName('accountId', accountId, 'accountId')
        : checkName('serviceAccount', serviceAccount, 'serviceAccount'),
    () => checkEither(props),
    () => checkRunsOn(props),
    ...(workloadIdentity === undefined ? [] : workloadChecks(workloadIdentity)),
  ]);
}

function workloadChecks(workload: WorkloadIdentityProps): (() => void)[] {
  const isObject = typeof workload === 'object' && (workload as unknown) !== null;
  if (!isObject) {
    const message = `\`workloadIdentity\` must be an object with \`namespace\` and \`serviceAccount\`, got ${show(workload)}`;
    return [() => refuse({ when: true, code: 'InvalidProp', message })];
  }
  const { namespace, serviceAccount, project } = workload;
  return [
    () => checkName('kubernetes', namespace, 'workloadIdentity.namespace'),
    () => checkName('kubernetes', serviceAccount, 'workloadIdentity.serviceAccount'),
    () => (project === undefined ? undefined : checkName('project', project, 'workloadIdentity.project')),
  ];
}

/** The project in the email; with `-` Google finds it. */
function projectOf(email: string): string {
  return /^[^@]+@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? '-';
}

function checkEither({ serviceAccount, accountId }: DelegatePermissionsProps): void {
  refuse({
    when: serviceAccount !== undefined && accountId !== undefined,
    code: 'ServiceAccountAndAccountId',
    message: 'set `serviceAccount` or `accountId`, got both; `accountId` is for a new service account',
  });
}

function checkRunsOn({ workloadIdentity, runsOn }: DelegatePermissionsProps): void {
  refuse(
    {
      when: runsOn !== undefined && runsOn !== 'compute-engine' && runsOn !== 'gke',
      code: 'InvalidChoice',
      message: `\`runsOn\` must be \`compute-engine\` or \`gke\`, got ${show(runsOn)}`,
    },
    {
      when: workloadIdentity !== undefined && runsOn === 'compute-engine',
      code: 'InvalidChoice',
      message:
        '`workloadIdentity` is for a pod, so `runsOn` must be `gke`, got compute-engine; a machine acts as its own service account',
    },
    {
      when: workloadIdentity !== undefined && runsOn === undefined,
      code: 'MissingRunsOn',
      message:
        '`workloadIdentity` needs `runsOn`: `gke` for a pod, whose service account is on no machine that a firewall rule could target',
    },
  );
}

function rbacNeeded(connection: string, email: string | undefined): Finding {
  const user = email ?? 'the email of the service account';
  return finding('RbacNeeded', connection, {
    what: `manual step: bind a Role in each target namespace of the cluster to the User ${user}`,
    why: 'roles/container.clusterViewer opens the endpoint of the cluster and nothing in it',
    fix: "bind it with kubectl or in the app that owns the cluster, or choose `gke: 'developer'`",
    source: recorded('https://cloud.google.com/kubernetes-engine/docs/role-based-access-control'),
  });
}
