import { compareTexts, groupBy, type Problem } from '../base';
import { HARNESS, placeOfArn, type Cloud } from '../catalog';
import type { Connection } from '../connection';
import { finding, type Finding } from './finding';
import type { Permission } from './permission';

/** Connections that work in another account than the delegate's, through a role there. */

/** Name of the statement with which the delegate assumes such a role. */
const ASSUME_TARGET = 'HarnessAssumeTarget';
/** Of accounts and roles. */
const CLOUD: Cloud = 'aws';
const NOTE = 'the connection works in another account, through a role there';

/** A role of another account that connections work through. */
export interface PlannedTarget {
  readonly account: string;
  /** Its name, with its path. */
  readonly role: string;
  /** That its trust policy asks for. */
  readonly externalId?: string;
  /** The connections, sorted. */
  readonly connections: readonly string[];
}

/** The roles of other accounts, each once; by account and name. */
export function targetsOf(connections: readonly Connection[]): PlannedTarget[] {
  const through = connections.filter(({ request: { target } }) => target?.role !== undefined);
  const byRole = groupBy(through, ({ request: { target } }) => `${target!.account} ${target!.role}`);
  return [...byRole]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([, some]) => {
      const { account = '', role = '', externalId } = some[0]!.request.target!;
      const names = some.map(({ name }) => name).sort();
      return { account, role, ...(externalId === undefined ? {} : { externalId }), connections: names };
    });
}

/** Problems of `account` and `via`, of each connection and of all together. */
export function accountProblems(connections: readonly Connection[]): Problem[] {
  return [...connections.flatMap(halves), ...externalIds(connections), ...sameNames(connections)];
}

/** One of the two says nothing without the other. */
function halves({ name, request: { target } }: Connection): Problem[] {
  if (target === undefined || (target.account !== undefined && target.role !== undefined)) {
    return [];
  }
  const message =
    target.role === undefined
      ? `connection \`${name}\`: \`account: ${target.account}\` needs \`via\`, the role in that account that the delegate assumes, such as \`via: HarnessDeploy\``
      : `connection \`${name}\`: \`via: ${target.role}\` needs \`account\`, the account of that role, such as \`account: '222222222222'\``;
  return [{ code: 'MissingProp', message, connection: name }];
}

/** The trust policy of a role asks for one external id. */
function externalIds(connections: readonly Connection[]): Problem[] {
  const withTarget = connections.filter(({ request: { target } }) => target?.role !== undefined);
  const byRole = groupBy(withTarget, ({ request: { target } }) => `${target!.role} in ${target!.account ?? ''}`);
  return [...byRole].flatMap(([role, some]) => {
    const ids = new Set(some.map(({ request: { target } }) => target!.externalId));
    return ids.size < 2
      ? []
      : [
          {
            code: 'ConflictingName',
            message: `the role ${role} has different external ids in ${some.map(({ name }) => `\`${name}\``).join(' and ')}; its trust policy takes one: set the same on each, or use two roles`,
          },
        ];
  });
}

/** Names of roles are unique in an account, whatever their path and case. */
function sameNames(connections: readonly Connection[]): Problem[] {
  const targets = targetsOf(connections);
  const nameOf = ({ account, role }: PlannedTarget): string =>
    `${account} ${role.slice(role.lastIndexOf('/') + 1).toLowerCase()}`;
  return [...groupBy(targets, nameOf).values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      code: 'ConflictingName',
      message: `${same.map(({ role }) => `\`via: ${role}\``).join(' and ')} are one name to IAM, which looks at neither path nor case in ${same[0]!.account}; write it the same in each`,
    }));
}

/** Regions that only the stack would fill: the delegate's and the role's may be in different ones. */
export function regionProblems(
  { name, request: { target } }: Connection,
  permissions: readonly Permission[],
): Problem[] {
  const texts = permissions
    .filter(({ where }) => where.role !== undefined)
    .flatMap(({ resources, conditions = {} }) => [...resources, JSON.stringify(conditions)]);
  return target === undefined || !texts.some((text) => text.includes('{region}'))
    ? []
    : [
        {
          code: 'MissingProp',
          message: `connection \`${name}\`: \`account\` needs \`regions\` here: the role of ${target.account} is in a stack of its own, whose region may be another one than the delegate's`,
          connection: name,
        },
      ];
}

/** The permissions of a connection as the role in its account has them, and that with which the delegate assumes the role. */
export function inTarget(connection: Connection, permissions: readonly Permission[]): Permission[] {
  const { target, id } = connection.request;
  const { account, role } = target ?? {};
  if (account === undefined || role === undefined) {
    return [...permissions];
  }
  const fill = (text: string): string => text.replaceAll('{account}', account);
  const filled = permissions.map((permission) => ({
    ...permission,
    resources: permission.resources.map(fill),
    ...(permission.conditions === undefined ? {} : { conditions: filledConditions(permission.conditions, fill) }),
    where: { account, role },
  }));
  const assume: Permission = {
    cloud: CLOUD,
    kind: 'statement',
    name: ASSUME_TARGET,
    actions: ['sts:AssumeRole'],
    resources: [`arn:{partition}:iam::${account}:role/${role}`],
    where: { account: '{account}' },
    shared: true,
    reasons: [
      {
        key: `${connection.name}:${ASSUME_TARGET}`,
        connection: connection.name,
        row: id,
        note: NOTE,
        source: HARNESS.awsConnector,
      },
    ],
  };
  return [assume, ...filled];
}

function filledConditions(
  conditions: NonNullable<Permission['conditions']>,
  fill: (text: string) => string,
): NonNullable<Permission['conditions']> {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(fill)])),
    ]),
  );
}

/** Rights in the delegate's account of a list that deploys elsewhere, and roles that cannot be passed there. */
export function accountFindings(connections: readonly Connection[], permissions: readonly Permission[]): Finding[] {
  return [...besideAssumed(connections), ...passedElsewhere(permissions)];
}

function besideAssumed(connections: readonly Connection[]): Finding[] {
  const accounts = new Set(
    connections.flatMap(({ request: { scope } }) =>
      (scope.items.assumeRoles ?? []).flatMap(({ role = '' }) => placeOfArn(role)?.account ?? []),
    ),
  );
  targetsOf(connections).forEach(({ account }) => accounts.add(account));
  const elsewhere = [...accounts].filter((account) => account !== '').sort();
  return elsewhere.length === 0
    ? []
    : connections
        .filter(({ request: { row, target } }) => row?.deploys === true && target === undefined)
        .map(({ name, request: { row } }) =>
          finding('RightsBesideAssumedRole', name, {
            what: `the rights of ${row!.title} are granted in the delegate's own account, and the list works through roles in ${elsewhere.join(', ')}`,
            why: 'Harness deploys with the role that it assumes, which has none of these rights',
            fix: `set \`account\` and \`via\` of this connection when it deploys there, or acknowledge that it deploys in both`,
            source: HARNESS.awsConnector,
          }),
        );
}

function passedElsewhere(permissions: readonly Permission[]): Finding[] {
  return permissions
    .filter(({ actions, where }) => actions.includes('iam:PassRole') && where.role !== undefined)
    .flatMap(({ resources, where, reasons }) =>
      resources
        .filter((arn) => !['', where.account].includes(placeOfArn(arn)?.account ?? ''))
        .map((arn) =>
          finding('PassRoleElsewhere', reasons[0]!.connection, {
            port: arn.slice(arn.lastIndexOf(':') + 1),
            what: `${arn} is in another account than the connection, ${where.account}`,
            why: 'a role can be passed within its own account only',
            fix: `set the role in ${where.account} that the service runs under`,
          }),
        ),
    );
}
