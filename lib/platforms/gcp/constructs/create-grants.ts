import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { Construct, IConstruct } from 'constructs';
import { checkName } from './checks';
import { nameOrNothing } from './token-names';
import { AccessError, compareTexts, hash, isTokenText, withNames } from '../../../base';
import type { Permission } from '../../../plan';

/**
 * Roles as additive grants. Never a binding or a policy: those are authoritative and would remove the role, or all roles,
 * from all other members. hashicorp/terraform-provider-google:website/docs/r/google_project_iam.html.markdown@e03b7622a2
 */

/**
 * Each role at each resource once, for all connections, by its id; in the order of the ids. A role in the project of the
 * delegate is the same with and without its name.
 *
 * @throws AccessError `ConflictingName` when two resources have one name
 */
export function distinctRoles(
  scope: IConstruct,
  roles: readonly Permission[],
  project: string,
): ReadonlyMap<string, Permission> {
  const byId = new Map<string, Permission>();
  for (const role of roles.map((one) => inOwnProject(one, project))) {
    const id = grantId(role);
    const known = byId.get(id);
    if (known !== undefined && sameText(scope, known) !== sameText(scope, role)) {
      throw AccessError.of(
        'ConflictingName',
        `two resources of ${role.name} have one name, ${placesOf(role).map(withNames).join(' ')}, and one of them would get no role; give each its own name with \`DeployTime.named\``,
      );
    }
    byId.set(id, known ?? role);
  }
  return new Map([...byId].sort(([a], [b]) => compareTexts(a, b)));
}

function inOwnProject(role: Permission, project: string): Permission {
  const { project: own, ...names } = role.names ?? {};
  return own === project && role.level !== 'repository' && role.level !== 'key' ? { ...role, names } : role;
}

/** The resources of a role, whatever the user calls them: references by what they refer to. */
function sameText(scope: IConstruct, role: Permission): string {
  return placesOf(role)
    .map((place) => (isTokenText(place) ? nameOrNothing(scope, place) || place : place))
    .join(' ');
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
    case 'key':
      return new KmsCryptoKeyIamMember(scope, id, {
        cryptoKeyId: `projects/${of('project')}/locations/${of('location')}/keyRings/${of('keyRing')}/cryptoKeys/${of('key')}`,
        role,
        member,
      });
    default:
      throw AccessError.of('UnexpectedRole', `${role} is granted on a service account by \`workloadIdentity\` only`);
  }
}
