import { strict as assert } from 'node:assert';
import type { Call, Moto } from './moto';
import { hasCall, PAIRS, type Pair, type Verdict } from './pairs';
import { ask } from './sessions';
import type { DeployedStack } from './stacks';
import { isAllowed, type PolicyStatementJson } from '../../test/oracle/iam';

/**
 * Holds the pairs against the deployed roles: by calls while moto enforces IAM, and by the policies as they are deployed.
 *
 * Moto compares the action, and the resource (server.py), and takes every condition of a policy for fulfilled. So it judges
 * a pair unless AWS has no call for it, or a condition alone denies it. That it looks at permissions at all shows in every
 * call: a role without policies is denied, and an administrator is not.
 */

export interface PermissionCount {
  readonly roles: number;
  readonly pairs: number;
  readonly judged: readonly Pair[];
  /** Judged, and allowed on a condition that moto did not look at. */
  readonly conditional: readonly Pair[];
  /** Not judged by moto, by the reason. */
  readonly unjudged: Readonly<Record<string, readonly Pair[]>>;
}

/** Fails when a pair is answered in another way than it says. */
export async function checkPermissions(moto: Moto, stacks: readonly DeployedStack[]): Promise<PermissionCount> {
  const stackOf = ({ row, profile }: Pair): DeployedStack =>
    stacks.find(({ name }) => name === `row-${row}-${profile}`)!;
  const deployed = [...new Set(PAIRS.map(stackOf))];
  const withPolicies = stacks.filter(({ name, policies }) => name.startsWith('row-') && policies.length > 0);
  assert.deepEqual(names(deployed), names(withPolicies), 'rows with pairs are not the rows with permissions');
  const statements = new Map(deployed.map((stack) => [stack, statementsOf(moto, stack)]));
  const policyOf = (pair: Pair): PolicyStatementJson[] => statements.get(stackOf(pair))!;

  const called = PAIRS.filter(hasCall);
  const nobody = stacks.find(({ policies }) => policies.length === 0)!.role;
  const answers = await ask(moto, called, (pair) => stackOf(pair).role, nobody);
  const unenforced = called.filter((pair) => !answers.get(pair)!.isEnforced);
  assert.deepEqual(unenforced, [], 'moto does not enforce IAM');
  const judged = called.filter((pair) => !hangsOnCondition(policyOf(pair), pair));
  check(judged, (pair) => answers.get(pair)!.verdict, 'by moto');
  check(PAIRS, (pair) => verdict(policyOf(pair), pair), 'by the policies as deployed');
  return {
    roles: deployed.length,
    pairs: PAIRS.length,
    judged,
    conditional: judged.filter((pair) => pair.expected === 'allowed' && needsCondition(policyOf(pair), pair)),
    unjudged: {
      'only a condition denies it': without(called, judged),
      'AWS has no call for it': without(PAIRS, called),
    },
  };
}

function names(stacks: readonly DeployedStack[]): string[] {
  return stacks.map(({ name }) => name).sort();
}

function without(pairs: readonly Pair[], others: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => !others.includes(pair));
}

function check(pairs: readonly Pair[], verdictOf: (pair: Pair) => Verdict, by: string): void {
  const wrong = pairs.filter((pair) => verdictOf(pair) !== pair.expected).map((pair) => JSON.stringify(pair));
  assert.deepEqual(wrong, [], `answered otherwise ${by}`);
}

function verdict(statements: readonly PolicyStatementJson[], { action, resource, context }: Pair): Verdict {
  return isAllowed(statements, action, resource, context) ? 'allowed' : 'denied';
}

/** True when the policy would say something else without its conditions. */
function hangsOnCondition(statements: readonly PolicyStatementJson[], pair: Pair): boolean {
  const unconditional = statements.map((statement) => ({ ...statement, Condition: undefined }));
  return verdict(unconditional, pair) !== verdict(statements, pair);
}

/** True when the policy says something else without its statements on conditions. */
function needsCondition(statements: readonly PolicyStatementJson[], pair: Pair): boolean {
  const plain = statements.filter(({ Condition }) => Condition === undefined);
  return verdict(plain, pair) !== verdict(statements, pair);
}

/** Every statement of the policies of the role, as IAM has them. */
function statementsOf(moto: Moto, { policies }: DeployedStack): PolicyStatementJson[] {
  const iam = (operation: string, parameters: object): Call => ({ service: 'iam', operation, parameters });
  const found = moto.callAll<{ Policy: { DefaultVersionId: string } }>(
    policies.map((PolicyArn) => iam('GetPolicy', { PolicyArn })),
  );
  const versions = moto.callAll<{ PolicyVersion: { Document: { Statement: PolicyStatementJson[] } } }>(
    policies.map((PolicyArn, i) =>
      iam('GetPolicyVersion', { PolicyArn, VersionId: found[i]!.Policy.DefaultVersionId }),
    ),
  );
  return versions.flatMap(({ PolicyVersion }) => PolicyVersion.Document.Statement);
}
