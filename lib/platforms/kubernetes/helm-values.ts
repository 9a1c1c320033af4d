import type { Settled } from './access-props';
import { ownRoleName } from './rbac';

/** Values for Harness's chart `harness-delegate-ng`. https://github.com/harness/delegate-helm-chart */

/** The values that identity and rights need; those of your own go beside them. */
export interface HelmValues {
  readonly delegateName: string;
  readonly serviceAccount: {
    readonly name: string;
    readonly create: boolean;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly delegatePodLabels?: Readonly<Record<string, string>>;
  /** A Role of the release's namespace, which the chart binds; its default is cluster-admin. */
  readonly k8sPermissionsType: string;
}

export function helmValuesOf({ name, serviceAccount, createServiceAccount, identity }: Settled): HelmValues {
  const { annotations, podLabels } = identity;
  return {
    delegateName: name,
    serviceAccount: {
      name: serviceAccount,
      create: !createServiceAccount,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(Object.keys(podLabels).length === 0 ? {} : { delegatePodLabels: podLabels }),
    k8sPermissionsType: ownRoleName({ name }),
  };
}
