import type { Construct } from 'constructs';
import { AccessError } from '../../../base';
import { DelegateConstruct, propsOfPart } from '../../../constructs/delegate-construct';
import { planOf, sortFindings, type Finding, type Plan } from '../../../plan';
import { reviewOf, type ReviewDocument, type ReviewWhere } from '../../../review';
import { accountIdOf } from '../names';
import { DelegateEgress } from './delegate-egress';
import { DelegatePermissions, type DelegatePermissionsProps } from './delegate-permissions';
import type { DelegateEgressProps } from './egress-props';
import { TOOLKIT } from './toolkit';
import { whereOf } from './where';

export interface DelegateAccessProps extends Omit<DelegateEgressProps, 'project'>, DelegatePermissionsProps {
  /** Project of the network and of the firewall rules, under Shared VPC. @default - `project` */
  readonly networkProject?: string;
  /**
   * Emails of the service accounts of the delegate's machines.
   *
   * @default - the delegate's own service account, when no tags are set either
   */
  readonly targetServiceAccounts?: readonly string[];
}

/**
 * The egress and the permissions of a Harness Delegate on Google Cloud, from one list.
 *
 * @example
 * ```ts
 * new GoogleProvider(this, 'google', { project: 'acme-prod' });
 * const access = new DelegateAccess(this, 'delegate', {
 *   project: 'acme-prod',
 *   network: 'prod',
 *   connections: [Connection.datadog(), Connection.gcp({ machines: [], gke: 'rbac' })],
 *   profile: Profile.RECOMMENDED,
 *   firewallPolicy: 'new',
 * });
 * new TerraformOutput(this, 'service-account', { value: access.email });
 * ```
 */
export class DelegateAccess extends DelegateConstruct {
  public readonly plan: Plan;
  public readonly egress: DelegateEgress;
  public readonly permissions: DelegatePermissions;
  /** Email of the delegate's service account. */
  public readonly email: string;
  private readonly where: ReviewWhere;

  /** @throws AccessError `FirewallCannotSeePods`, those of `DelegateEgress`, of `DelegatePermissions` and of the plan */
  public constructor(scope: Construct, id: string, props: DelegateAccessProps) {
    super(scope, id, TOOLKIT);
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
        "firewall rules match machines, and a pod's service account is on none; set `targetServiceAccounts` to that of its node pool, or use `DelegatePermissions` alone and limit the pod with a Kubernetes NetworkPolicy",
      );
    }
    const part = propsOfPart(props, this.plan);
    this.permissions = new DelegatePermissions(this, 'Permissions', {
      ...part,
      accountId: props.accountId ?? accountFrom(props),
    });
    this.email = this.permissions.email;
    this.egress = new DelegateEgress(this, 'Egress', {
      ...part,
      project: props.networkProject ?? props.project,
      targetServiceAccounts: hasTarget ? props.targetServiceAccounts : [this.email],
    });
    this.where = whereOf(this, props);
    this.keepReview(props);
  }

  /** Every finding, with its acknowledgement; by key. */
  public get findings(): readonly Finding[] {
    return sortFindings([...this.egress.findings, ...this.permissions.findings]);
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return reviewOf(this.egress.onTarget, { findings: this.findings, where: this.where });
  }
}

/** Names the service account by the prefix too, unless an existing one is set. */
function accountFrom({ serviceAccount, prefix }: DelegateAccessProps): string | undefined {
  return serviceAccount !== undefined || typeof prefix !== 'string' ? undefined : accountIdOf(prefix);
}
