import { everyRow } from '../support/every-row';
import { HOSTILE } from '../support/hostile';
import {
  Connection,
  Destination,
  differenceMarkdown,
  differenceOf,
  differenceTable,
  Plan,
  Profile,
  reviewOf,
  Target,
  type PlanOptions,
  type ReviewDifference,
  type ReviewDocument,
} from 'harness-delegate-access';

const reach = { harness: ['10.9.9.9/32'] };

function review(
  connections: readonly Connection[],
  options: PlanOptions = {},
  target = Target.AWS_SECURITY_GROUP,
): ReviewDocument {
  return reviewOf(Plan.of(connections, { asOf: '2026-11-24', reach, ...options }).on(target));
}

function difference(
  before: readonly Connection[],
  after: readonly Connection[],
  options: PlanOptions = {},
): ReviewDifference {
  return differenceOf(review(before, options), review(after, options));
}

const jenkins = (...to: string[]): Connection => Connection.jenkins({ to });
const custom = (to: string, ...ports: (number | string)[]): Connection =>
  Connection.custom({ name: 'own', to: [to], ports, reason: 'a test' });

describe('what opens and what closes', () => {
  test('is nothing between a list and itself in another order, on every target and in both profiles', () => {
    const all = everyRow();
    for (const target of [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY]) {
      for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
        const { opens, closes, grants, revokes, findingsAdded, findingsGone, isWider } = differenceOf(
          review(all, { profile }, target),
          review([...all].reverse(), { profile }, target),
        );
        expect([opens, closes, grants, revokes, findingsAdded, findingsGone, isWider]).toEqual([
          [],
          [],
          [],
          [],
          [],
          [],
          false,
        ]);
      }
    }
  });

  test.each<[string, Connection[], Connection[], string[], string[]]>([
    ['a block more', [jenkins('10.0.3.7/32')], [jenkins('10.0.3.7/32', '10.0.4.0/24')], ['443-443 10.0.4.0/24'], []],
    ['a block less', [jenkins('10.0.3.7/32', '10.0.4.0/24')], [jenkins('10.0.3.7/32')], [], ['443-443 10.0.4.0/24']],
    [
      'a wider block, but for what was open',
      [custom('10.0.0.0/31', 22)],
      [custom('10.0.0.0/30', 22)],
      ['22-22 10.0.0.2/31'],
      [],
    ],
    [
      'the same block in halves',
      [custom('10.0.0.0/8', 22)],
      [Connection.custom({ name: 'own', to: ['10.0.0.0/9', '10.128.0.0/9'], ports: [22], reason: 'r' })],
      [],
      [],
    ],
    [
      'another port',
      [custom('10.0.0.0/8', 22)],
      [custom('10.0.0.0/8', 23)],
      ['23-23 10.0.0.0/8'],
      ['22-22 10.0.0.0/8'],
    ],
    [
      'a range that grew on both sides',
      [custom('10.0.0.0/8', '100-200')],
      [custom('10.0.0.0/8', '90-210')],
      ['90-99 10.0.0.0/8', '201-210 10.0.0.0/8'],
      [],
    ],
    [
      'the same port by another name',
      [jenkins('10.0.3.7/32')],
      [Connection.jenkins({ name: 'ci', to: ['10.0.3.7/32'] })],
      [],
      [],
    ],
    [
      'another protocol',
      [custom('10.0.0.0/8', 53)],
      [custom('10.0.0.0/8', '53/udp')],
      ['53-53 10.0.0.0/8'],
      ['53-53 10.0.0.0/8'],
    ],
  ])('%s', (_, before, after, opens, closes) => {
    const found = difference(before, after);
    const parts = (changes: ReviewDifference['opens']): string[] =>
      changes.flatMap((change) => change.parts.map((part) => `${part.from}-${part.to} ${part.destination}`));
    expect(parts(found.opens)).toEqual(opens);
    expect(parts(found.closes)).toEqual(closes);
    expect(found.isWider).toBe(opens.length > 0);
  });

  test('says why, and what the other list says of the same port', () => {
    const gcp = [Connection.gcp({ machines: ['10.64.0.0/20'], gke: 'rbac' })];
    const changed = differenceOf(review(gcp), review(gcp, { profile: Profile.RECOMMENDED }));
    expect(changed.opens.map(({ reasons }) => reasons)).toContainEqual([
      {
        key: 'gcp:443',
        why: expect.stringContaining('both roles of the row are for APIs') as unknown,
        other: expect.stringMatching(/^was closed: not in Harness's table/) as unknown,
      },
    ]);
    const moved = difference([jenkins('10.0.3.7/32')], [jenkins('10.0.4.7/32')]);
    expect(moved.opens[0]!.reasons[0]!.other).toBe('led to 10.0.3.7/32 before');
    expect(moved.closes[0]!.reasons[0]!.other).toBe('leads to 10.0.4.7/32 now');
    const added = difference([jenkins('10.0.3.7/32')], [jenkins('10.0.3.7/32'), custom('10.0.0.0/8', 22)]);
    expect(added.opens[0]!.reasons).toEqual([
      { key: 'own:22', why: 'requested; a test', other: 'was not in the list' },
    ]);
  });

  test('says what is asked for and open already, through something wider', () => {
    const open = { reach: {} };
    const { opens, asksMore, asksLess, isWider } = difference([jenkins('10.0.3.7/32')], [jenkins('10.0.4.0/24')], open);
    expect([opens, isWider]).toEqual([[], false]);
    expect(asksMore).toMatchObject([{ key: 'jenkins:443', port: '443', destinations: ['10.0.4.0/24'] }]);
    expect(asksLess).toMatchObject([{ key: 'jenkins:443', destinations: ['10.0.3.7/32'] }]);
  });

  test('knows values of later by their names, and host names by themselves', () => {
    const later = (name: string): Connection =>
      Connection.jenkins({ to: [Destination.deployTime('${Token[TOKEN.7]}', { name })] });
    expect(difference([later('vault')], [later('vault')]).isWider).toBe(false);
    expect(difference([later('vault')], [later('other')]).opens.map(({ destination }) => destination.text)).toEqual([
      'other',
    ]);
    const policy = (name: string): ReviewDocument =>
      review([Connection.jenkins({ to: [name] })], {}, Target.GCP_FIREWALL_POLICY);
    expect(
      differenceOf(policy('a.example.com'), policy('b.example.com')).opens.map(({ destination }) => destination.key),
    ).toEqual(['b.example.com']);
  });
});

describe('which permissions come and go', () => {
  const s3 = (...names: string[]): Connection[] => [Connection.awsS3({ buckets: names })];
  const recommended = { profile: Profile.RECOMMENDED };

  test('a bucket more adds its actions on that bucket alone', () => {
    const { grants, revokes, isWider } = difference(s3('one'), s3('one', 'two'), recommended);
    expect(isWider).toBe(true);
    expect(revokes).toEqual([]);
    const resources = grants.flatMap((grant) => grant.resources);
    expect(resources.length).toBeGreaterThan(0);
    resources.forEach((resource) => expect(resource).toContain(':::two'));
  });

  test('a bucket less takes them away and is not wider', () => {
    const { grants, revokes, isWider } = difference(s3('one', 'two'), s3('one'), recommended);
    expect(grants).toEqual([]);
    expect(revokes.length).toBeGreaterThan(0);
    expect(isWider).toBe(false);
  });

  test('what a wildcard allowed before is not added, and a wildcard in place of names is', () => {
    const base = review(s3('one'), recommended);
    const statement = base.permissions.find(({ name }) => name === 'HarnessS3Read')!;
    const withStatement = (changes: Partial<typeof statement>): ReviewDocument => ({
      ...base,
      permissions: [{ ...statement, ...changes }],
    });
    const narrow = withStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::one/*'], conditions: [] });
    const wide = withStatement({ actions: ['s3:Get*'], resources: ['*'], conditions: [] });
    expect(differenceOf(wide, narrow).grants).toEqual([]);
    expect(differenceOf(narrow, wide).grants).toMatchObject([{ actions: ['s3:Get*'], resources: ['*'] }]);
    const limited = withStatement({ actions: ['s3:Get*'], resources: ['*'], conditions: ['StringEquals a: b'] });
    expect(differenceOf(wide, limited).isWider).toBe(false);
    expect(differenceOf(limited, wide).isWider).toBe(true);
  });

  test('a role at another resource is added', () => {
    const gcp = (bucket: string): ReviewDocument =>
      review([Connection.gcp({ machines: [], gke: 'rbac', buckets: [bucket] })], recommended, Target.GCP_VPC_RULES);
    const { grants } = differenceOf(gcp('one'), gcp('two'));
    expect(grants.map(({ name, resources }) => [name, resources])).toContainEqual([
      'roles/storage.objectViewer',
      ['bucket two'],
    ]);
    expect(grants.every(({ resources }) => resources.join().includes('two'))).toBe(true);
  });

  test('the profiles differ in what the managed policies of the table are worth', () => {
    const ec2 = everyRow().filter(({ id }) => id === 'aws-ec2');
    const { grants, revokes } = differenceOf(review(ec2), review(ec2, recommended));
    expect(revokes.map(({ name }) => name)).toContain('AmazonEC2FullAccess');
    expect(grants.find(({ name }) => name === 'HarnessEc2Discovery')!.perhaps).toEqual(['AmazonEC2FullAccess']);
  });
});

describe('in words', () => {
  test('a difference begins with whether it is wider, and then opens first', () => {
    const found = difference([jenkins('10.0.3.7/32')], [jenkins('10.0.4.0/24'), custom('10.0.0.0/8', 22)]);
    const text = differenceTable(found);
    expect(text).toContain('WIDER: 2 × opens, 1 × closes.');
    expect(text.indexOf('Opens (2)')).toBeGreaterThan(0);
    expect(text.indexOf('Opens (2)')).toBeLessThan(text.indexOf('Closes (1)'));
    expect(text).toContain('  - tcp 22 to 10.0.0.0/8');
    expect(text).toContain('      own:22: requested; a test\n      own:22 was not in the list\n');
    expect(differenceMarkdown(found)).toContain('- **tcp 443 to 10.0.4.0/24**');
  });

  test('nothing is said in one line', () => {
    expect(differenceTable(difference([jenkins('10.0.3.7/32')], [jenkins('10.0.3.7/32')]))).toMatch(
      /\nNo port, no permission and no manual step changes\.\n$/,
    );
  });

  test.each(HOSTILE)('the text %j is no Markdown', (reason) => {
    const hostile = Connection.custom({ name: 'hostile', to: ['10.0.0.0/8'], ports: [8200], reason });
    const line = differenceMarkdown(difference([jenkins('10.0.3.7/32')], [jenkins('10.0.3.7/32'), hostile]))
      .split('\n')
      .find((row) => row.startsWith('  - hostile:8200:'))!;
    expect(line).toBeDefined();
    expect(line).not.toMatch(/<[a-z!/]/i);
    expect(line).not.toMatch(/(?<!\\)[`*_[\]]/);
  });
});
