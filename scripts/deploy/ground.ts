import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Call, Credentials, Moto } from './moto';
import { parseReview, type ReviewDocument } from '../../lib';
import { runSmallExample, type SmallExample } from '../small-examples';

/**
 * The examples of EKS, of two accounts and of a private VPC, as they are, created by CloudFormation's own API: their roles,
 * trusts, endpoints and inbound rules as the other APIs show them, and calls in sessions of both accounts.
 */

const REGION = 'eu-west-1';
const OWN = '111111111111';
const THERE = '222222222222';
const ADMINISTRATOR = 'ground-administrator';

interface Created {
  readonly name: string;
  readonly template: {
    readonly Resources: Readonly<Record<string, { Type: string; Properties: Record<string, unknown> }>>;
  };
  /** Physical ids by logical id, of what moto made. */
  readonly ids: ReadonlyMap<string, string>;
  /** Types that moto's CloudFormation leaves out. */
  readonly leftOut: readonly string[];
}

export class Ground {
  private readonly reviews = new Map<SmallExample, ReviewDocument>();
  private readonly there: Credentials;

  public constructor(
    private readonly moto: Moto,
    private readonly scratch: string,
  ) {
    const session = this.call<{ Credentials: Credentials }>('sts', 'AssumeRole', {
      RoleArn: `arn:aws:iam::${THERE}:role/admin`,
      RoleSessionName: 'deploy',
    });
    this.there = session.Credentials;
    this.call('ssm', 'PutParameter', { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' });
    this.call(
      'ssm',
      'PutParameter',
      { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' },
      this.there,
    );
  }

  public async run(): Promise<void> {
    this.privateVpc();
    this.eks();
    await this.accounts();
  }

  /** Endpoints as EC2 has them, against the template and the review. */
  private privateVpc(): void {
    const stack = this.create('private-vpc', 'PrivateDelegate');
    const { VpcEndpoints: found } = this.call<{ VpcEndpoints: Endpoint[] }>('ec2', 'DescribeVpcEndpoints');
    const planned = this.reviews.get('private-vpc')!.endpoints!.flatMap(({ serviceName }) => serviceName ?? []);
    const names = found.map(({ ServiceName }) => ServiceName);
    assert.deepEqual(
      planned.filter((name) => !names.includes(name)),
      [],
      'endpoints of the plan that EC2 does not have',
    );
    const templates = typed(stack, 'AWS::EC2::VPCEndpoint');
    assert.equal(found.length, templates.length, 'endpoints');
    const interfaces = found.filter(({ VpcEndpointType: type }) => type === 'Interface');
    assert.deepEqual(
      interfaces.filter(({ PrivateDnsEnabled, Groups }) => PrivateDnsEnabled !== true || Groups.length !== 1),
      [],
      'interface endpoints without private DNS, or with other groups',
    );
    const policies = templates.filter(({ Properties }) => Properties.PolicyDocument !== undefined);
    const kept = found.filter(({ PolicyDocument }) => /PrincipalAccount/.test(PolicyDocument ?? ''));
    assert.equal(kept.length, policies.length, 'policies of endpoints');
    say(
      `private VPC: EC2 has the ${found.length} endpoints of the plan and the task, ${kept.length} with their policies`,
      stack,
      [
        'private DNS and routes: moto sends no traffic (the evaluator of test/oracle/private-network.ts walks the names)',
        'endpoint policies: moto keeps them and asks none',
      ],
    );
  }

  /** Trusts and the one inbound rule as they are deployed. */
  private eks(): void {
    const { Vpc } = this.call<{ Vpc: { VpcId: string } }>('ec2', 'CreateVpc', { CidrBlock: '10.9.0.0/16' });
    const { GroupId } = this.call<{ GroupId: string }>('ec2', 'CreateSecurityGroup', {
      VpcId: Vpc.VpcId,
      GroupName: 'cluster',
      Description: 'cluster',
    });
    const stack = this.create('eks', 'EksDelegate', undefined, [
      ['vpc-0123456789abcdef0', Vpc.VpcId],
      ['sg-0123456789abcdef0', GroupId],
    ]);
    const [group] = idsOf(stack, 'AWS::EC2::SecurityGroup');
    const { SecurityGroups } = this.call<{ SecurityGroups: Group[] }>('ec2', 'DescribeSecurityGroups', {
      GroupIds: [group, GroupId],
    });
    const inbound = (id: string): string[] =>
      SecurityGroups.find((one) => one.GroupId === id)!
        .IpPermissions.flatMap(({ IpProtocol, FromPort, ToPort, UserIdGroupPairs }) =>
          UserIdGroupPairs.map((pair) => `${IpProtocol} ${FromPort}-${ToPort} ${pair.GroupId}`),
        )
        .sort();
    assert.deepEqual(inbound(group!), [`tcp 3460-3460 ${GroupId}`], 'inbound rules of the delegate');
    assert.deepEqual(
      inbound(GroupId),
      [`tcp 443-443 ${group!}`, `tcp 53-53 ${group!}`, `udp 53-53 ${group!}`],
      'inbound rules of the cluster',
    );
    const trusts = idsOf(stack, 'AWS::IAM::Role').map((RoleName) => JSON.stringify(this.trustOf(RoleName)));
    assert.equal(
      trusts.filter((trust) => /system:serviceaccount:harness-delegate-ng:build/.test(trust)).length,
      1,
      'IRSA',
    );
    assert.equal(trusts.filter((trust) => /pods\.eks\.amazonaws\.com/.test(trust)).length, 1, 'Pod Identity');
    say(
      'EKS: 3460 from the nodes is the one inbound rule, CoreDNS and the API let the pod in, both trusts are as written',
      stack,
      ['tokens of service accounts: moto checks no identity provider'],
    );
  }

  /** Both halves, by calls in sessions of both roles while moto enforces IAM. */
  private async accounts(): Promise<void> {
    const { Vpc } = this.call<{ Vpc: { VpcId: string } }>('ec2', 'CreateVpc', { CidrBlock: '10.8.0.0/16' });
    const subnets = [0, 1].map((n) =>
      this.call<{ Subnet: { SubnetId: string } }>('ec2', 'CreateSubnet', {
        VpcId: Vpc.VpcId,
        CidrBlock: `10.8.${n}.0/24`,
        AvailabilityZone: `${REGION}${'ab'[n]}`,
      }),
    );
    const own = this.create('accounts', 'DelegateInTools', undefined, [
      ['vpc-0123456789abcdef0', Vpc.VpcId],
      ...subnets.map(({ Subnet }, n) => [`subnet-0123456789abcdef${n}`, Subnet.SubnetId] as const),
    ]);
    const target = this.create('accounts', 'TargetInProd', this.there);
    const trust = JSON.stringify(this.trustOf('HarnessDeploy', this.there));
    assert.match(trust, /arn:aws:iam::111111111111:role\/harness-delegate/, 'trust on the delegate');
    assert.match(trust, /"sts:ExternalId":"acme-harness-prod"/, 'external id');
    const calls = accountCalls(this.sessionOf(OWN, 'harness-delegate'), this.sessionOf(THERE, 'HarnessDeploy'));
    this.call('iam', 'CreateRole', { RoleName: ADMINISTRATOR, AssumeRolePolicyDocument: JSON.stringify(ANYBODY) });
    this.call('iam', 'AttachRolePolicy', {
      RoleName: ADMINISTRATOR,
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    const administrator = this.sessionOf(OWN, ADMINISTRATOR);
    await this.moto.enforceIam(true);
    const answers = this.moto.try(calls.map(({ call }) => ({ ...call, region: REGION })));
    const control = this.moto.try(calls.map(({ call }) => ({ ...call, region: REGION, credentials: administrator })));
    await this.moto.enforceIam(false);
    const wrong = calls.filter(({ allowed }, i) => isDenied(answers[i]!) === allowed).map(({ what }) => what);
    assert.deepEqual(wrong, [], 'calls that were answered otherwise');
    assert.deepEqual(control.filter(isDenied), [], 'moto denies an administrator');
    const allowed = calls.filter((call) => call.allowed).length;
    say(
      `two accounts: ${allowed} calls allowed and ${calls.length - allowed} denied, each by the half that it belongs to`,
      { ...own, leftOut: [...own.leftOut, ...target.leftOut] },
      [
        'the trust policy and the external id: moto assumes any role that the caller may assume, so they are read, not tried',
      ],
    );
  }

  private create(
    example: SmallExample,
    name: string,
    credentials?: Credentials,
    replaced: readonly (readonly [string, string])[] = [],
  ): Created {
    const out = join(this.scratch, `example-${example}`);
    if (!this.reviews.has(example)) {
      runSmallExample(example, out);
      const review = readdirSync(out).find((file) => /Access.*\.review\.json$/.test(file))!;
      this.reviews.set(example, parseReview(readFileSync(join(out, review), 'utf8')));
    }
    const text = readFileSync(join(out, `${name}.template.json`), 'utf8');
    const TemplateBody = replaced.reduce((body, [from, to]) => body.replaceAll(from, to), text);
    this.call(
      'cloudformation',
      'CreateStack',
      { StackName: name, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] },
      credentials,
    );
    const { Stacks } = this.call<{ Stacks: { StackStatus: string }[] }>(
      'cloudformation',
      'DescribeStacks',
      { StackName: name },
      credentials,
    );
    assert.equal(Stacks[0]!.StackStatus, 'CREATE_COMPLETE', name);
    const { StackResources } = this.call<{
      StackResources: { LogicalResourceId: string; PhysicalResourceId?: string }[];
    }>('cloudformation', 'DescribeStackResources', { StackName: name }, credentials);
    const template = JSON.parse(TemplateBody) as Created['template'];
    const ids = new Map(
      StackResources.map(({ LogicalResourceId: id, PhysicalResourceId = '' }) => [id, PhysicalResourceId]),
    );
    const leftOut = Object.entries(template.Resources)
      .filter(([id]) => !ids.has(id))
      .map(([, { Type }]) => Type);
    return { name, template, ids, leftOut };
  }

  private trustOf(RoleName: string, credentials?: Credentials): unknown {
    const { Role } = this.call<{ Role: { AssumeRolePolicyDocument: unknown } }>(
      'iam',
      'GetRole',
      { RoleName },
      credentials,
    );
    return Role.AssumeRolePolicyDocument;
  }

  private sessionOf(account: string, role: string): Credentials {
    return this.call<{ Credentials: Credentials }>('sts', 'AssumeRole', {
      RoleArn: `arn:aws:iam::${account}:role/${role}`,
      RoleSessionName: 'delegate',
    }).Credentials;
  }

  private call<T>(service: string, operation: string, parameters: object = {}, credentials?: Credentials): T {
    return this.moto.callAll<T>([
      { service, operation, parameters, region: REGION, ...(credentials === undefined ? {} : { credentials }) },
    ])[0]!;
  }
}

interface Endpoint {
  readonly ServiceName: string;
  readonly VpcEndpointType: string;
  readonly PrivateDnsEnabled?: boolean;
  readonly Groups: readonly object[];
  readonly PolicyDocument?: string;
}

interface Group {
  readonly GroupId: string;
  readonly IpPermissions: readonly {
    readonly IpProtocol: string;
    readonly FromPort: number;
    readonly ToPort: number;
    readonly UserIdGroupPairs: readonly { readonly GroupId: string }[];
  }[];
}

interface AccountCall {
  readonly what: string;
  readonly call: Call;
  readonly allowed: boolean;
}

const ANYBODY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };

function accountCalls(own: Credentials, there: Credentials): AccountCall[] {
  const service = (account: string, cluster: string): string =>
    `arn:aws:ecs:${REGION}:${account}:service/${cluster}/web`;
  const assume = (role: string): Call => ({
    service: 'sts',
    operation: 'AssumeRole',
    parameters: { RoleArn: role, RoleSessionName: 'delegate', ExternalId: 'acme-harness-prod' },
    resource: role,
  });
  const update = (resource: string): Call => ({ service: 'ecs', operation: 'UpdateService', parameters: {}, resource });
  const list = (Bucket: string): Call => ({ service: 's3', operation: 'ListObjectsV2', parameters: { Bucket } });
  const by =
    (who: string, credentials: Credentials) =>
    (call: Call, on: string, allowed: boolean): AccountCall => ({
      what: `${who}: ${call.operation} on ${on}`,
      call: { ...call, credentials },
      allowed,
    });
  const [delegate, target] = [by('delegate', own), by('target', there)];
  const role = (name: string): string => `arn:aws:iam::${THERE}:role/${name}`;
  return [
    delegate(assume(role('HarnessDeploy')), 'HarnessDeploy', true),
    delegate(assume(role('Administrator')), 'another role there', false),
    delegate(update(service(OWN, 'prod')), 'its own account', false),
    delegate(update(service(THERE, 'prod')), 'the other account', false),
    target(update(service(THERE, 'prod')), 'the cluster of the list', true),
    target(update(service(THERE, 'other')), 'another cluster', false),
    target(assume(role('Administrator')), 'another role', false),
    target(list('release-artifacts'), 'the bucket of the delegate', false),
  ];
}

function isDenied({ error }: Answer): boolean {
  return error !== undefined && ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'].includes(error);
}

function typed({ template }: Created, type: string): { Properties: Record<string, unknown> }[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}

function idsOf({ template, ids }: Created, type: string): string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .flatMap(([id]) => ids.get(id) ?? []);
}

function say(what: string, { leftOut }: Created, notJudged: readonly string[]): void {
  const types = [...new Set(leftOut)].sort();
  console.log(
    [
      what,
      ...notJudged.map((text) => `  not judged: ${text}`),
      ...(types.length === 0 ? [] : [`  not made by moto: ${types.join(', ')}`]),
    ].join('\n'),
  );
}
