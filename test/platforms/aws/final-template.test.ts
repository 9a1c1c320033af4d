import { Aspects, App, CfnResource, Stack, type IAspect } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnSecurityGroup, CfnSecurityGroupEgress, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnManagedPolicy, CfnRole, Effect, ManagedPolicy, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { ecsTasks, ENV, newStack, someVpc } from '../../support/stacks';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateAccess, type DelegateAccessProps } from 'harness-delegate-access/aws';

/** What is rendered in the end counts: after aspects, assignments and overrides, and by code in any stack of the app. */

const s3 = Connection.awsS3({ buckets: ['artifacts-bucket'] });
const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });

interface Made {
  readonly stack: Stack;
  readonly access: DelegateAccess;
  readonly group: CfnSecurityGroup;
  readonly role: Role;
}

function found(change: (made: Made) => void, props: Partial<DelegateAccessProps> = {}): string[] {
  const stack = newStack(undefined, 'Stack', new App());
  const access = new DelegateAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: [s3, jenkins],
    profile: Profile.RECOMMENDED,
    assumedBy: ecsTasks(stack),
    asOf: '2026-11-26',
    ...props,
  });
  const group = access.egress.node.tryFindChild('Resource') as CfnSecurityGroup;
  change({ stack, access, group, role: access.role as Role });
  stack.node.root.node.addValidation({ validate: () => [] });
  Template.fromStack(stack);
  return access.findings.map(({ key }) => key).filter((key) => /^(?:Unplanned|RoleNotSeen)/.test(key));
}

/** An aspect that changes what a property of the class cannot see. */
function aspect(visit: (node: IConstruct) => void): IAspect {
  return { visit };
}

const OPEN = { CidrIp: '0.0.0.0/0', IpProtocol: '-1' };
const admin = 'AdministratorAccess';
const statement = (actions: string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources });

test('nothing is found where nothing was changed, under both profiles', () => {
  expect(found(() => undefined)).toEqual([]);
  expect(found(() => undefined, { profile: Profile.DOCUMENTED })).toEqual([]);
  expect(found(() => undefined, { managedPrefixLists: { maxEntries: 10 } })).toEqual([]);
});

describe('the rules of the group', () => {
  test.each<[string, (made: Made) => void, string]>([
    [
      'an override of one rule',
      ({ group }) => group.addPropertyOverride('SecurityGroupEgress.0.CidrIp', '192.0.2.0/24'),
      '192.0.2.0/24',
    ],
    [
      'an override of all rules',
      ({ group }) => group.addPropertyOverride('SecurityGroupEgress', [OPEN]),
      'everything to 0.0.0.0/0',
    ],
    [
      'an override that takes them away',
      ({ group }) => group.addPropertyDeletionOverride('SecurityGroupEgress'),
      'everything to 0.0.0.0/0',
    ],
    [
      'an assignment',
      ({ group }) => {
        group.securityGroupEgress = [{ cidrIp: '0.0.0.0/0', ipProtocol: '-1' }];
      },
      'everything to 0.0.0.0/0',
    ],
    [
      'an aspect',
      ({ stack }) =>
        Aspects.of(stack).add(
          aspect((node) => {
            if (node instanceof CfnSecurityGroup) {
              node.addPropertyOverride('SecurityGroupEgress.0.FromPort', 1);
            }
          }),
        ),
      'tcp 1-443',
    ],
    [
      'a condition in place of the rules',
      ({ group }) => group.addPropertyOverride('SecurityGroupEgress', { 'Fn::If': ['Open', [OPEN], []] }),
      'Fn::If',
    ],
    [
      'a rule of its own by an override',
      ({ stack, group }) => {
        const rule = new CfnSecurityGroupEgress(stack, 'Rule', { groupId: group.attrGroupId, ipProtocol: 'tcp' });
        rule.addPropertyOverride('CidrIp', '192.0.2.0/24');
      },
      '192.0.2.0/24',
    ],
  ])('%s is found', (_, change, text) => {
    const keys = found(change).filter((key) => key.startsWith('UnplannedEgress'));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join('\n')).toContain(text);
  });

  test('an override of a planned rule on an existing group is found', () => {
    const keys = found(
      ({ access }) => {
        const rules = access.egress.node.findAll().filter((node) => node instanceof CfnSecurityGroupEgress);
        expect(rules.length).toBeGreaterThan(1);
        (rules[0] as CfnSecurityGroupEgress).addPropertyOverride('CidrIp', '0.0.0.0/1');
      },
      { vpc: undefined, securityGroup: brought() },
    );
    expect(keys.join()).toContain('to 0.0.0.0/1');
  });
});

/** A group of the same account, in an app of its own. */
function brought(): SecurityGroup {
  const other = new Stack(new App(), 'Other', { env: ENV });
  return SecurityGroup.fromSecurityGroupId(other, 'G', 'sg-0123456789abcdef0', { allowAllOutbound: false }) as never;
}

describe('the permissions of the role', () => {
  test.each<[string, (made: Made) => void, string]>([
    [
      'AdministratorAccess',
      ({ role }) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(admin)),
      'Stack/Access/Permissions/Role/Resource AdministratorAccess',
    ],
    [
      'AdministratorAccess by an override',
      ({ role }) =>
        (role.node.defaultChild as CfnRole).addPropertyOverride('ManagedPolicyArns', [
          `arn:aws:iam::aws:policy/${admin}`,
        ]),
      admin,
    ],
    [
      'AdministratorAccess by an aspect',
      ({ stack }) =>
        Aspects.of(stack).add(
          aspect((node) => {
            if (node instanceof CfnRole) {
              node.managedPolicyArns = [`arn:aws:iam::aws:policy/${admin}`];
            }
          }),
        ),
      admin,
    ],
    [
      'a customer-managed policy',
      ({ role }) =>
        role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(role, 'M', 'arn:aws:iam::111111111111:policy/mine')),
      'mine',
    ],
    ['an inline statement', ({ role }) => role.addToPolicy(statement(['s3:DeleteBucket'], ['*'])), 's3:DeleteBucket'],
    ['a grant by other code', ({ stack, role }) => new Bucket(stack, 'Bucket').grantRead(role), 's3:GetObject*'],
    [
      'a policy that names the role',
      ({ stack, role }) =>
        new Policy(stack, 'P', { roles: [role], statements: [statement(['iam:CreateUser'], ['*'])] }),
      'iam:CreateUser',
    ],
    [
      'a managed policy of the app',
      ({ stack, role }) =>
        new ManagedPolicy(stack, 'P', { roles: [role], statements: [statement(['iam:CreateUser'], ['*'])] }),
      'iam:CreateUser',
    ],
    [
      'a policy of another stack',
      ({ stack, role }) => {
        const other = new Stack(stack.node.root as App, 'Other', { env: ENV });
        new Policy(other, 'P', { roles: [role], statements: [statement(['iam:CreateUser'], ['*'])] });
      },
      'Other/P/Resource iam:CreateUser',
    ],
    [
      'an inline policy by an override',
      ({ role }) =>
        (role.node.defaultChild as CfnRole).addPropertyOverride('Policies', [
          { PolicyName: 'x', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
        ]),
      ' *',
    ],
    [
      'another action in a policy of ours',
      ({ access }) => policyOf(access).addPropertyOverride('PolicyDocument.Statement.0.Action', 's3:*'),
      's3:*',
    ],
    [
      'another resource in a policy of ours',
      ({ access }) => policyOf(access).addPropertyOverride('PolicyDocument.Statement.0.Resource', '*'),
      'Permissions/aws-s3/Resource',
    ],
    [
      'a condition that is gone, and everything but some actions',
      ({ role }) => role.addToPolicy(new PolicyStatement({ notActions: ['iam:*'], resources: ['*'] })),
      'everything but iam:*',
    ],
    [
      'a resource of a type that the CDK has no class for',
      ({ stack, role }) =>
        new CfnResource(stack, 'Raw', {
          type: 'AWS::IAM::RolePolicy',
          properties: { RoleName: role.roleName, PolicyName: 'x' },
        }).addPropertyOverride('PolicyDocument', { Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }),
      'iam:*',
    ],
  ])('%s is found', (_, change, text) => {
    const keys = found(change).filter((key) => key.startsWith('UnplannedPermission'));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join('\n')).toContain(text);
  });

  test('a denial, and a policy of another role, are not', () => {
    const deny = new PolicyStatement({ effect: Effect.DENY, actions: ['iam:*'], resources: ['*'] });
    expect(found(({ role }) => role.addToPolicy(deny))).toEqual([]);
    expect(
      found(({ stack }) => {
        const other = new Role(stack, 'Other', { assumedBy: ecsTasks(stack) });
        other.addToPolicy(statement(['iam:*'], ['*']));
      }),
    ).toEqual([]);
  });

  test('an imported role, and a template with a macro, cannot be told', () => {
    const stack = newStack(undefined, 'Mine', new App());
    const imported = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/delegate');
    const access = new DelegateAccess(stack, 'Access', {
      vpc: someVpc(stack),
      connections: [s3],
      profile: Profile.RECOMMENDED,
      role: imported,
      asOf: '2026-11-26',
    });
    new Policy(stack, 'P', { roles: [imported], statements: [statement(['iam:CreateUser'], ['*'])] });
    Template.fromStack(stack);
    const keys = access.findings.map(({ key }) => key);
    expect(keys).toContain('RoleNotSeen:role');
    expect(keys.join()).toContain('UnplannedPermission:role:Mine/P/Resource iam:CreateUser');
    expect(found(({ stack: own }) => own.addTransform('AWS::Serverless-2016-10-31'))).toEqual([
      'RoleNotSeen:role:macros',
    ]);
  });

  test('is in the review that a synth writes, and can be acknowledged', () => {
    const acknowledged = [
      { finding: 'UnplannedPermission', connection: 'role', reason: 'the agent of Systems Manager' },
    ] as const;
    const stack = newStack(undefined, 'Stack', new App());
    const access = new DelegateAccess(stack, 'Access', {
      vpc: someVpc(stack),
      connections: [s3],
      profile: Profile.RECOMMENDED,
      assumedBy: ecsTasks(stack),
      asOf: '2026-11-26',
      acknowledged,
    });
    (access.role as Role).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore'));
    Template.fromStack(stack);
    const finding = access.toReview().findings.find(({ finding: kind }) => kind === 'UnplannedPermission');
    expect(finding).toMatchObject({
      port: 'Stack/Access/Permissions/Role/Resource AmazonSSMManagedInstanceCore',
      acknowledged: { reason: 'the agent of Systems Manager' },
    });
  });
});

function policyOf(access: DelegateAccess): CfnManagedPolicy {
  return access.permissions.node.findChild('aws-s3').node.defaultChild as CfnManagedPolicy;
}
