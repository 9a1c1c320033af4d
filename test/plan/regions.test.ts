import { PARTITIONS, REGIONS } from '../../lib/catalog';
import { problemsOf } from '../support/errors';
import { Connection, Plan, Profile, Target, type PlanOptions } from 'harness-delegate-access';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function hosts(region: string | undefined, options: PlanOptions = {}): string[] {
  const connection = Connection.awsCloud(region === undefined ? {} : { regions: [region] });
  const on = Plan.of([connection], { asOf: '2026-11-26', ...options }).on(Target.GCP_FIREWALL_POLICY);
  return on.plan.flows.filter(({ decision }) => decision.id === 'aws-cloud').map(({ destination }) => destination.text);
}

const keysOf = (connection: Connection, options: PlanOptions = {}): string[] =>
  Plan.of([connection], { asOf: '2026-11-26', ...options }).findings.map(({ key }) => key);

describe('the names of a partition', () => {
  test.each([
    ['eu-west-1', ['iam.amazonaws.com', 'sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com', '*.eu-west-1.api.aws']],
    ['us-gov-west-1', ['iam.us-gov.amazonaws.com', 'sts.us-gov-west-1.amazonaws.com', '*.us-gov-west-1.api.aws']],
    ['cn-north-1', ['iam.cn-north-1.amazonaws.com.cn', '*.cn-north-1.api.amazonwebservices.com.cn']],
    ['us-iso-east-1', ['iam.us-iso-east-1.c2s.ic.gov', '*.us-iso-east-1.api.aws.ic.gov']],
    ['eusc-de-east-1', ['iam.eusc-de-east-1.amazonaws.eu', '*.eusc-de-east-1.api.amazonwebservices.eu']],
  ])('of %s are its own', (region, expected) => {
    const names = hosts(region);
    expect(names).toEqual(expect.arrayContaining(expected));
    if (region !== 'eu-west-1') {
      expect(names).not.toContain('iam.amazonaws.com');
      expect(names).not.toContain('sts.amazonaws.com');
    }
  });

  test('of the region of the plan are those of a connection that names none, and of no other', () => {
    expect(hosts(undefined, { region: 'eu-central-1' })).toContain('sts.eu-central-1.amazonaws.com');
    expect(hosts('eu-west-1', { region: 'eu-central-1' }).join()).not.toContain('eu-central-1');
    expect(hosts(undefined)).toContain('sts.*.amazonaws.com');
  });

  test('every region is in one partition, and no prefix hides another', () => {
    expect(new Set(REGIONS).size).toBe(REGIONS.length);
    PARTITIONS.forEach(({ id, regions }) =>
      regions.forEach((region) => {
        const first = PARTITIONS.find(({ regionPrefix }) => region.startsWith(regionPrefix))!;
        expect([region, first.id]).toEqual([region, id]);
      }),
    );
  });
});

describe('a region', () => {
  test.each([
    ['us-est-1', 'did you mean `us-east-1`?'],
    ['eu_west_1', 'did you mean `eu-west-1`?'],
    ['eu-west-1a', 'did you mean `eu-west-1`?'],
    ['us-gov-wst-1', 'did you mean `us-gov-west-1`?'],
  ])('with the typing error %s is refused, with the near miss', (region, hint) => {
    expect(problemsOf(() => Connection.awsS3({ regions: [region] })).join()).toContain(hint);
    expect(problemsOf(() => Plan.of([Connection.awsS3()], { region })).join()).toContain(hint);
  });

  test.each(['eu-west-9', 'xx-nowhere-1'])('%s may be new: a finding', (region) => {
    expect(keysOf(Connection.awsS3({ regions: [region] }))).toContain(`UnknownRegion:aws-s3:${region}`);
  });

  test('that is not the one in which Harness tests is a finding', () => {
    const keys = (regions?: string[], options?: PlanOptions): string[] =>
      keysOf(Connection.awsS3({ regions }), options);
    expect(keys(['eu-west-1'])).toContain('TestRegion:aws-s3');
    expect(keys(undefined, { region: 'eu-west-1' })).toContain('TestRegion:aws-s3');
    [
      keys(['eu-west-1', 'us-east-1']),
      keys(['cn-north-1']),
      keys(),
      keysOf(Connection.datadog(), { region: 'eu-west-1' }),
    ].forEach((found) => expect(found.join()).not.toContain('TestRegion'));
  });
});

describe('a key', () => {
  const connection = (regions?: string[]): Connection =>
    Connection.awsS3({
      regions,
      buckets: [{ name: 'artifacts', kmsKeys: [KEY, KEY.replace('eu-west-1', 'us-east-1')] }],
    });

  test('of another region than the connection is a finding', () => {
    const keys = keysOf(connection(['us-east-1']), { profile: Profile.RECOMMENDED });
    expect(keys.filter((key) => key.startsWith('KeyIn'))).toEqual([
      'KeyInOtherRegion:aws-s3:1234abcd-12ab-34cd-56ef-1234567890ab',
    ]);
    expect(keysOf(connection()).join()).not.toContain('KeyInOtherRegion');
  });

  test('is used through the S3 of its own region, and of no other', () => {
    const plan = Plan.of([connection(['us-east-1'])], { profile: Profile.RECOMMENDED, asOf: '2026-11-26' });
    const found = plan.permissions
      .filter(({ name }) => name === 'HarnessS3KmsRead')
      .map(({ resources, conditions }) => [resources, conditions]);
    expect(found).toEqual(
      ['eu-west-1', 'us-east-1'].map((region) => [
        [KEY.replace('eu-west-1', region)],
        { StringEquals: { 'kms:ViaService': [`s3.${region}.amazonaws.com`] } },
      ]),
    );
  });
});

test('a list of two partitions is refused, and says what is in which', () => {
  const mixed = [
    Connection.awsS3({ regions: ['cn-north-1'] }),
    Connection.awsCloud({ assumeRoles: ['arn:aws:iam::111122223333:role/target'] }),
  ];
  expect(problemsOf(() => Plan.of(mixed))).toEqual([
    'MixedPartitions: a list is in one partition of AWS, got aws-cn (cn-north-1 of `aws-s3`) and aws (arn:aws:iam::111122223333:role/target of `aws-cloud`); make a list and a delegate for each',
  ]);
});
