import {
  Connection,
  differenceOf,
  differenceTable,
  Plan,
  Profile,
  reviewOf,
  Target,
  type ReviewDifference,
  type ReviewDocument,
} from 'harness-delegate-access';

/** A difference compares everything, whatever the target draws. */

function review(connections: readonly Connection[], profile = Profile.RECOMMENDED): ReviewDocument {
  return reviewOf(Plan.of(connections, { asOf: '2026-11-24', profile }).on(Target.AWS_SECURITY_GROUP));
}

const between = (before: readonly Connection[], after: readonly Connection[]): ReviewDifference =>
  differenceOf(review(before), review(after));
const role = 'arn:aws:iam::222222222222:role/Deploy';
const assuming = (externalId?: string): Connection =>
  Connection.awsCloud({ assumeRoles: [externalId === undefined ? { role } : { role, externalId }] });

describe('permissions of another cloud than the target', () => {
  test('are compared: a role that is added is wider', () => {
    const bare = Connection.gcp({ machines: [], gke: 'rbac' });
    const more = Connection.gcp({ machines: [], gke: 'rbac', buckets: ['artifacts'] });
    const { grants, isWider } = between([bare], [more]);
    expect(grants.map(({ name }) => name)).toContain('roles/storage.objectViewer');
    expect(isWider).toBe(true);
    expect(between([more], [bare])).toMatchObject({ grants: [], isWider: false });
    expect(between([more], [more])).toMatchObject({ grants: [], revokes: [], isWider: false });
  });

  test('cannot be told beside a review that an earlier release kept without them', () => {
    const { elsewhere: _, ...kept } = review([Connection.gcp({ machines: [], gke: 'rbac' })]);
    const { cannotTell, isWider } = differenceOf(kept, review([Connection.gcp({ machines: [], gke: 'rbac' })]));
    expect([cannotTell.map(({ where }) => where), isWider]).toEqual([['gcp'], false]);
    expect(differenceOf(kept, kept)).toMatchObject({ cannotTell: [], isWider: false });
  });

  test('are wider when a condition goes, and not when its values get fewer', () => {
    const [one] = review([Connection.gcp({ machines: [], gke: 'rbac' })]).elsewhere!;
    const withConditions = (...conditions: string[]): ReviewDocument => ({
      ...review([Connection.jenkins({ to: ['10.0.3.7/32'] })]),
      elsewhere: [{ ...one!, conditions }],
    });
    expect(differenceOf(withConditions('StringEquals a: x'), withConditions()).isWider).toBe(true);
    expect(differenceOf(withConditions('StringEquals a: x, y'), withConditions('StringEquals a: x')).isWider).toBe(
      false,
    );
    expect(differenceOf(withConditions('StringEquals a: x'), withConditions('StringEquals a: x, y')).isWider).toBe(
      true,
    );
  });
});

describe('an external id', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['goes', 'first-id', undefined],
    ['comes', undefined, 'first-id'],
    ['changes', 'first-id', 'second-id'],
  ])('that %s is a changed manual step, which is wider, and is not shown', (_, before, after) => {
    const difference = between([assuming(before)], [assuming(after)]);
    expect([difference.stepsAdded.length, difference.stepsRemoved.length, difference.isWider]).toEqual([1, 1, true]);
    expect(differenceTable(difference)).not.toMatch(/(first|second)-id/);
  });

  test('that stays is no change', () => {
    expect(between([assuming('first-id')], [assuming('first-id')])).toMatchObject({ stepsAdded: [], isWider: false });
  });
});

describe('another place', () => {
  const one = review([Connection.jenkins({ to: ['10.0.3.7/32'] })]);
  const at = (where: ReviewDocument['where']): ReviewDocument => ({ ...one, where });

  test.each(['account', 'region', 'project', 'network', 'cluster'] as const)('is wider: %s', (what) => {
    const difference = differenceOf(at({ [what]: 'a' }), at({ [what]: 'b' }));
    expect(difference.moves).toEqual([{ what, before: 'a', after: 'b' }]);
    expect(difference.isWider).toBe(true);
    expect(differenceTable(difference)).toContain(`${what}: a to b`);
  });

  test('that only one of the two names is no difference, nor is another path of the construct', () => {
    expect(differenceOf(at({ account: 'a' }), at({})).moves).toEqual([]);
    expect(differenceOf(at({ construct: 'A/Access' }), at({ construct: 'B/Access' })).isWider).toBe(false);
  });

  test('of a permission is a permission that is added', () => {
    const [permission] = review([Connection.awsS3({ buckets: ['artifacts'] })]).permissions;
    const inAccount = (account: string): ReviewDocument => ({
      ...one,
      permissions: [{ ...permission!, where: { account } }],
    });
    expect(differenceOf(inAccount('111111111111'), inAccount('222222222222')).grants).toHaveLength(1);
    expect(differenceOf(inAccount('111111111111'), inAccount('111111111111')).grants).toEqual([]);
  });
});
