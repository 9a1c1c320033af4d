import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { TerraformStack, type ITerraformDependable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { show, throwIfAny, unknownProp } from '../../../base';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import {
  DELEGATE_PLAN_PROPS,
  finding,
  planOf,
  recorded,
  type DelegatePlanProps,
  type Finding,
  type Plan,
} from '../../../plan';
import { elsewhereFindings, grantedBy, refuse } from '../../../platform';
import { permissionsReviewOf, type ReviewDocument, type ReviewProps, type ReviewWhere } from '../../../review';
import { gcpGrants as grants } from '../grants';
import { accountIdOf } from '../names';
import { VPC_RULES } from '../targets';
import { checkAll, checkName, isExpression } from './checks';
import { createGrant, distinctRoles } from './create-grants';
import { checkDelegateName, claimName } from './delegate-names';
import { nameTokensOf } from './token-names';
import { TOOLKIT } from './toolkit';
import { permissionsWhere } from './where';

/** The Kubernetes service account of a delegate on GKE. */
export interface WorkloadIdentityProps {
  readonly namespace: string;
  readonly serviceAccount: string;
  /**
   * The cluster, when this app creates it: the pool of identities is there only once the first cluster is.
   *
   * @default - the cluster is there already
   */
  readonly cluster?: ITerraformDependable;
  /** Project of the cluster, whose pool is `<project>.svc.id.goog`. @default - `project` */
  readonly project?: string;
}

/** `compute-engine`: the delegate is a machine; `gke`: it is a pod. */
export type RunsOn = 'compute-engine' | 'gke';

export interface DelegatePermissionsProps extends DelegatePlanProps, ReviewProps {
  /**
   * Name of this delegate, 1 to 20 lower-case letters, digits and hyphens; a new service account has it as its account id,
   * and `<name>-delegate` where it has fewer than six characters.
   */
  readonly name: string;
  /** Project in which the roles are granted, and in which the service account is created. */
  readonly project: string;
  /** Email of an existing service account. @default - a new one is created */
  readonly serviceAccount?: string;
  /** Account id of the new service account, 6 to 30 characters. @default - from `name` */
  readonly accountId?: string;
  /** Allows the delegate's Kubernetes service account to act as the Google one; needs `runsOn`. @default - none */
  readonly workloadIdentity?: WorkloadIdentityProps;
  /** Compute of the delegate; required with `workloadIdentity`. @default 'compute-engine' */
  readonly runsOn?: RunsOn;
}

/** Every prop, so that another one is refused. */
export const PERMISSIONS_PROPS: Readonly<Record<keyof DelegatePermissionsProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  review: true,
  name: true,
  project: true,
  serviceAccount: true,
  accountId: true,
  workloadIdentity: true,
  runsOn: true,
};

const DISPLAY_NAME = 'Harness Delegate';

/**
 * Permissions of a Harness Delegate on Google Cloud: the roles that the table names at the project (DOCUMENTED), or
 * roles at the narrowest resource (RECOMMENDED), added to a service account; other members keep theirs.
 *
 * @example
 * ```ts
 * new DelegatePermissions(this, 'permissions', {
 *   name: 'delegate',
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
  /** @internal */
  public readonly where: ReviewWhere;

  /** @throws AccessError with every problem of the props, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegatePermissionsProps) {
    super(scope, id, TOOLKIT);
    this.plan = planOf(props, PERMISSIONS_PROPS);
    checkProps(props, this);
    const accountId = props.accountId ?? accountIdOf(props.name);
    const own =
      props.serviceAccount === undefined
        ? new ServiceAccount(this, 'ServiceAccount', { project: props.project, accountId, displayName: DISPLAY_NAME })
        : undefined;
    this.email = own?.email ?? props.serviceAccount!;
    this.member = `serviceAccount:${this.email}`;
    const granted = grantedBy({ grants }, this.plan);
    nameTokensOf(this, granted);
    const roles = distinctRoles(this, granted, props.project);
    roles.forEach((role, grantId) => createGrant(this, grantId, role, props.project, this.member));
    if (props.workloadIdentity !== undefined) {
      const { namespace, serviceAccount, project = props.project, cluster } = props.workloadIdentity;
      new ServiceAccountIamMember(this, 'WorkloadIdentity', {
        serviceAccountId: own?.name ?? `projects/${projectOf(this.email)}/serviceAccounts/${this.email}`,
        role: 'roles/iam.workloadIdentityUser',
        member: `serviceAccount:${project}.svc.id.goog[${namespace}/${serviceAccount}]`,
        dependsOn: clusterBefore(this, cluster),
      });
    }
    const needsRbac = [...roles.values()]
      .filter(({ name }) => name === 'roles/container.clusterViewer')
      .map(({ reasons }) => rbacNeeded(reasons[0]!.connection, props.serviceAccount));
    const { name: target, platform, title } = VPC_RULES;
    this.findings = this.plan.log
      .with([...elsewhereFindings({ grants }, this.plan, title), ...needsRbac])
      .judged({ stages: ['plan', 'target', 'construct'], targets: [target], platform, about: 'permissions' });
    this.announce(this.findings);
    // Last, so that a construct that was refused has no name.
    claimName(this, 'permissions', props.name, props.project);
    this.where = permissionsWhere(this, props, props.serviceAccount ?? emailOf(accountId, props.project));
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

function checkProps(props: DelegatePermissionsProps, scope: IConstruct): void {
  const { project, serviceAccount, workloadIdentity, accountId } = props;
  checkAll([
    () => checkDelegateName(props.name),
    () => checkName('project', project, 'project'),
    () => (serviceAccount === undefined ? undefined : checkName('serviceAccount', serviceAccount, 'serviceAccount')),
    () => (accountId === undefined ? undefined : checkName('accountId', accountId, 'accountId')),
    () => checkEither(props),
    () => checkRunsOn(props),
    ...(workloadIdentity === undefined ? [] : workloadChecks(workloadIdentity, scope)),
  ]);
}

function workloadChecks(workload: WorkloadIdentityProps, scope: IConstruct): (() => void)[] {
  const isObject = typeof workload === 'object' && (workload as unknown) !== null;
  if (!isObject) {
    const message = `\`workloadIdentity\` must be an object with \`namespace\` and \`serviceAccount\`, got ${show(workload)}`;
    return [() => refuse({ when: true, code: 'InvalidProp', message })];
  }
  const { namespace, serviceAccount, project, cluster, ...others } = workload;
  const known = ['namespace', 'serviceAccount', 'project', 'cluster'];
  return [
    () =>
      throwIfAny(
        Object.keys(others).map((key) =>
          unknownProp('`workloadIdentity` has no', key, known, `workloadIdentity.${key}`),
        ),
      ),
    () => checkName('kubernetes', namespace, 'workloadIdentity.namespace'),
    () => checkName('kubernetes', serviceAccount, 'workloadIdentity.serviceAccount'),
    () => (project === undefined ? undefined : checkName('project', project, 'workloadIdentity.project')),
    () => checkCluster(cluster, scope),
  ];
}

/** A resource or a module of the app. */
function isDependable(value: unknown): value is ITerraformDependable & IConstruct {
  return Construct.isConstruct(value) && typeof (value as { fqn?: unknown }).fqn === 'string';
}

function checkCluster(cluster: unknown, scope: IConstruct): void {
  refuse(
    {
      when: cluster !== undefined && !isDependable(cluster),
      code: 'InvalidProp',
      message: `\`workloadIdentity.cluster\` must be the cluster that this app creates, such as a \`ContainerCluster\`, got ${show(cluster)}; leave it out for a cluster that is there already`,
    },
    {
      when: isDependable(cluster) && cluster.node.root !== scope.node.root,
      code: 'InvalidProp',
      message: '`workloadIdentity.cluster` is part of another app; leave it out for a cluster that is there already',
    },
  );
}

/** The cluster to write first; for one of another stack that stack is deployed first. */
function clusterBefore(scope: Construct, cluster: ITerraformDependable | undefined): ITerraformDependable[] {
  if (!isDependable(cluster)) {
    return [];
  }
  const [own, theirs] = [TerraformStack.of(scope), TerraformStack.of(cluster)];
  if (own !== theirs) {
    own.addDependency(theirs);
    return [];
  }
  return [cluster];
}

/** Email of a new account; of a project that only Terraform knows, its account id. */
function emailOf(accountId: string, project: string): string {
  return isExpression(project) || isExpression(accountId)
    ? accountId
    : `${accountId}@${project.split(':').reverse().join('.')}.iam.gserviceaccount.com`;
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
