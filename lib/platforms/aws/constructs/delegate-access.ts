import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { podFindings } from './cluster';
import { DelegateEgress, EGRESS_PROPS, type DelegateEgressProps } from './delegate-egress';
import { DelegatePermissions, PERMISSIONS_PROPS, type DelegatePermissionsProps } from './delegate-permissions';
import type { NagAcknowledgement } from './nag';
import { TOOLKIT } from './toolkit';
import { stackDefaults } from './where';
import { DelegateConstruct, propsOfPart } from '../../../constructs/delegate-construct';
import { planOf, sortFindings, type Finding, type Plan } from '../../../plan';
import type { ReviewDocument } from '../../../review';

export interface DelegateAccessProps extends DelegateEgressProps, DelegatePermissionsProps {}

const ACCESS_PROPS: Readonly<Record<keyof DelegateAccessProps, true>> = { ...EGRESS_PROPS, ...PERMISSIONS_PROPS };

/**
 * The egress and the permissions of a Harness Delegate on AWS, from one list.
 *
 * @example
 * ```ts
 * const vpc = new ec2.Vpc(this, 'Vpc');
 * const access = new DelegateAccess(this, 'DelegateAccess', {
 *   vpc,
 *   connections: [Connection.datadog(), Connection.awsS3({ buckets: ['artifacts'] })],
 *   profile: Profile.RECOMMENDED,
 *   assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
 *     conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
 *   }),
 * });
 * const service = new ecs.FargateService(this, 'Delegate', {
 *   cluster: new ecs.Cluster(this, 'Cluster', { vpc }),
 *   taskDefinition: new ecs.FargateTaskDefinition(this, 'Task', { taskRole: access.role! }),
 *   securityGroups: [access.egress.securityGroups[0]!],
 * });
 * access.egress.attachTo(service);
 * ```
 */
export class DelegateAccess extends DelegateConstruct implements IConnectable, IGrantable {
  public readonly plan: Plan;
  public readonly egress: DelegateEgress;
  public readonly permissions: DelegatePermissions;
  public readonly connections: Connections;
  public readonly grantPrincipal: IPrincipal;
  /** The delegate's role; `undefined` when the plan has no AWS permission and no role is set. */
  public readonly role?: IRole;

  /** @throws AccessError those of `DelegateEgress`, of `DelegatePermissions` and of the plan */
  public constructor(scope: Construct, id: string, props: DelegateAccessProps) {
    super(scope, id, TOOLKIT);
    const plan = planOf(props, ACCESS_PROPS, stackDefaults(this));
    this.egress = new DelegateEgress(this, 'Egress', propsOfPart<DelegateEgressProps>(props, plan, EGRESS_PROPS));
    this.plan = this.egress.plan;
    this.permissions = new DelegatePermissions(
      this,
      'Permissions',
      propsOfPart<DelegatePermissionsProps>(props, this.plan, PERMISSIONS_PROPS),
    );
    this.connections = this.egress.connections;
    this.grantPrincipal = this.permissions.grantPrincipal;
    this.role = this.permissions.role;
    this.permissions.report(podFindings(this.role, this.egress.onTarget, props.cluster));
    this.keepReview(props);
  }

  /** Findings of cdk-nag for which the plan has a reason. */
  public get nagAcknowledgements(): readonly NagAcknowledgement[] {
    return this.permissions.nagAcknowledgements;
  }

  /**
   * Acknowledges findings of cdk-nag about wildcards and managed policies with the reasons of the plan; whatever other
   * code adds is found as before.
   */
  public acknowledgeNag(): void {
    this.permissions.acknowledgeNag();
  }

  /** Every finding, with its acknowledgement; by key. */
  public get findings(): readonly Finding[] {
    return sortFindings([...this.egress.findings, ...this.permissions.findings]);
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    const where = { ...this.permissions.toReview().where, ...this.egress.toReview().where, construct: this.node.path };
    return this.egress.reviewIn(this.findings, where);
  }
}
