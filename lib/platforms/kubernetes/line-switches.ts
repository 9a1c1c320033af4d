/** Switches of the lines that pods need of their cluster. */

/** Switches of the lines; each is open where the cluster or the identity needs it. */
export interface ClusterLines {
  /** `false` closes DNS. @default true */
  readonly dns?: boolean;
  /** `true` opens the API server, `false` closes it. @default - open where a connection of the list inherits the delegate's cluster */
  readonly apiServer?: boolean;
  /** `false` closes the metadata server of GKE. @default - open with Workload Identity of GKE */
  readonly metadata?: boolean;
  /** `false` closes the agent of EKS Pod Identity. @default - open with EKS Pod Identity */
  readonly podIdentity?: boolean;
  /** `false` closes STS. @default - open with IRSA */
  readonly sts?: boolean;
  /** `false` closes Microsoft Entra. @default - open with Workload Identity of AKS */
  readonly entra?: boolean;
}

export const LINE_SWITCHES: readonly (keyof ClusterLines)[] = [
  'dns',
  'apiServer',
  'metadata',
  'podIdentity',
  'sts',
  'entra',
];
