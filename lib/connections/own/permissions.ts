import type { GoogleGrant } from './google-grant';
import { isOneResource } from './iam-names';
import { namedGrant } from './named-grants';
import type { AwsStatement } from './statement';
import { CLOUDS, type Cloud, type Conditions, type PermissionKind, type Source } from '../../catalog';
import { matchingActions, type IamAction } from '../../catalog/iam-actions';
import type { WideScope } from '../definition';

/** Permissions that a user writes for a connection outside the table. */

export interface OwnPermission {
  readonly cloud: Cloud;
  readonly kind: PermissionKind;
  readonly name: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  readonly level?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly where: Readonly<Record<string, string>>;
  readonly note: string;
  /** Of a grant that has a name; none for the user's own words. */
  readonly source?: Source;
}

export function ownStatements(statements: readonly AwsStatement[], reason: string): OwnPermission[] {
  return statements.flatMap(({ grant, actions = [], resources, conditions, sid, reason: own }): OwnPermission[] => {
    const common = {
      cloud: 'aws' as const,
      kind: 'statement' as const,
      ...(conditions === undefined ? {} : { conditions }),
      where: CLOUDS.aws.place,
    };
    if (grant === undefined) {
      const name = sid ?? sidOf(actions[0]!);
      return [{ ...common, name, actions: sorted(actions), resources: sorted(resources ?? []), note: own ?? reason }];
    }
    const { statements: parts, resources: usual = [], note, source } = namedGrant(grant);
    return parts.map((part) => ({
      ...common,
      name: sid ?? part.sid,
      actions: part.actions,
      resources: part.resources ?? resources ?? usual,
      note: own ?? note,
      source,
    }));
  });
}

/** `sqs:SendMessage` is SqsSendMessage, `s3:Get*` is S3Get. */
function sidOf(action: string): string {
  return action
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

export function ownRoles(grants: readonly GoogleGrant[], reason: string): OwnPermission[] {
  return grants.map(({ role, project, bucket, secret, repository, location, reason: own }) => {
    const [level, place] =
      bucket !== undefined
        ? ['bucket', { bucket }]
        : secret !== undefined
          ? ['secret', { secret }]
          : repository !== undefined
            ? ['repository', { location: location!, repository }]
            : ['project', {}];
    const names = { ...(project === undefined ? {} : { project }), ...place };
    return {
      cloud: 'gcp',
      kind: 'role',
      name: role,
      actions: [],
      resources: [[level, ...Object.values(names)].join(' ')],
      level,
      names,
      where: { project: project ?? '{project}' },
      note: own ?? reason,
    };
  });
}

/** https://cloud.google.com/iam/docs/roles-overview#basic */
const BASIC_ROLES = ['roles/owner', 'roles/editor', 'roles/viewer', 'roles/admin', 'roles/writer', 'roles/reader'];

/** Actions that change the rules of a security group, or the groups of an interface. */
const EGRESS_ACTIONS = [
  'ec2:AuthorizeSecurityGroupEgress',
  'ec2:ModifyInstanceAttribute',
  'ec2:ModifyNetworkInterfaceAttribute',
  'ec2:ModifySecurityGroupRules',
];

/** Actions with which a role gives itself, or something that it can use, more than it has. */
const ESCALATIONS = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:DeleteRolePermissionsBoundary',
  'iam:PutGroupPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
];

/** Findings of permissions that no documentation requires. */
export function broadPermissions(permissions: readonly OwnPermission[]): WideScope[] {
  return permissions.flatMap((permission) =>
    permission.kind === 'role' ? broadRole(permission) : broadStatement(permission),
  );
}

function broadRole({ name }: OwnPermission): WideScope[] {
  return BASIC_ROLES.includes(name)
    ? [
        {
          finding: 'BroadPermission',
          port: name,
          what: `${name} is a basic role: thousands of permissions in every service`,
          why: 'the list names it',
          fix: 'name the predefined role of the service, on the one resource that the delegate uses',
        },
      ]
    : [];
}

function broadStatement({ name, actions, resources }: OwnPermission): WideScope[] {
  const matched = actions.flatMap(matchingActions);
  const among = (list: readonly string[]): string =>
    matched.flatMap((action) => (list.includes(action.name) ? [action.name] : [])).join(', ');
  const isAnywhere = resources.some((resource) => !isOneResource(resource));
  const [passes, rewrites, raises] = [isAnywhere ? ['iam:PassRole'] : [], EGRESS_ACTIONS, ESCALATIONS].map(among);
  const found = (finding: WideScope['finding'], what: string, fix: string): WideScope => ({
    ...{ finding, port: name, what, why: 'the list allows it', fix },
  });
  const broad = broadParts(actions, matched, resources);
  return [
    ...(broad.length === 0 ? [] : [found('BroadPermission', broad.join('; '), NARROW)]),
    ...(passes === '' ? [] : [found('PassRoleOnAnyRole', `${passes} on roles that are not named`, NAME_ROLES)]),
    ...(rewrites === ''
      ? []
      : [found('CanRewriteOwnEgress', `${rewrites} changes the egress of the delegate itself`, BOUND)]),
    ...(raises === ''
      ? []
      : [found('CanRaiseItself', `${raises} can give the delegate more than this list says`, BOUND)]),
  ];
}

const NARROW = 'name the actions that the delegate uses, on the ARNs that it uses';
const NAME_ROLES = 'set `resources` to the ARNs of the roles';
const BOUND = 'leave it out, or limit the role with a permissions boundary';

function broadParts(actions: readonly string[], matched: readonly IamAction[], resources: readonly string[]): string[] {
  const wild = actions.filter((action) => /[*?]/.test(action));
  const limitable = matched.filter(({ takesResource }) => takesResource).map((action) => action.name);
  return [
    ...(wild.length === 0
      ? []
      : [`${wild.join(', ')} means ${matched.length} actions, and every new one of that name`]),
    ...(resources.includes('*') && limitable.length > 0 ? [`${shortList(limitable)} on every resource`] : []),
  ];
}

function shortList(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}
