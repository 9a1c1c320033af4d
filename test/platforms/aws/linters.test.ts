import { App, Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks, NIST80053R4Checks, NIST80053R5Checks, type NagPack } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { everyRow } from '../../support/every-row';
import { accessStack, ENV, newStack, someVpc } from '../../support/stacks';
import { Profile } from 'harness-delegate-access';
import { DelegateNames } from 'harness-delegate-access/aws';

/** What others' rules say of every row; whatever they find is asked for by a row, and listed here with why. */

type Pack = new (scope: IConstruct) => NagPack;

/** Rule and row of every finding. */
function findings(Pack: Pack, profile: Profile): string[] {
  const app = new App();
  const stacks = everyRow().map(
    (connection) => accessStack([connection], { profile }, newStack({ env: ENV }, connection.name, app)).stack,
  );
  const found = stacks.flatMap((stack) =>
    (new Pack(app).validateScope(stack).violations ?? []).map(
      ({ ruleName }) => `${ruleName.replace(/\[.*/s, '')} ${stack.node.id}`,
    ),
  );
  return [...new Set(found)].sort();
}

const AWS_ROWS = ['aws-cloud', 'aws-codedeploy', 'aws-ec2', 'aws-elb-alb-ecs', 'aws-s3'];
/** Reads that take no resource, such as ec2:DescribeRegions, and names with a part that is generated. */
const WILDCARDS = AWS_ROWS.map((id) => `AwsSolutions-IAM5 ${id}`);
/** The table names AWS managed policies. */
const MANAGED = ['aws-codedeploy', 'aws-ec2', 'aws-s3'].map((id) => `AwsSolutions-IAM4 ${id}`);

describe('cdk-nag', () => {
  test('AwsSolutions finds the managed policies of the table and wildcards that AWS forces, nothing else', () => {
    expect(findings(AwsSolutionsChecks, Profile.DOCUMENTED)).toEqual([...MANAGED, ...WILDCARDS].sort());
    expect(findings(AwsSolutionsChecks, Profile.RECOMMENDED)).toEqual([...WILDCARDS].sort());
  });

  test.each([Profile.DOCUMENTED, Profile.RECOMMENDED])(
    'AwsSolutions finds nothing that the plan acknowledged, and still what others add, %s',
    (profile) => {
      const app = new App();
      const violations = (stack: Stack): string[] =>
        (new AwsSolutionsChecks(app).validateScope(stack).violations ?? []).map(({ ruleName }) => ruleName);
      for (const connection of everyRow()) {
        const { stack, access } = accessStack([connection], { profile }, newStack({ env: ENV }, connection.name, app));
        const before = violations(stack).length;
        access.acknowledgeNag();
        expect(violations(stack)).toEqual([]);
        expect(access.nagAcknowledgements.length > 0).toBe(before > 0);
        access.nagAcknowledgements.forEach(({ reason }) => expect(reason).toContain(`${connection.name}:`));
        new Policy(stack, 'Other', {
          roles: [access.role!],
          statements: [new PolicyStatement({ actions: ['sqs:*'], resources: ['*'] })],
        });
        expect(violations(stack).length).toBeGreaterThan(0);
      }
    },
    60_000,
  );

  test.each<[string, Pack]>([
    ['NIST 800-53 R4', NIST80053R4Checks],
    ['NIST 800-53 R5', NIST80053R5Checks],
  ])('%s finds nothing', (_, pack) => {
    for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
      expect(findings(pack, profile)).toEqual([]);
    }
  });

  test('finds something where there is something', () => {
    const app = new App();
    const stack = new Stack(app, 'Wide', { env: ENV });
    accessStack(everyRow(), { profile: Profile.DOCUMENTED }, stack);
    const report = new AwsSolutionsChecks(app).validateScope(stack);
    expect(report.success).toBe(false);
  });
});

describe("the CDK's own validator", () => {
  const validation = process.env.CDK_VALIDATION;

  beforeAll(() => {
    process.env.CDK_VALIDATION = 'true';
  });

  afterAll(() => {
    process.env.CDK_VALIDATION = validation;
  });

  /** Synthesizes with the rules of the CDK as errors. */
  function strictSynth(build: (app: App) => void): void {
    const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
    build(app);
    app.synth();
  }

  test('in strict mode finds nothing in names with a policy, whose newest property is acknowledged by name', () => {
    strictSynth((app) => {
      const stack = newStack({ env: ENV }, 'Names', app);
      new DelegateNames(stack, 'Names', {
        connections: everyRow(),
        source: { cidrs: ['10.0.1.0/24'] },
        policy: 'new',
        vpc: someVpc(stack),
        capacity: 400,
        review: false,
      });
    });
  });

  test.each([Profile.DOCUMENTED, Profile.RECOMMENDED])(
    'in strict mode finds nothing in any row, %s',
    (profile) => {
      strictSynth((app) =>
        everyRow().forEach((connection) =>
          accessStack([connection], { profile }, newStack({ env: ENV }, connection.name, app)),
        ),
      );
    },
    120_000,
  );

  test('in strict mode refuses a group whose ports are no ports', () => {
    const broken = (app: App): void => {
      const { access } = accessStack(everyRow(), {}, newStack({ env: ENV }, 'Broken', app));
      const group = access.egress.node.findChild('Resource') as CfnSecurityGroup;
      group.addPropertyOverride('SecurityGroupEgress.0.FromPort', 'no port');
    };
    expect(() => strictSynth(broken)).toThrow("SecurityGroupEgress.0.FromPort: 'no port' is not of type 'integer'");
  }, 120_000);
});
