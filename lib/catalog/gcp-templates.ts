import { VENDOR } from './sources';
import type { PermissionTemplate, Source } from './types';

/** Shorthand for the roles of Google Cloud. */

/** The place where a role is granted; the name of its resource is in the scope of the connection. */
export type RoleLevel = 'project' | 'bucket' | 'repository' | 'secret' | 'key' | 'service-account';

/** A role by its id; titles are not unique enough to grant by. */
export function role(
  name: string,
  title: string,
  level: RoleLevel,
  parts: Partial<PermissionTemplate> = {},
  source: Source = VENDOR.googleRoles,
): PermissionTemplate {
  return {
    cloud: 'gcp',
    kind: 'role',
    name,
    title,
    level,
    actions: [],
    resources: [],
    concerns: [],
    note: '',
    source,
    ...parts,
  };
}
