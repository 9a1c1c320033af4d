import type { Construct } from 'constructs';
import { checkName } from './checks';
import { DelegateEgress } from './delegate-egress';
import { DelegatePermissions, PERMISSIONS_PROPS, type DelegatePermissionsProps } from './delegate-permissions';
import { EGRESS_PROPS, type DelegateEgressProps } from './egress-props';
import { TOOLKIT } from './toolkit';
import { accessWhere } from './where';
import { DelegateConstruct, propsOfPart } from '../../../constructs/delegate-construct';
import { planOf, sortFindings, type Finding, type Plan } from '../../../plan';
import { refuse } from '../../../platform';
import type { ReviewDocument, ReviewWhere } from '../../../review';

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

const ACCESS_PROPS: Readonly<Record<keyof DelegateAccessProps, true>> = {
  ...PERMISSIONS_PROPS,
  ...EGRESS_PROPS,
  networkProject: true,
};

/**
 * The egress and the permissions of a Harness Delegate on Google Cloud, from one list.
 *
 * @example
 * ```ts
 * new GoogleProvider(this, 'google', { project: 'acme-prod' });
 * const access = new DelegateAccess(this, 'delegate', {
 *   name: 'delegate',
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

  /** @throws AccessError `FirewallCannotSeePods`, `MissingCluster`, those of `DelegateEgress`, of `DelegatePermissions` and of the plan */
  public constructor(scope: Construct, id: string, props: DelegateAccessProps) {
    super(scope, id, TOOLKIT);
    const plan = planOf(props, ACCESS_PROPS);
    checkPods(props);
    if (props.networkProject !== undefined) {
      checkName('project', props.networkProject, 'networkProject');
    }
    const permissions = propsOfPart<DelegatePermissionsProps>(props, plan, PERMISSIONS_PROPS);
    this.permissions = new DelegatePermissions(this, 'Permissions', permissions);
    this.email = this.permissions.email;
    this.egress = new DelegateEgress(this, 'Egress', {
      ...propsOfPart<DelegateEgressProps>(props, plan, EGRESS_PROPS),
      project: props.networkProject ?? props.project,
      targetServiceAccounts: hasTarget(props) ? props.targetServiceAccounts : [this.email],
    });
    this.plan = this.egress.plan;
    const parts = [this.permissions.where, this.egress.where] as const;
    this.where = accessWhere(this, parts, !hasTarget(props));
    this.keepReview(props);
  }

  /** Every finding, with its acknowledgement; by key. */
  public get findings(): readonly Finding[] {
    return sortFindings([...this.egress.findings, ...this.permissions.findings]);
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return this.egress.reviewIn(this.findings, this.where);
  }
}

function hasTarget({ targetServiceAccounts, targetTags, targetSecureTags }: DelegateAccessProps): boolean {
  return [targetServiceAccounts, targetTags, targetSecureTags].some((target) => target !== undefined);
}

/** Firewall rules match the interfaces of machines: the nodes of a cluster, with all that runs on them. */
function checkPods(props: DelegateAccessProps): void {
  const { serviceAccount, runsOn, cluster } = props;
  const targets: unknown = props.targetServiceAccounts;
  const targetsOwn = serviceAccount !== undefined && Array.isArray(targets) && targets.includes(serviceAccount);
  refuse(
    {
      when: runsOn === 'gke' && (!hasTarget(props) || targetsOwn),
      code: 'FirewallCannotSeePods',
      message:
        "firewall rules match machines, and a pod's service account is on none; set `targetServiceAccounts` to that of its node pool and `cluster` to the cluster's address blocks, or use `DelegatePermissions` alone and limit the pod with a Kubernetes NetworkPolicy",
    },
    {
      when: runsOn === 'gke' && cluster === undefined,
      code: 'MissingCluster',
      message:
        "rules that deny all other egress of the nodes cut them off from their control plane (443, 8132), the kubelets, the pods and the cluster's DNS; set `cluster: { controlPlane, nodes, pods, services }` to the cluster's address blocks, or use `DelegatePermissions` alone and limit the pod with a Kubernetes NetworkPolicy",
    },
    {
      when: runsOn !== 'gke' && cluster !== undefined,
      code: 'InvalidChoice',
      message: "`cluster` is for the nodes of a GKE cluster: set `runsOn: 'gke'` as well, or leave it out",
    },
  );
}
