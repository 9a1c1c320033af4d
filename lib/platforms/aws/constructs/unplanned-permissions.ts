import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { listOf, renderedProperties, textOf, type Properties } from './rendered';
import { resolvedByPath } from './token-names';
import { finding, type Finding } from '../../../plan';

/** Permissions that the delegate's role has in the final templates of the app, and that the plan does not say. */

/** Permissions of a delegate: the statements of its own policies, and the policies of AWS by path. */
export interface PlannedPolicies {
  readonly statements: readonly Properties[];
  readonly managed: readonly string[];
}

/** Types of resources that give a role permissions, and where they name it. */
const ATTACHED: Readonly<Record<string, (resource: Attached) => unknown>> = {
  'AWS::IAM::ManagedPolicy': ({ roles, _cfnProperties: raw }) => roles ?? raw?.Roles,
  'AWS::IAM::Policy': ({ roles, _cfnProperties: raw }) => roles ?? raw?.Roles,
  'AWS::IAM::RolePolicy': ({ roleName, _cfnProperties: raw }) => [roleName ?? raw?.RoleName],
};

interface Attached {
  readonly roles?: unknown;
  readonly roleName?: unknown;
  /** Properties of a resource that was written without a class of its own. */
  readonly _cfnProperties?: Properties;
}

/** One finding for each policy or statement that is not in the plan, and for what cannot be seen. */
export function unplannedPermissions(role: IRole, root: IConstruct, planned: PlannedPolicies): Finding[] {
  const resource = role.node.defaultChild;
  const own =
    CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::IAM::Role' ? resource : undefined;
  const known = new Set(planned.statements.flatMap(partsOf));
  return [
    ...(own === undefined ? [notSeen(role)] : onRole(own, planned, known)),
    ...attachedTo(role, root).flatMap((policy) => inPolicy(policy, known)),
    ...transformed(own),
  ];
}

/** Managed policies and inline policies in the role itself. */
function onRole(role: CfnResource, { managed }: PlannedPolicies, known: ReadonlySet<string>): Finding[] {
  const { path } = role.node;
  const { ManagedPolicyArns: arns, Policies: inline } = renderedProperties(role);
  const strangers = listOf(arns).filter((arn) => !managed.some((policy) => textOf(arn).includes(`:policy/${policy}`)));
  return [
    ...strangers
      .filter((arn) => !isOwnPolicy(arn))
      .map((arn) => stranger(`${path} ${nameOf(arn)}`, `${path} has the managed policy ${nameOf(arn)}`)),
    ...listOf(inline).flatMap((policy) =>
      strangersIn((policy as Properties).PolicyDocument, known).map((statement) =>
        stranger(`${path} ${actionsOf(statement)}`, `${path} allows ${describe(statement)} inline`),
      ),
    ),
  ];
}

/** A reference to a policy of the app, which is judged by its own statements. */
function isOwnPolicy(arn: unknown): boolean {
  return typeof arn === 'object' && arn !== null && ('Ref' in arn || 'Fn::GetAtt' in arn);
}

/** Policies of the app, in all stacks, that name the role. */
function attachedTo(role: IRole, root: IConstruct): CfnResource[] {
  const [name] = resolvedByPath([role.roleName], role) as unknown[];
  return root.node.findAll().filter((node): node is CfnResource => {
    const namesOf = CfnResource.isCfnResource(node) ? ATTACHED[node.cfnResourceType] : undefined;
    const names = namesOf === undefined ? [] : listOf(resolvedByPath(namesOf(node as unknown as Attached), node));
    return names.some((entry) => textOf(entry) === textOf(name));
  });
}

function inPolicy(policy: CfnResource, known: ReadonlySet<string>): Finding[] {
  const { path } = policy.node;
  return strangersIn(renderedProperties(policy).PolicyDocument, known).map((statement) =>
    stranger(`${path} ${actionsOf(statement)}`, `${path} allows ${describe(statement)}`),
  );
}

/** Statements beyond what the plan allows, in whichever policy it does: the CDK adds some of a plan's own, such as ECS Exec. */
function strangersIn(document: unknown, known: ReadonlySet<string>): Properties[] {
  return statementsOf(document).filter((statement) => partsOf(statement).some((part) => !known.has(part)));
}

/** Statements that allow something. */
function statementsOf(document: unknown): Properties[] {
  const statements = listOf((document as Properties | undefined)?.Statement) as Properties[];
  return statements.filter(({ Effect }) => Effect !== 'Deny');
}

/** Each action on each resource under its conditions, so that joined statements are compared by what they allow. */
function partsOf(statement: Properties): string[] {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (NotAction !== undefined || NotResource !== undefined) {
    return [JSON.stringify(statement)];
  }
  const condition = JSON.stringify(sortedKeys(Condition));
  return listOf(Action).flatMap((action) =>
    listOf(Resource).map((resource) => `${textOf(action).toLowerCase()} ${textOf(resource)} ${condition}`),
  );
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 1 ? sortedKeys(value[0]) : value.map(sortedKeys).sort();
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, entry]) => [key, sortedKeys(entry)]),
      )
    : value;
}

function actionsOf({ Action, NotAction }: Properties): string {
  const actions = listOf(Action ?? NotAction).map(textOf);
  return `${NotAction === undefined ? '' : 'everything but '}${actions.slice(0, 3).join(', ')}${actions.length > 3 ? ' and more' : ''}`;
}

function describe(statement: Properties): string {
  const resources = listOf(statement.Resource).map(textOf);
  const on = statement.NotResource === undefined ? resources.slice(0, 2).join(', ') : 'everything but some resources';
  return `${actionsOf(statement)} on ${on}${resources.length > 2 ? ' and more' : ''}`;
}

function nameOf(arn: unknown): string {
  return /:policy\/([^"\]]+)/.exec(textOf(arn))?.[1] ?? textOf(arn);
}

function stranger(port: string, what: string): Finding {
  return finding('UnplannedPermission', 'role', {
    port,
    what: `${what}, which is not in the plan`,
    why: 'other code, an aspect or an override gave it to the role of the delegate',
    fix: 'remove it, or acknowledge it with the reason for which the delegate needs it',
  });
}

function notSeen(role: IRole): Finding {
  return finding('RoleNotSeen', 'role', {
    what: `what else ${role.node.path} may do cannot be told`,
    why: 'the role is imported: this app has only what it adds to it',
    fix: 'look at the policies of the role in the account',
  });
}

/** A macro may change every resource of a template after this app is done with it. */
function transformed(role: CfnResource | undefined): Finding[] {
  const transforms = role === undefined ? [] : (Stack.of(role).templateOptions.transforms ?? []);
  return transforms.length === 0
    ? []
    : [
        finding('RoleNotSeen', 'role', {
          port: 'macros',
          what: `what the role may do after ${transforms.join(', ')} cannot be told`,
          why: 'a macro changes the template after this app is done with it',
          fix: 'look at the change set before it is deployed',
        }),
      ];
}
