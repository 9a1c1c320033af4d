import { strict as assert } from 'node:assert';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cdk, Difference } from './cdk';
import { edited, stackOf, type RandomList } from './random-lists';

/** Expected result of `cdk diff` for an edit of every list: the requested change of rules and policies, no more. */

const GROUP = 'AWS::EC2::SecurityGroup';
const POLICY = 'AWS::IAM::ManagedPolicy';
const ROLE = 'AWS::IAM::Role';
/** The second group and those after it. */
const FURTHER_GROUP = /^Access\/Egress\/Resource\d+$/;

/** Fails on any other difference, and on the replacement of anything; what differs, in words. */
export function checkEdit(differences: readonly Difference[], lists: readonly RandomList[]): string {
  const unlisted = differences.filter(({ stack }) => !lists.some((_, i) => stackOf(i) === stack));
  assert.deepEqual(unlisted, [], 'stacks that were not edited differ');
  lists.forEach((list, i) => {
    const own = differences.filter(({ stack }) => stack === stackOf(i));
    const unexpected = own.filter((difference) => !isExpected(difference, list));
    assert.deepEqual(unexpected, [], `${stackOf(i)} differs in what was not edited`);
    const types = new Set(own.map(({ type }) => type));
    assert.ok(types.has(GROUP) && types.size > 1, `${stackOf(i)} does not change rules and permissions`);
  });
  return [GROUP, ROLE, POLICY].map((type) => summary(type, differences)).join(', ');
}

/** `46 AWS::IAM::ManagedPolicy (20 changed, 13 added, 13 removed)` */
function summary(wanted: string, differences: readonly Difference[]): string {
  const own = differences.filter(({ type }) => type === wanted);
  const counts = (['changed', 'added', 'removed'] as const).map(
    (kind) => `${own.filter(({ change }) => change === kind).length} ${kind}`,
  );
  return `${own.length} ${wanted} (${counts.join(', ')})`;
}

/** Groups and the role stay and change, a further group may come or go, and a policy does with its connection. */
function isExpected({ type, change, path, properties, replaced }: Difference, list: RandomList): boolean {
  const changes = (...allowed: string[]): boolean =>
    change === 'changed' && !replaced && properties.every((property) => allowed.includes(property));
  switch (type) {
    case GROUP:
      return changes('SecurityGroupEgress', 'Metadata') || (change !== 'changed' && FURTHER_GROUP.test(path));
    case ROLE:
      return changes('ManagedPolicyArns');
    case POLICY:
      return (
        (change === 'removed' && path === `Access/Permissions/${list.aws.row}`) ||
        (change === 'added' && path === `Access/Permissions/${edited(list).aws.row}`) ||
        (path === 'Access/Permissions/Shared' && changes('Metadata'))
      );
    default:
      return false;
  }
}

/** Fails when a group that would be replaced does not show as such: then a difference without replacement proves nothing. */
export function checkThatReplacementIsSeen(cdk: Cdk, assembly: string): void {
  const doctored = `${assembly}-doctored`;
  cpSync(assembly, doctored, { recursive: true });
  const file = join(doctored, `${stackOf(0)}.template.json`);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"Egress of a Harness Delegate"', '"Another description"'));
  const replaced = cdk.diff(doctored).filter((difference) => difference.replaced);
  assert.deepEqual(
    replaced.map(({ stack, type, properties }) => [stack, type, ...properties]),
    [[stackOf(0), GROUP, 'GroupDescription']],
  );
}
