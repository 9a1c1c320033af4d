import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { Construct } from 'constructs';
import { checkName, isExpression } from './checks';
import { AccessError, compareTexts } from '../../../base';
import type { Permission } from '../../../plan';

/**
 * Roles as additive grants. Never a binding or a policy: those are authoritative and would remove the role, or all roles,
 * from all other members. hashicorp/terraform-provider-google:website/docs/r/google_project_iam.html.markdown@e03b7622a2
 */

/** Each role at each resource once, for all connections; in the order of the plan. */
export function distinctRoles(roles: readonly Permission[]): Permission[] {
  return [...new Map(roles.map((role) => [contentOf(role), role])).values()];
}

/**
 * Stable ids of the grants: the role and the resource. The text of a token is a counter of the process, so a resource
 * that is known at deployment only is named by its place among those of its role.
 */
export function grantIds(roles: readonly Permission[]): Map<Permission, string> {
  const unknown = new Map<string, number>();
  return new Map(
    roles.map((role) => {
      const where = placesOf(role).map((place) => {
        if (!isExpression(place)) {
          return place;
        }
        const count = (unknown.get(role.name) ?? 0) + 1;
        unknown.set(role.name, count);
        return `at-deployment-${count}`;
      });
      const parts = [role.name.replace(/^roles\//, ''), role.level!, ...where];
      return [role, parts.map((part) => part.replace(/[^A-Za-z0-9._-]+/g, '_')).join('-')];
    }),
  );
}

function contentOf(role: Permission): string {
  return [role.name, role.level, ...placesOf(role)].join(' ');
}

function placesOf({ names = {} }: Permission): string[] {
  return Object.entries(names)
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([, value]) => value);
}

export function createGrant(
  scope: Construct,
  id: string,
  grant: Permission,
  project: string,
  member: string,
): Construct {
  checkName('member', member, 'member');
  const { name: role, names = {} } = grant;
  const of = (key: string): string => names[key]!.replace('{project}', project);
  switch (grant.level) {
    case 'project':
      return new ProjectIamMember(scope, id, { project, role, member });
    case 'bucket':
      return new StorageBucketIamMember(scope, id, { bucket: of('bucket'), role, member });
    case 'repository':
      return new ArtifactRegistryRepositoryIamMember(scope, id, {
        project: of('project'),
        location: of('location'),
        repository: of('repository'),
        role,
        member,
      });
    case 'secret':
      return new SecretManagerSecretIamMember(scope, id, { project, secretId: of('secret'), role, member });
    default:
      throw AccessError.of('UnexpectedRole', `${role} is granted on a service account by \`workloadIdentity\` only`);
  }
}
