import { oneOf } from '../base';
import { CLOUDS } from '../catalog';
import { finding, type Finding, type Permission, type Plan } from '../plan';
import type { Platform } from './platform';

/** Permissions of a plan that a platform creates, and those to grant elsewhere. */

type Grants = Pick<Platform, 'grants'>;

/** Permissions that this platform creates; in the order of the plan. */
export function grantedBy(platform: Grants, plan: Plan): Permission[] {
  return plan.permissions.filter((permission) => platform.grants(permission));
}

/** The connections that need these permissions, each once. */
export function connectionsOf(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.flatMap(({ reasons }) => reasons.map(({ connection }) => connection)))];
}

/** One finding for each connection with permissions of another cloud. @param title of the target that cannot create them */
export function elsewhereFindings(platform: Grants, plan: Plan, title: string): Finding[] {
  const elsewhere = plan.permissions.filter((permission) => !platform.grants(permission));
  return connectionsOf(elsewhere).map((connection) => {
    const own = elsewhere.filter(({ reasons }) => reasons.some((reason) => reason.connection === connection));
    const names = [...new Set(own.map(({ name }) => name))].sort();
    const clouds = [...new Set(own.map(({ cloud }) => CLOUDS[cloud].title))];
    const where = clouds.length === 1 ? clouds[0]! : oneOf(clouds);
    return finding('RolesElsewhere', connection, {
      what: `manual step: grant ${names.join(', ')} in ${where}`,
      why: `${title} is in another cloud`,
      fix: `grant it there, or use the same list in an app for ${where}`,
    });
  });
}
