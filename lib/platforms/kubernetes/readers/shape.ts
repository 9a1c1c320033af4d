/** Kinds with the shape of NetworkPolicy. */

/** Differences of a kind from NetworkPolicy. */
export interface Shape {
  readonly target: string;
  /** Peers may have `domainNames`. */
  readonly hasNames: boolean;
  /** The API server fills `policyTypes` in. */
  readonly hasDefaults: boolean;
}

/** A place in a policy, with what its peers depend on. */
export interface Within {
  readonly where: string;
  readonly namespace: string | undefined;
  readonly shape: Shape;
}
