import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { Construct } from 'constructs';
import { checkName } from './checks';
import { AccessError, compareTexts, hash, withNames } from '../../../base';
import type { Permission } from '../../../plan';

/**
 * Roles as additive grants. Never a binding or a policy: those are authoritative and would remove the role, or all roles,
 * from all other members. hashicorp/terraform-provider-google:website/docs/r/google_project_iam.html.markdown@e03b7622a2
 */

/** Each role at each resource once, for all connections, by its id; in the order of the ids. */
export function distinctRoles(roles: readonly Permission[]): ReadonlyMap<string, Permission> {
  const byId = new Map(roles.map((role) => [grantId(role), role]));
  return new Map([...byId].sort(([a], [b]) => compareTexts(a, b)));
}

/**
 * Stable id of a grant: the role and the resource, by its name where it is known at deployment only, since the text of a
 * token is a counter of the process. What an id cannot hold becomes a hash.
 */
function grantId(role: Permission): string {
  const parts = [role.name.replace(/^roles\//, ''), role.level!, ...placesOf(role).map(withNames)];
  const id = parts.map((part) => part.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^_|_$/g, '')).join('-');
  const isExact = parts.every((part) => /^[A-Za-z0-9._-]+$/.test(part));
  return isExact ? id : `${id}-${hash(parts.join(' ')).toString(16)}`;
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
  const of = (key: string): string => (names[key] ?? `{${key}}`).replace('{project}', project);
  switch (grant.level) {
    case 'project':
      return new ProjectIamMember(scope, id, { project: of('project'), role, member });
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
      return new SecretManagerSecretIamMember(scope, id, {
        project: of('project'),
        secretId: of('secret'),
        role,
        member,
      });
    default:
      throw AccessError.of('UnexpectedRole', `${role} is granted on a service account by \`workloadIdentity\` only`);
  }
}
