import { Construct } from 'constructs';
import { AccessError } from '../base';
import { planOf, sortFindings, type Finding, type Plan } from '../plan';
import { planTable, reviewName, reviewOf, writeReview, type ReviewDocument } from '../review';
import { DelegateEgress, type DelegateEgressProps } from './delegate-egress';
import { DelegatePermissions, type DelegatePermissionsProps } from './delegate-permissions';
import { accountIdOf } from './names';
import { writeReviewAtSynth } from './review';

export interface DelegateAccessProps extends Omit<DelegateEgressProps, 'project'>, DelegatePermissionsProps {
  /** Project of the network and of the firewall rules, under Shared VPC. @default - `project` */
  readonly networkProject?: string;
  /**
   * Emails of the service accounts of the delegate's machines.
   *
   * @default - the delegate's own service account, when no tags are given either
   */
  readonly targetServiceAccounts?: readonly string[];
}

/** Everything that a Harness Delegate needs on Google Cloud, from one list: its way out and its permissions. */
export class DelegateAccess extends Construct {
  public readonly plan: Plan;
  public readonly egress: DelegateEgress;
  public readonly permissions: DelegatePermissions;
  /** Email of the delegate's service account. */
  public readonly email: string;

  /** @throws AccessError `FirewallCannotSeePods`, those of `DelegateEgress`, of `DelegatePermissions` and of the plan */
  public constructor(scope: Construct, id: string, props: DelegateAccessProps) {
    super(scope, id);
    this.plan = planOf(props);
    const hasTarget = [props.targetServiceAccounts, props.targetTags, props.targetSecureTags].some(
      (target) => target !== undefined,
    );
    const targets: unknown = props.targetServiceAccounts;
    const targetsOwn =
      props.serviceAccount !== undefined && Array.isArray(targets) && targets.includes(props.serviceAccount);
    if (props.runsOn === 'gke' && (!hasTarget || targetsOwn)) {
      throw AccessError.of(
        'FirewallCannotSeePods',
        "firewall rules match machines, and a pod's service account is on none; give the `targetServiceAccounts` of its node pool, or take `DelegatePermissions` alone and limit the pod with a Kubernetes NetworkPolicy",
      );
    }
    this.permissions = new DelegatePermissions(this, 'Permissions', {
      review: false,
      plan: this.plan,
      project: props.project,
      serviceAccount: props.serviceAccount,
      accountId: props.accountId ?? accountFrom(props),
      workloadIdentity: props.workloadIdentity,
      runsOn: props.runsOn,
    });
    this.email = this.permissions.email;
    this.egress = new DelegateEgress(this, 'Egress', {
      review: false,
      plan: this.plan,
      network: props.network,
      project: props.networkProject ?? props.project,
      targetServiceAccounts: hasTarget ? props.targetServiceAccounts : [this.email],
      targetTags: props.targetTags,
      targetSecureTags: props.targetSecureTags,
      firewallPolicy: props.firewallPolicy,
      prefix: props.prefix,
      priority: props.priority,
      rulesPerProject: props.rulesPerProject,
    });
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

/** The prefix names the service account too, unless one is brought. */
function accountFrom({ serviceAccount, prefix }: DelegateAccessProps): string | undefined {
  return serviceAccount !== undefined || typeof prefix !== 'string' ? undefined : accountIdOf(prefix);
}
