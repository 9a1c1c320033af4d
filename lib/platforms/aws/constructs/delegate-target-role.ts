import { Stack, Stage, Token } from 'aws-cdk-lib';
import { ArnPrincipal, Role, type IGrantable, type IPrincipal, type IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RolePolicies } from './role-policies';
import { nameTokensOf } from './token-names';
import { TOOLKIT } from './toolkit';
import { stackDefaults, stackPlace, whereOf } from './where';
import { AccessError, show } from '../../../base';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import {
  DELEGATE_PLAN_PROPS,
  planOf,
  type DelegatePlanProps,
  type Finding,
  type FindingLog,
  type Permission,
  type Plan,
  type PlannedTarget,
} from '../../../plan';
import { grantedBy } from '../../../platform';
import { permissionsReviewOf, type ReviewDocument, type ReviewProps, type ReviewWhere } from '../../../review';
import { arnFindings } from '../arn-findings';
import { awsGrants as grants } from '../grants';
import type { AwsQuotas } from '../quotas';
import { SECURITY_GROUP } from '../targets';
import { writeAcknowledgements, type NagAcknowledgement } from './nag';

export interface DelegateTargetRoleProps extends DelegatePlanProps, ReviewProps {
  /**
   * The role of the delegate, in its own account, which this role trusts: one of this app with a name of its own
   * (`roleName` of `DelegateAccess`), or an ARN. It must be there first: IAM trusts no role that does not exist.
   */
  readonly delegateRole: IRole | string;
  /** Name of the role, as `via` of the connections has it. @default - the only one that the list has in this account */
  readonly roleName?: string;
  /** Quotas of the account. @default - those that every account has: 10 managed policies a role */
  readonly quotas?: AwsQuotas;
}

const KNOWN: Readonly<Record<keyof DelegateTargetRoleProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  review: true,
  delegateRole: true,
  roleName: true,
  quotas: true,
};

/** An immutable field of a role is a constant: changing it would replace the role. */
const ROLE_DESCRIPTION = 'Role that a Harness Delegate of another account assumes';
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/**
 * The half of another account: the role that the delegate assumes there, with the permissions of the connections that
 * name it in `account` and `via`, and a trust on the delegate's role with the external id.
 *
 * In a stack of that account, from the same list as the delegate's own.
 *
 * @example
 * ```ts
 * new DelegateTargetRole(this, 'Target', {
 *   connections: [Connection.awsS3({ buckets: ['artifacts'], account: '222222222222', via: 'HarnessDeploy' })],
 *   profile: Profile.RECOMMENDED,
 *   delegateRole: 'arn:aws:iam::111111111111:role/harness-delegate',
 *   roleName: 'HarnessDeploy',
 * });
 * ```
 */
export class DelegateTargetRole extends DelegateConstruct implements IGrantable {
  public readonly plan: Plan;
  public readonly role: IRole;
  public readonly grantPrincipal: IPrincipal;
  private readonly granted: readonly Permission[];
  private readonly policies: RolePolicies;
  private readonly where: ReviewWhere;
  private log: FindingLog;

  /**
   * @throws AccessError `UnknownTargetRole`, `AmbiguousRole`, `InvalidRole`, `PolicyTooLarge`, `QuotaExceeded`, and those
   * of the plan
   */
  public constructor(scope: Construct, id: string, props: DelegateTargetRoleProps) {
    super(scope, id, TOOLKIT);
    this.plan = planOf(props, KNOWN, stackDefaults(this));
    const target = targetOf(this.plan.targets, props.roleName, stackPlace(this).account);
    const { account, role } = target;
    this.granted = grantedBy({ grants }, this.plan).filter(
      ({ where }) => where.role === role && where.account === account,
    );
    nameTokensOf(this, this.granted);
    checkNamed(this, props.delegateRole);
    this.role = this.createRole(target, arnOf(props.delegateRole));
    this.grantPrincipal = this.role.grantPrincipal;
    this.policies = new RolePolicies(this, this.plan, this.role, this.granted, props);
    this.log = this.plan.log.with(arnFindings(this.granted, stackPlace(this)));
    this.announce(this.findings);
    this.node.addValidation({ validate: () => this.compareWithApp() });
    this.where = whereOf(this, { role: this.role.roleArn });
    this.deployAfter(props.delegateRole);
    this.keepReview(props);
  }

  /** Findings about permissions, with their acknowledgements; after synth, those of the finished app too. */
  public get findings(): readonly Finding[] {
    const { name, platform } = SECURITY_GROUP;
    // Acknowledgements of a construct may be for the delegate's own half.
    return this.log.judged({ stages: ['plan'], targets: [name], platform, about: 'permissions' });
  }

  /** Findings of cdk-nag about wildcards and managed policies for which the plan has a reason. */
  public get nagAcknowledgements(): readonly NagAcknowledgement[] {
    return this.policies.forNag().map(({ path, id, appliesTo, reason }) => ({ path, id, appliesTo, reason }));
  }

  /** Acknowledges them with the reasons of the plan; whatever other code adds is found as before. */
  public acknowledgeNag(): void {
    writeAcknowledgements(this.policies.forNag());
  }

  /** The review of this role alone; that of the delegate has the permissions of every role. */
  public toReview(): ReviewDocument {
    return permissionsReviewOf(this.plan, SECURITY_GROUP, this.granted, { findings: this.findings, where: this.where });
  }

  private createRole({ role, externalId }: PlannedTarget, delegate: string): IRole {
    const conditions = externalId === undefined ? {} : { StringEquals: { 'sts:ExternalId': externalId } };
    const slash = role.lastIndexOf('/') + 1;
    return new Role(this, 'Role', {
      roleName: role.slice(slash),
      ...(slash === 0 ? {} : { path: `/${role.slice(0, slash)}` }),
      description: ROLE_DESCRIPTION,
      assumedBy: new ArnPrincipal(delegate).withConditions(conditions),
    });
  }

  /** IAM refuses a trust on a role that is not there yet. */
  private deployAfter(delegate: IRole | string): void {
    if (typeof delegate !== 'string' && Role.isRole(delegate) && Stage.of(delegate) === Stage.of(this)) {
      const [own, theirs] = [Stack.of(this), Stack.of(delegate)];
      if (own !== theirs) {
        const why = 'the role of the delegate must exist before another one trusts it';
        // The older name prints that it is deprecated; the newer one is not in every release that this library takes.
        const newer = (own as { addStackDependency?: Stack['addDependency'] }).addStackDependency;
        (newer ?? own.addDependency).call(own, theirs, why);
      }
    }
  }

  private compareWithApp(): string[] {
    const known = new Set(this.findings.map(({ key }) => key));
    this.log = this.log.with(this.policies.unplanned());
    this.announce(this.findings.filter(({ key }) => !known.has(key)));
    return [];
  }
}

/** The role of a list in this account: the one of this name, or the only one. */
function targetOf(
  targets: readonly PlannedTarget[],
  name: string | undefined,
  account: string | undefined,
): PlannedTarget {
  const found = targets.filter(
    (target) => (name === undefined || target.role === name) && (account === undefined || target.account === account),
  );
  const [target, ...others] = found;
  const listed = (some: readonly PlannedTarget[]): string =>
    some.length === 0 ? 'none' : some.map((one) => `${one.role} in ${one.account}`).join(', ');
  if (target === undefined) {
    throw AccessError.of(
      'UnknownTargetRole',
      `no connection of the list works through ${name === undefined ? 'a role' : `the role ${show(name)}`} in ${account === undefined ? 'another account' : `the account ${account}`} of this stack; the list has ${listed(targets)}; set \`account\` and \`via\` of its connections`,
    );
  }
  if (others.length > 0) {
    throw AccessError.of(
      'AmbiguousRole',
      `the list has ${listed(found)}; set ${account === undefined ? '`env.account` of the stack' : '`roleName`'} to choose one`,
    );
  }
  return target;
}

/** A role of another account is known by its name alone. @throws AccessError `InvalidRole` */
function checkNamed(scope: Construct, role: IRole | string): void {
  if (!Construct.isConstruct(role)) {
    return;
  }
  try {
    Stack.of(scope).resolve((role as IRole).roleArn);
  } catch {
    throw AccessError.of(
      'InvalidRole',
      '`delegateRole` is a role of another account without a name, which no template of this account can refer to; set `roleName` of `DelegateAccess`, or set `delegateRole` to its ARN',
    );
  }
}

function arnOf(role: unknown): string {
  const arn = typeof role === 'string' ? role : (role as Partial<IRole> | undefined)?.roleArn;
  const isFine = typeof arn === 'string' && (Token.isUnresolved(arn) || ROLE_ARN.test(arn));
  if (!isFine || (typeof role !== 'string' && !Construct.isConstruct(role))) {
    throw AccessError.of(
      'InvalidRole',
      `\`delegateRole\` must be the role of the delegate or its ARN, such as arn:aws:iam::111111111111:role/harness-delegate, got ${show(role)}`,
    );
  }
  return arn;
}
