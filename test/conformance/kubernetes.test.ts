import { mayReach, type Policy } from '../oracle/kubernetes-egress';
import {
  attemptsFor,
  DELEGATE,
  KINDS,
  planAllows,
  randomLists,
  rowLists,
  type KubernetesList,
} from '../support/kubernetes-lists';
import { Target } from 'harness-delegate-access';
import type { PolicyKind } from 'harness-delegate-access/kubernetes';

/**
 * What pods may reach by the policies of each kind, as an evaluator that knows nothing of this library reads them, is what the plan
 * says, at the edge of every block, name, label and range of ports.
 */

/** Lists of one run; `npm run test:conformance` takes more. */
const LISTS = Math.max(20, Math.ceil(Number(process.env.LISTS ?? 100) / 25));

function disagreements(
  { name, accessOn }: KubernetesList,
  kind: PolicyKind,
  change = (policies: Policy[]): Policy[] => policies,
): string[] {
  const access = accessOn(kind);
  const policies = change(access.manifests() as Policy[]);
  const onTarget = access.plan.on(Target.of(kind));
  return attemptsFor(onTarget)
    .filter((attempt) => mayReach(policies, DELEGATE, attempt) !== planAllows(onTarget, kind, attempt))
    .map((attempt) => `${name} on ${kind}: ${JSON.stringify(attempt)}`);
}

describe.each(KINDS)('pods with a %s', (kind) => {
  test('reach what the plan says of every row', () => {
    expect(rowLists().flatMap((list) => disagreements(list, kind))).toEqual([]);
  });

  test('reach what the plan says of random lists', () => {
    expect(randomLists(LISTS, Number(process.env.SEED ?? 1)).flatMap((list) => disagreements(list, kind))).toEqual([]);
  });

  test('are closed without the allows, and the evaluator sees it', () => {
    const [list] = randomLists(1, 3);
    const denials = disagreements(list!, kind, (policies) =>
      policies.filter(({ metadata }) => (metadata as { name?: string }).name!.endsWith('default-deny')),
    );
    const open = disagreements(list!, kind, () => []);
    expect(denials.length).toBeGreaterThan(0);
    expect(open.length).toBeGreaterThan(0);
  });
});
