import { Role, UnknownPrincipal, type IGrantable, type IPrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import {
  DELEGATE_PLAN_PROPS,
  finding,
  planOf,
  recorded,
  type DelegatePlanProps,
  type Finding,
  type FindingLog,
  type Permission,
  type Plan,
} from '../../../plan';
import { connectionsOf, elsewhereFindings, grantedBy, refuse } from '../../../platform';
import { permissionsReviewOf, type ReviewDocument, type ReviewProps, type ReviewWhere } from '../../../review';
import { arnFindings } from '../arn-findings';
import { awsGrants as grants } from '../grants';
import type { AwsQuotas } from '../quotas';
import { SECURITY_GROUP } from '../targets';
import { writeAcknowledgements, type NagAcknowledgement } from './nag';
import { checkPrincipal, checkRole } from './role-checks';
import { RolePolicies } from './role-policies';
import { nameTokensOf } from './token-names';
import { TOOLKIT } from './toolkit';
import { trustProblems } from './trust';
import { stackDefaults, stackPlace, whereOf } from './where';

export interface DelegatePermissionsProps extends DelegatePlanProps, ReviewProps {
  /**
   * The role that the delegate runs under: the ECS *task* role (not the execution role), the role of the instance
   * profile, or the role of the service account (IRSA, Pod Identity). Set this or `assumedBy`.
   *
   * @default - a new role for `assumedBy`
   */
  readonly role?: IRole;
  /**
   * Principal that assumes the new role. For a service other than EC2, add a condition on `aws:SourceAccount`. Set this or
   * `role`.
   *
   * @default - no role is created; only when the plan has no AWS permission
   */
  readonly assumedBy?: IPrincipal;
  /**
   * Name of the new role, for roles of other accounts that trust it. A named role cannot be replaced by CloudFormation.
   *
   * @default - a name that CloudFormation makes
   */
  readonly roleName?: string;
  /**
   * Confirms the manual step for an imported `role`: attach the AWS managed policies that `PoliciesAttachedByHand` lists.
   *
   * @default false
   */
  readonly attachedByHand?: boolean;
  /** Quotas of your account. @default - those that every account has: 10 managed policies a role */
  readonly quotas?: AwsQuotas;
  /**
   * Managed policies that an imported `role` has already; those of a role of this app are counted.
   *
   * @default 0
   */
  readonly existingAttachments?: number;
}

/** Every prop, so that another one is refused. */
export const PERMISSIONS_PROPS: Readonly<Record<keyof DelegatePermissionsProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  review: true,
  role: true,
  assumedBy: true,
  roleName: true,
  attachedByHand: true,
  quotas: true,
  existingAttachments: true,
};

/** An immutable field of a role is a constant: changing it would replace the role. */
const ROLE_DESCRIPTION = 'Role of a Harness Delegate';

/**
 * Permissions of a Harness Delegate on AWS: the AWS managed policies that the table names (DOCUMENTED), or
 * customer-managed policies limited to your own resources (RECOMMENDED), one for each connection.
 *
 * @example
 * ```ts
 * new DelegatePermissions(this, 'Permissions', {
 *   role: iam.Role.fromRoleArn(this, 'TaskRole', 'arn:aws:iam::111111111111:role/delegate'),
 *   connections: [Connection.awsS3({ buckets: ['artifacts'] })],
 *   profile: Profile.RECOMMENDED,
 * });
 * ```
 */
export class DelegatePermissions extends DelegateConstruct implements IGrantable {
  public readonly plan: Plan;
  /** The delegate's role; `undefined` when the plan has no AWS permission and no role is set. */
  public readonly role?: IRole;
  public readonly grantPrincipal: IPrincipal;
  private readonly where: ReviewWhere;
  private readonly policies?: RolePolicies;
  private log: FindingLog;
  /** Permissions of the plan that AWS grants. */
  private readonly granted: readonly Permission[];

  /**
   * @throws AccessError `RoleAndAssumedBy`, `MissingPrincipal`, `InvalidPrincipal`, `InvalidRole`, `CrossAccountRole`,
   * `ImmutableRole`, `ImportedRoleManagedPolicies`, `PolicyTooLarge`, `QuotaExceeded`, `InvalidQuota`, and those of the plan
   */
  public constructor(scope: Construct, id: string, props: DelegatePermissionsProps) {
    super(scope, id, TOOLKIT);
    this.plan = planOf(props, PERMISSIONS_PROPS, stackDefaults(this));
    // What a role of another account has is for `DelegateTargetRole`.
    this.granted = grantedBy({ grants }, this.plan).filter(({ where }) => where.role === undefined);
    nameTokensOf(this, this.granted);
    this.role = this.resolveRole(props);
    this.grantPrincipal = this.role?.grantPrincipal ?? new UnknownPrincipal({ resource: this });
    const { role } = this;
    this.policies = role === undefined ? undefined : new RolePolicies(this, this.plan, role, this.granted, props);
    this.log = this.plan.log.with([
      ...elsewhereFindings({ grants }, this.plan, SECURITY_GROUP.title),
      ...trustFindings(this.role),
      ...arnFindings(this.granted, stackPlace(this)),
      ...byHandFindings(this.policies?.byHand ?? []),
    ]);
    this.announce(this.findings);
    this.node.addValidation({ validate: () => this.compareWithApp() });
    this.where = whereOf(this, { role: this.role?.roleArn });
    this.keepReview(props);
  }

  /** Findings about permissions, with their acknowledgements; after synth, those of the finished app too. */
  public get findings(): readonly Finding[] {
    const { name: target, platform } = SECURITY_GROUP;
    return this.log.judged({
      stages: ['plan', 'target', 'construct'],
      targets: [target],
      platform,
      about: 'permissions',
    });
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return permissionsReviewOf(this.plan, SECURITY_GROUP, grantedBy({ grants }, this.plan), {
      findings: this.findings,
      where: this.where,
    });
  }

  /**
   * Findings of cdk-nag about wildcards and managed policies for which the plan has a reason: for
   * `NagSuppressions.addResourceSuppressionsByPath`, or for a record.
   */
  public get nagAcknowledgements(): readonly NagAcknowledgement[] {
    return (this.policies?.forNag() ?? []).map(({ path, id, appliesTo, reason }) => ({ path, id, appliesTo, reason }));
  }

  /** Acknowledges them with the reasons of the plan; whatever other code adds is found as before. */
  public acknowledgeNag(): void {
    writeAcknowledgements(this.policies?.forNag() ?? []);
  }

  private resolveRole({ role, assumedBy, roleName }: DelegatePermissionsProps): IRole | undefined {
    refuse(
      {
        when: role !== undefined && roleName !== undefined,
        code: 'RoleAndAssumedBy',
        message: '`roleName` is for a new role, and `role` is there already; leave one of them out',
      },
      {
        when: role !== undefined && assumedBy !== undefined,
        code: 'RoleAndAssumedBy',
        message: 'set `role` or `assumedBy`, got both; `assumedBy` is for a new role',
      },
      {
        when: role === undefined && assumedBy === undefined && this.granted.length > 0,
        code: 'MissingPrincipal',
        message: `${connectionsOf(this.granted).join(', ')} need AWS permissions; set \`role\` to an existing role, or \`assumedBy\` for a new one, such as \`new iam.ServicePrincipal('ecs-tasks.amazonaws.com')\``,
      },
    );
    if (role !== undefined) {
      checkRole(this, role);
      return role;
    }
    if (assumedBy === undefined) {
      return undefined;
    }
    checkPrincipal(assumedBy);
    return new Role(this, 'Role', { roleName, assumedBy, description: ROLE_DESCRIPTION });
  }

  /** Adds findings on the role that only the whole delegate shows. @internal */
  public report(findings: readonly Finding[]): void {
    const known = new Set(this.findings.map(({ key }) => key));
    this.log = this.log.with(findings);
    this.announce(this.findings.filter(({ key }) => !known.has(key)));
  }

  /** Findings of the finished app: what the role may do that is not in the plan. */
  private compareWithApp(): string[] {
    this.report(this.policies?.unplanned() ?? []);
    return [];
  }
}

function trustFindings(role: IRole | undefined): Finding[] {
  const { unconditioned, useless } = trustProblems(role);
  const source = recorded('https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html');
  return [
    ...unconditioned.map((who) =>
      finding('UnconditionedTrust', 'role', {
        port: who,
        what: `${who} may assume the role for whoever asks it to`,
        why: 'the trust policy has no condition that tells whose request it is, or one that every value passes',
        fix: 'add conditions to the principal: `aws:SourceAccount` for a service, the subject and the audience of the token for an identity provider',
        source,
      }),
    ),
    ...useless.map((who) =>
      finding('TrustNeverWorks', 'role', {
        port: who,
        what: `${who} is trusted with another action than sts:AssumeRoleWithWebIdentity, so no token of it is taken`,
        why: 'an identity provider cannot use sts:AssumeRole',
        fix: 'use `iam.OpenIdConnectPrincipal` or `iam.WebIdentityPrincipal`, or set the action of `iam.FederatedPrincipal`',
      }),
    ),
  ];
}

function byHandFindings(arns: readonly string[]): Finding[] {
  return arns.length === 0
    ? []
    : [
        finding('PoliciesAttachedByHand', 'role', {
          what: `manual step: attach ${arns.join(', ')} (the partition may differ)`,
          why: 'an app cannot attach AWS managed policies to an imported role',
          fix: 'attach them, and check again after every upgrade of this library',
        }),
      ];
}
