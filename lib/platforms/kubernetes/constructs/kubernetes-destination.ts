import { Destination, type Pods } from '../../../network';

/** Destinations that exist only inside a cluster. */
export class KubernetesDestination {
  /**
   * Pods of a namespace, by their labels; the port is that of their container, not of a Service. A file writes the same as
   * `{ pods: { namespace: ci, labels: { app: jenkins } } }`.
   *
   * @throws AccessError `InvalidPods`
   *
   * @example
   * ```ts
   * Connection.jenkins({ to: [KubernetesDestination.pods({ namespace: 'ci', labels: { app: 'jenkins' } })], ports: [8080] });
   * ```
   */
  public static pods(pods: Pods): Destination {
    return Destination.parse({ pods });
  }
}
