import { AccessError, isExpressionText, isTokenText, show } from '../../base';
import { partitionOf } from '../../plan';

/** Means by which the pods of a delegate get cloud permissions. */
export type IdentityType = 'none' | 'eks-pod-identity' | 'irsa' | 'gke-service-account' | 'gke-direct' | 'aks';

export interface IrsaOptions {
  /** ARN of the role, such as `permissions.role.roleArn`; a token of a CDK is fine. */
  readonly roleArn: string;
  /** Region of the cluster, whose STS the SDKs ask; a literal, since the host name follows from it. */
  readonly region: string;
}

interface Parts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly host?: string;
}

const ROLE = /^arn:[a-z0-9-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Of accounts of a project, and of the default ones. https://cloud.google.com/iam/docs/service-account-types */
const EMAIL = /^[a-z0-9][-a-z0-9]{4,62}@([a-z][-a-z0-9.:]*\.iam|developer|appspot)\.gserviceaccount\.com$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Cloud identity of the pods of a delegate: what belongs on their service account, and the traffic that it needs. */
export class KubernetesIdentity {
  /** None: the delegate has credentials of its own, or needs no cloud. */
  public static none(): KubernetesIdentity {
    return new KubernetesIdentity('none', {});
  }

  /**
   * EKS Pod Identity: nothing on the service account; an association in EKS names it.
   * https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
   */
  public static eksPodIdentity(): KubernetesIdentity {
    return new KubernetesIdentity('eks-pod-identity', {});
  }

  /**
   * IAM roles for service accounts of EKS. https://github.com/aws/amazon-eks-pod-identity-webhook
   *
   * @throws AccessError `InvalidIdentity`
   */
  public static irsa(options: IrsaOptions): KubernetesIdentity {
    const { roleArn, region }: Partial<IrsaOptions> = options ?? {};
    check(isKnownLater(roleArn) || ROLE.test(roleArn), '`roleArn`', 'the ARN of a role', roleArn);
    check(
      typeof region === 'string' && /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region),
      '`region`',
      'a literal region of AWS such as eu-central-1, since the host name of STS follows from it',
      region,
    );
    return new KubernetesIdentity('irsa', {
      annotations: { 'eks.amazonaws.com/role-arn': roleArn! },
      host: `sts.${region!}.${partitionOf(region!).dnsSuffix}`,
    });
  }

  /**
   * Workload Identity of GKE through a Google service account.
   *
   * @param email of the account, such as `permissions.email`; a token of CDKTF is fine
   * @throws AccessError `InvalidIdentity`
   */
  public static gkeServiceAccount(email: string): KubernetesIdentity {
    check(isKnownLater(email) || EMAIL.test(email), '`email`', 'the email of a Google service account', email);
    return new KubernetesIdentity('gke-service-account', {
      annotations: { 'iam.gke.io/gcp-service-account': email },
    });
  }

  /** Workload Identity Federation of GKE: roles are granted to the Kubernetes service account itself; nothing on it. */
  public static gkeDirect(): KubernetesIdentity {
    return new KubernetesIdentity('gke-direct', {});
  }

  /**
   * Workload Identity of AKS.
   *
   * @param clientId of the managed identity
   * @throws AccessError `InvalidIdentity`
   */
  public static aks(clientId: string): KubernetesIdentity {
    check(
      isKnownLater(clientId) || UUID.test(clientId),
      '`clientId`',
      'the client id of an identity, a UUID',
      clientId,
    );
    return new KubernetesIdentity('aks', {
      annotations: { 'azure.workload.identity/client-id': clientId },
      podLabels: { 'azure.workload.identity/use': 'true' },
    });
  }

  /** Annotations of the service account. */
  public readonly annotations: Readonly<Record<string, string>>;
  /** Labels of the pods. */
  public readonly podLabels: Readonly<Record<string, string>>;
  /** Host name at which tokens are exchanged, where it depends on the region. */
  public readonly host?: string;

  private constructor(
    public readonly type: IdentityType,
    { annotations = {}, podLabels = {}, host }: Parts,
  ) {
    this.annotations = annotations;
    this.podLabels = podLabels;
    this.host = host;
  }
}

function isKnownLater(value: unknown): boolean {
  return typeof value === 'string' && (isTokenText(value) || isExpressionText(value));
}

function check(isFine: boolean, prop: string, what: string, value: unknown): void {
  if (typeof value !== 'string' || !isFine) {
    throw AccessError.of('InvalidIdentity', `${prop} must be ${what}, got ${show(value)}`);
  }
}
