import { everyRow } from '../support/every-row';
import {
  Connection,
  Plan,
  Profile,
  reviewOf,
  Target,
  toSummary,
  toSummaryDifference,
  type ReviewDocument,
} from 'harness-delegate-access';

function review(connections: readonly Connection[], options = {}, target = Target.AWS_SECURITY_GROUP): ReviewDocument {
  return reviewOf(Plan.of(connections, { asOf: '2026-11-24', ...options }).on(target));
}

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const ec2 = Connection.awsEc2({ regions: ['eu-west-1'], machines: ['10.0.16.0/20'] });

describe('a summary', () => {
  test('has one line for each connection: ports with marks, destination, enforcement', () => {
    const lines = toSummary(review([jenkins, ec2, Connection.gcp({ machines: [] })])).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}jenkins +443 +10\.0\.3\.7\/32 +address$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}aws-ec2 +80\?, 443, 9090\? +10\.0\.16\.0\/20, any address +address, port-only$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}gcp +\(443!\) +nothing$/));
  });

  test('groups equal warnings, and names the first connections', () => {
    const text = toSummary(review(everyRow(), { profile: Profile.RECOMMENDED }));
    expect(text).toMatch(/^ {2}! 443 to any address: appdynamics, aws-cloud, aws-codedeploy and \d+ more$/m);
  });

  test('says in one line what RECOMMENDED would close, open and take away, and nothing under RECOMMENDED', () => {
    const list = [ec2, Connection.gcp({ machines: [], buckets: ['artifacts'] })];
    expect(toSummary(review(list))).toContain(
      '\n  RECOMMENDED closes 2 ports (aws-ec2 80 9090), opens gcp 443, removes 1 broad permission\n',
    );
    expect(toSummary(review(list, { profile: Profile.RECOMMENDED }))).not.toContain('RECOMMENDED closes');
  });

  test('names the review in its last line, and whose access it is in its first', () => {
    const where = { construct: 'Prod/Access', account: '111122223333' };
    const lines = toSummary({ ...review([jenkins]), where }, { page: 'cdk.out/Prod.Access.review.html' })
      .trim()
      .split('\n');
    expect(lines[0]).toBe(
      'Harness Delegate access: Prod/Access on AWS security group, documented (account 111122223333)',
    );
    expect(lines.at(-1)).toBe('  review: cdk.out/Prod.Access.review.html');
  });

  test.each([60, 80, 120])('fits %d columns', (width) => {
    for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
      const wide = toSummary(review(everyRow(), { profile }), { width })
        .split('\n')
        .filter((line) => line.length > width);
      expect(wide).toEqual([]);
    }
  });

  test('counts the connections and kinds of warnings that it does not write out', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      Connection.custom({ name: `c-${i}`, to: ['10.0.0.0/24'], ports: [8000 + i], reason: 'x' }),
    );
    const text = toSummary(review([...many, ...everyRow()], {}));
    expect(text).toContain('\n  and 50 more connections\n');
    expect(text).toMatch(/! and \d+ more kinds: /);
    expect(text.split('\n').length).toBeLessThan(60);
  });
});

describe('a summary as the difference to another', () => {
  test('says what is closed, opened, enforced in another way and allowed, and repeats nothing that is equal', () => {
    const list = [jenkins, ec2, Connection.datadog({ site: 'datadoghq.eu' })];
    const [documented, recommended] = [review(list), review(list, { profile: Profile.RECOMMENDED })];
    const text = toSummaryDifference(recommended, documented);
    expect(text).toMatch(/^ {2}closed: +aws-ec2 80 9090$/m);
    expect(text).toMatch(/^ {2}not allowed: AmazonEC2FullAccess$/m);
    expect(text).toMatch(/^ {2}allowed: +HarnessEc2Discovery$/m);
    expect(text).toMatch(/^ {2}\d+ unacknowledged warnings?: 0 new, 3 as there, \d+ gone$/m);
    expect(text).not.toContain('jenkins');
  });

  test('says which ports are enforced by host name on another target', () => {
    const list = [Connection.datadog({ site: 'datadoghq.eu' })];
    const text = toSummaryDifference(
      review(list, {}, Target.GCP_FIREWALL_POLICY),
      review(list, {}, Target.GCP_VPC_RULES),
    );
    expect(text).toMatch(/^ {2}port-only -> host name: datadog 443, harness 443$/m);
  });

  test('has no change to tell of a review and itself', () => {
    const one = review([jenkins]);
    expect(toSummaryDifference(one, one).split('\n')).toHaveLength(5);
  });
});
