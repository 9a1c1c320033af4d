import { App as CdkApp, Stack } from 'aws-cdk-lib';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { reviewName } from '../../lib/review';
import { ecsTasks, ENV } from '../support/stacks';
import {
  Connection,
  differenceOf,
  differenceTable,
  toHtml,
  toMarkdown,
  type ReviewDocument,
} from 'harness-delegate-access';
import { DelegateAccess as AwsAccess, type DelegateAccessProps as AwsProps } from 'harness-delegate-access/aws';
import {
  DelegateAccess as GoogleAccess,
  DelegatePermissions as GooglePermissions,
  type DelegateAccessProps as GoogleProps,
} from 'harness-delegate-access/gcp';

/** Two delegates with one list that differ only in where they are: in the review, in `diff`, and in the name of its files. */

const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.awsS3()];

function onGoogle(change: Partial<GoogleProps> = {}): ReviewDocument {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'stack');
  const common = { name: 'delegate', project: 'acme-prod', network: 'prod', connections, asOf: '2026-11-24' };
  return new GoogleAccess(stack, 'access', { ...common, ...change }).toReview();
}

function onAws(change: (stack: Stack) => Partial<AwsProps> = () => ({}), env?: typeof ENV): ReviewDocument {
  const stack = new Stack(new CdkApp(), 'Stack', { env });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['a'] });
  const common = { vpc, connections, assumedBy: ecsTasks(stack), asOf: '2026-11-24' };
  return new AwsAccess(stack, 'Access', { ...common, ...change(stack) }).toReview();
}

const TAGS = { targetTags: ['delegate'] };
const POLICY = { firewallPolicy: { name: 'shared' } } as const;
const ROLE = 'arn:aws:iam::111111111111:role/other';

test.each<[string, ReviewDocument, ReviewDocument, string, string]>([
  ['the project', onGoogle(), onGoogle({ project: 'acme-test' }), 'project', 'acme-prod to acme-test'],
  ['the network', onGoogle(), onGoogle({ network: 'test' }), 'network', 'prod to test'],
  [
    'the targets',
    onGoogle(),
    onGoogle(TAGS),
    'applies to',
    'service account delegate@acme-prod.iam.gserviceaccount.com to tag delegate',
  ],
  [
    'the policy',
    onGoogle(POLICY),
    onGoogle({ firewallPolicy: { name: 'other' } }),
    'firewall policy',
    'shared to other',
  ],
  ['the name', onGoogle(TAGS), onGoogle({ ...TAGS, name: 'other' }), 'name', 'delegate to other'],
  [
    'the account of the permissions',
    onGoogle(TAGS),
    onGoogle({ ...TAGS, serviceAccount: 'own@acme-prod.iam.gserviceaccount.com' }),
    'permissions of',
    'delegate@acme-prod.iam.gserviceaccount.com to own@acme-prod.iam.gserviceaccount.com',
  ],
  [
    'the account and the region',
    onAws(undefined, ENV),
    onAws(undefined, { account: '222222222222', region: 'eu-west-1' }),
    'region',
    `${ENV.region} to eu-west-1`,
  ],
  [
    'the role',
    onAws(),
    onAws((stack) => ({ assumedBy: undefined, role: Role.fromRoleArn(stack, 'R', ROLE), attachedByHand: true })),
    'role',
    `Stack/Access/Permissions/Role/Resource.Arn to ${ROLE}`,
  ],
  [
    'the group',
    onAws(),
    onAws((stack) => ({
      securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'G', 'sg-0123456789abcdef0', { allowAllOutbound: false }),
    })),
    'security groups',
    'Stack/Access/Egress/Resource.GroupId to sg-0123456789abcdef0',
  ],
])('%s', (_, before, after, what, change) => {
  const difference = differenceOf(before, after);
  expect(difference.moves.map(({ what: place }) => place)).toContain(what);
  expect(differenceTable(difference).replace(/\n\s+/g, ' ')).toContain(`${what}: ${change}`);
  const path = before.where.construct!;
  expect(after.where.construct).toBe(path);
  expect(reviewName(path, before.where)).not.toBe(reviewName(path, after.where));
  [toMarkdown, toHtml].forEach((format) => expect(format(before)).not.toBe(format(after)));
});

test('the title names the construct and the place, and the line below it whom it is about', () => {
  const [title, line] = toMarkdown(onGoogle(POLICY)).split('\n\n');
  expect(title).toMatch(/^# Harness Delegate access: stack\/access on .* \(project acme\\?-prod, network prod\)$/);
  expect(line!.replaceAll('&#64;', '@')).toBe(
    'firewall policy shared, rules and permissions of service account delegate@acme-prod.iam.gserviceaccount.com',
  );
});

test('the account and the region of a stack that names none are decided at deployment, which is no move', () => {
  const { where } = onAws();
  expect(where).toMatchObject({
    account: 'decided at deployment',
    region: 'decided at deployment',
    vpc: 'vpc-0123456789abcdef0',
    groups: 'Stack/Access/Egress/Resource.GroupId',
    role: 'Stack/Access/Permissions/Role/Resource.Arn',
  });
  expect(differenceOf(onAws(), onAws(undefined, ENV)).moves).toEqual([]);
});

test('what Terraform computes is decided at deployment', () => {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'stack');
  const project = new TerraformVariable(stack, 'project', {}).stringValue;
  const access = new GoogleAccess(stack, 'access', {
    name: 'delegate',
    project,
    network: '${var.network}',
    connections,
  });
  expect(access.toReview().where).toEqual({
    construct: 'stack/access',
    name: 'delegate',
    project: 'stack/var.project (decided at deployment)',
    network: 'var.network (decided at deployment)',
    targets: 'service account delegate',
    serviceAccount: 'delegate',
  });
});

test('the permissions alone say whose they are, and of which project each is', () => {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'stack');
  const permissions = new GooglePermissions(stack, 'own', {
    name: 'delegate',
    project: 'acme-prod',
    connections: [Connection.gcp({ machines: [], project: 'acme-data' })],
  });
  const { where, permissions: roles } = permissions.toReview();
  expect(where).toMatchObject({ project: 'acme-prod', serviceAccount: 'delegate@acme-prod.iam.gserviceaccount.com' });
  expect(roles.map(({ where: place }) => place)).toEqual([{ project: 'acme-data' }, { project: 'acme-data' }]);
});

describe('changes that are not in place', () => {
  const rewrites = (before: ReviewDocument, after: ReviewDocument): string =>
    differenceTable(differenceOf(before, after)).replace(/\n\s+/g, ' ');
  const list = (name: string): Partial<GoogleProps> => ({
    connections: [Connection.custom({ name, to: ['10.0.9.0/24'], ports: [8443], reason: 'r' })],
  });

  test('a connection renamed: what is closed meanwhile, and the way through both names', () => {
    expect(rewrites(onGoogle(list('old')), onGoogle(list('new')))).toMatch(
      /delegate-old-\S+ to delegate-new-\S+: tcp 8443 to 10\.0\.9\.0\/24 closed when delegate-old-\S+ changes before delegate-new-\S+ is written in two steps: first list it as old and as new and apply, then take old out of the list/,
    );
  });

  test('a delegate renamed: what is open meanwhile, and the way beside it', () => {
    expect(rewrites(onGoogle(), onGoogle({ name: 'other' }))).toMatch(
      /delegate to other: all of it every rule is destroyed and written anew, since no rule can change its name.*all other egress is open meanwhile in two steps: first add a second delegate of the new name/,
    );
  });

  test('a pinned rule: closed between its removal and its writing', () => {
    const pinned = (pins: Record<string, number>): ReviewDocument =>
      onGoogle({ ...list('ci'), firewallPolicy: { name: 'shared', priorities: { from: 1000, to: 900_000, pins } } });
    const before = pinned({});
    const { name } = before.written!.find(({ connection }) => connection === 'ci')!;
    expect(rewrites(before, pinned({ [name]: 2000 }))).toContain(
      'closed between the removal of the rule and its writing with the new priority',
    );
  });

  test('denying no more is wider, although no rule of the plan changes', () => {
    const difference = differenceOf(onGoogle(), onGoogle({ deny: 'observe' }));
    expect([difference.isWider, difference.opens]).toEqual([true, []]);
    expect(differenceTable(difference)).toContain('nothing is closed any more');
    expect(differenceOf(onGoogle({ deny: 'observe' }), onGoogle()).isWider).toBe(false);
  });

  test('more ports and more addresses of a rule are in place', () => {
    const wider = Connection.custom({
      name: 'ci',
      to: ['10.0.9.0/24', '10.0.8.0/24'],
      ports: [8443, 9443],
      reason: 'r',
    });
    expect(differenceOf(onGoogle(list('ci')), onGoogle({ connections: [wider] })).rewrites).toEqual([]);
  });

  test('a list that is too long for one rule keeps the rule of what it had', () => {
    const many = (count: number): Partial<GoogleProps> => ({
      connections: [
        Connection.custom({
          name: 'many',
          to: Array.from({ length: count }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`),
          ports: [8443],
          reason: 'r',
        }),
      ],
    });
    const { rewrites: changes } = differenceOf(onGoogle(many(5000)), onGoogle(many(5001)));
    expect(changes).toHaveLength(1);
    expect(changes[0]!.into).toHaveLength(1);
    // The second rule takes its half; the first one keeps the other.
    expect(changes[0]!.traffic.length).toBeLessThan(2700);
    expect(differenceOf(onGoogle(many(5001)), onGoogle(many(5100))).rewrites).toEqual([]);
  });
});
