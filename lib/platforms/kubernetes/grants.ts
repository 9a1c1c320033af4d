import type { Permission } from '../../plan';

/** Rights inside a cluster, by RBAC. */
export const kubernetesGrants = ({ cloud }: Permission): boolean => cloud === 'kubernetes';
