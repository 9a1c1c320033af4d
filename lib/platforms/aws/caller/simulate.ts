import type { IAMClient, SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam';
import { roleOf, type RoleName } from './role';
import { placeRegion, regionOf } from './sts';
import { partitionOf } from '../../../plan';
import type { Asking, Caller, GrantedPermission, Simulated, Simulation, SimulationAsking } from '../../../platform';

/**
 * Simulates the statements of a review for the role of the delegate: nothing is done to any resource, and policies of
 * resources take no part. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */

type Sdk = typeof import('@aws-sdk/client-iam');

const SDK = '@aws-sdk/client-iam';

export const simulation: Simulation = { sdk: SDK, simulate };

interface Simulator {
  readonly sdk: Sdk;
  readonly client: IAMClient;
  readonly role: RoleName;
  /** ARN of the role with its path. */
  readonly source: string;
  /** Keys of the conditions of the review, which only allow. */
  readonly ownKeys: ReadonlySet<string>;
}

async function simulate(
  permissions: readonly GrantedPermission[],
  caller: Caller,
  asking: SimulationAsking,
): Promise<readonly Simulated[]> {
  const role = subjectOf(caller, asking);
  const all = (why: string, todo: string): Simulated[] =>
    permissions.map(() => ({ count: 0, denied: [], unknown: { why, todo } }));
  if (role === undefined) {
    return all('the delegate has no role that is known here', 'name it with `--role`, by its ARN');
  }
  const sdk = asking.load(SDK) as Sdk;
  const { timeout } = asking;
  const client = new sdk.IAMClient({
    region: regionOf(asking) ?? REGIONS[role.partition] ?? 'us-east-1',
    maxAttempts: 2,
    requestHandler: { connectionTimeout: timeout, requestTimeout: timeout, throwOnRequestTimeout: true },
  });
  try {
    const source = role.arn ?? (await sourceOf(sdk, client, role, asking));
    if (roleOf(source)?.account !== role.account) {
      return all(`IAM knows ${source}, which is of another account`, 'name the role with `--role`, by its ARN');
    }
    const ownKeys = new Set(permissions.flatMap(({ conditions }) => conditions.map(keyOf)));
    const results: Simulated[] = [];
    for (const permission of permissions) {
      results.push({ as: source, ...(await ofOne(permission, { sdk, client, role, source, ownKeys }, asking)) });
    }
    return results;
  } catch (error) {
    const { name = 'Error' } = error as Error;
    return all(`IAM answers ${name}`, todoFor(name));
  } finally {
    client.destroy();
  }
}

/** The role of the flag, then that of the review, then the caller's; a name alone is of the account of the review. */
function subjectOf(
  { who = '' }: Caller,
  { flags: { role: flag }, where = {} }: SimulationAsking,
): RoleName | undefined {
  const named = flag ?? (where.role?.startsWith('arn:') === true ? where.role : undefined);
  if (named === undefined) {
    return roleOf(who);
  }
  const [, partition = 'aws', , , caller] = who.split(':');
  const account = /^\d{12}$/.test(where.account ?? '') ? where.account : caller;
  const name = named.split('/').pop() ?? '';
  return roleOf(named) ?? (account === undefined ? undefined : { partition, account, name });
}

/** A region of each partition; IAM is one service in it. */
const REGIONS: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

function todoFor(name: string): string {
  return /AccessDenied/.test(name)
    ? 'allow `iam:GetRole` and `iam:SimulatePrincipalPolicy` on that role, or run it with credentials that may, and `--role` with the ARN'
    : 'check the way to IAM, and the credentials';
}

/** A session does not have the path of its role. */
async function sourceOf(
  sdk: Sdk,
  client: IAMClient,
  { partition, account, name }: RoleName,
  { signal }: Asking,
): Promise<string> {
  const { Role } = await client.send(new sdk.GetRoleCommand({ RoleName: name }), abortedBy(signal));
  return Role?.Arn ?? `arn:${partition}:iam::${account}:role/${name}`;
}

function abortedBy(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

async function ofOne(permission: GrantedPermission, simulator: Simulator, asking: Asking): Promise<Simulated> {
  const { kind, where, name } = permission;
  const unknown = (why: string, todo: string): Simulated => ({ count: 0, denied: [], unknown: { why, todo } });
  if (where.role !== undefined) {
    return unknown(
      `the role \`${where.role}\`${where.account === undefined ? '' : ` of account ${where.account}`} has it`,
      'run it with credentials of that account, and `--role` with the ARN of that role',
    );
  }
  if (kind === 'managed policy') {
    return unknown(
      'a managed policy has no requests that a simulation could try',
      `compare what is attached: \`aws iam list-attached-role-policies --role-name ${simulator.role.name} | harness-delegate-access audit connections.yaml --template -\``,
    );
  }
  const fill = (text: string): string => filled(text, simulator.role, asking);
  const resources = permission.resources.map(fill);
  const conditions = permission.conditions.map(fill);
  const open = [...resources, ...conditions].find((text) => /\{\w+\}/.test(text));
  if (open !== undefined) {
    return unknown(`\`${name}\` needs a region that is not known here`, 'set `AWS_REGION`');
  }
  return decided({ ...permission, resources, conditions }, simulator, asking);
}

function filled(text: string, { partition, account }: RoleName, asking: Asking): string {
  const region = placeRegion(asking) ?? regionOf(asking);
  const { dnsSuffix } = partitionOf(region ?? '*');
  const values: Readonly<Record<string, string | undefined>> = { partition, account, region, dnsSuffix };
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}

async function decided(
  { actions, resources, conditions }: GrantedPermission,
  { sdk, client, source, ownKeys }: Simulator,
  { signal }: Asking,
): Promise<Simulated> {
  const denied = new Set<string>();
  const missing = new Set<string>();
  let count = 0;
  for (const context of contextsOf(conditions)) {
    let Marker: string | undefined;
    do {
      const page: SimulatePrincipalPolicyCommandOutput = await client.send(
        new sdk.SimulatePrincipalPolicyCommand({
          PolicySourceArn: source,
          ActionNames: [...actions],
          ResourceArns: [...resources],
          ContextEntries: context,
          Marker,
        }),
        abortedBy(signal),
      );
      for (const result of page.EvaluationResults ?? []) {
        for (const { resource, decision, by, keys } of decisionsOf(result)) {
          count += 1;
          const foreign = keys.filter((key) => !ownKeys.has(key.toLowerCase()));
          foreign.forEach((key) => missing.add(key));
          if (decision !== 'allowed' && foreign.length === 0) {
            denied.add(`${result.EvalActionName ?? ''} on ${resource}: ${by}`);
          }
        }
      }
      Marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (Marker !== undefined);
  }
  // A denial may ask for a key as well as an allowance: without it neither is known.
  return denied.size === 0 && missing.size > 0
    ? {
        count,
        denied: [],
        unknown: {
          why: `its policies ask for ${[...missing].sort().join(', ')}, which a simulation cannot know`,
          todo: 'read these policies, or compare them with `audit`',
        },
      }
    : { count, denied: [...denied] };
}

interface Decision {
  readonly resource: string;
  readonly decision: string;
  readonly by: string;
  readonly keys: readonly string[];
}

type Result = NonNullable<SimulatePrincipalPolicyCommandOutput['EvaluationResults']>[number];

/** One for each resource, of which an action may have several. */
function decisionsOf(result: Result): Decision[] {
  const {
    ResourceSpecificResults: each = [],
    EvalResourceName = '*',
    EvalDecision,
    MissingContextValues = [],
  } = result;
  const organization = result.OrganizationsDecisionDetail?.AllowedByOrganizations === false;
  const boundary = (detail: Result['PermissionsBoundaryDecisionDetail']): boolean =>
    detail?.AllowedByPermissionsBoundary === false;
  const by = (decision: string, isBounded: boolean): string =>
    organization
      ? 'a policy of the organization denies it'
      : isBounded
        ? 'the permissions boundary does not allow it'
        : decision === 'explicitDeny'
          ? 'a policy denies it'
          : 'no policy allows it';
  return each.length > 0
    ? each.map((one) => ({
        resource: one.EvalResourceName ?? '*',
        decision: one.EvalResourceDecision ?? 'implicitDeny',
        by: by(one.EvalResourceDecision ?? '', boundary(one.PermissionsBoundaryDecisionDetail)),
        keys: one.MissingContextValues ?? [],
      }))
    : [
        {
          resource: EvalResourceName,
          decision: EvalDecision ?? 'implicitDeny',
          by: by(EvalDecision ?? '', boundary(result.PermissionsBoundaryDecisionDetail)),
          keys: MissingContextValues,
        },
      ];
}

type Context = {
  ContextKeyName: string;
  ContextKeyType: 'string' | 'boolean' | 'stringList';
  ContextKeyValues: string[];
};

/** Operator, key and values of a condition of the review, such as `StringEquals iam:PassedToService: ecs-tasks.amazonaws.com`. */
const CONDITION = /^(\S+) (\S+): (.*)$/;

function keyOf(condition: string): string {
  return (CONDITION.exec(condition)?.[2] ?? '').toLowerCase();
}

/** Requests that meet the conditions: each value of each of them is in one. */
function contextsOf(conditions: readonly string[]): Context[][] {
  const all = conditions.flatMap((condition) => {
    const [, operator = '', key, values = ''] = CONDITION.exec(condition) ?? [];
    return key === undefined || /Not|Null/.test(operator)
      ? []
      : [{ operator, key, values: values.split(', ').map((value) => value.replace(/[*?]/g, 'x')) }];
  });
  const isSet = (operator: string): boolean => operator.startsWith('For');
  const runs = Math.max(1, ...all.map(({ operator, values }) => (isSet(operator) ? 1 : values.length)));
  return Array.from({ length: runs }, (_, run) =>
    all.map(({ operator, key, values }) => ({
      ContextKeyName: key,
      ContextKeyType: operator.startsWith('Bool') ? 'boolean' : isSet(operator) ? 'stringList' : 'string',
      ContextKeyValues: isSet(operator) ? values : [values[run % values.length]!],
    })),
  );
}
