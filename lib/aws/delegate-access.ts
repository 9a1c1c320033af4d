import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { planOf, sortFindings, type Finding, type Plan } from '../plan';
import { planTable, reviewName, reviewOf, writeReview, type ReviewDocument } from '../review';
import { DelegateEgress, type DelegateEgressProps } from './delegate-egress';
import { DelegatePermissions, type DelegatePermissionsProps } from './delegate-permissions';
import { writeReviewAtSynth } from './review';

export interface DelegateAccessProps extends DelegateEgressProps, DelegatePermissionsProps {}

/** Everything that a Harness Delegate needs on AWS, from one list: its way out and its permissions. */
export class DelegateAccess extends Construct implements IConnectable, IGrantable {
  public readonly plan: Plan;
  public readonly egress: DelegateEgress;
  public readonly permissions: DelegatePermissions;
  public readonly connections: Connections;
  public readonly grantPrincipal: IPrincipal;
  /** The delegate's role; `undefined` when the plan has no AWS permission and nobody named one. */
  public readonly role?: IRole;

  /** @throws AccessError those of `DelegateEgress`, of `DelegatePermissions` and of the plan */
  public constructor(scope: Construct, id: string, props: DelegateAccessProps) {
    super(scope, id);
    this.plan = planOf(props);
    this.egress = new DelegateEgress(this, 'Egress', {
      review: false,
      plan: this.plan,
      vpc: props.vpc,
      securityGroup: props.securityGroup,
      quotas: props.quotas,
      groups: props.groups,
      managedPrefixLists: props.managedPrefixLists,
    });
    this.permissions = new DelegatePermissions(this, 'Permissions', {
      review: false,
      plan: this.plan,
      role: props.role,
      assumedBy: props.assumedBy,
      attachedByHand: props.attachedByHand,
      quotas: props.quotas,
      existingAttachments: props.existingAttachments,
    });
    this.connections = this.egress.connections;
    this.grantPrincipal = this.permissions.grantPrincipal;
    this.role = this.permissions.role;
    if (props.review !== false) {
      writeReviewAtSynth(this, () => this.toReview());
    }
  }

  /** Every finding, with what was acknowledged; by key. */
  public get findings(): readonly Finding[] {
    return sortFindings([...this.egress.findings, ...this.permissions.findings]);
  }

  /** The plan as a table for a terminal or a log. */
  public table(): string {
    return planTable(this.egress.onTarget, this.findings);
  }

  /** The review as plain data; after synth with what only the app shows. */
  public toReview(): ReviewDocument {
    return reviewOf(this.egress.onTarget, this.findings);
  }

  /** Writes the review into a folder, for an app that does not synthesize; gives the paths of the files. */
  public writeReview(folder: string): string[] {
    return writeReview(folder, reviewName(this.node.path), this.toReview());
  }
}
