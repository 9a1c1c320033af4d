import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  PrefixList,
  SecurityGroup,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { runSmallExample } from '../../../scripts/small-examples';
import type { Template as Json } from '../../oracle/aws-egress';
import { privateNetwork } from '../../oracle/private-network';
import { problemsOf } from '../../support/errors';
import { newStack, resourcesOf } from '../../support/stacks';
import { Connection, parseReview, Profile, type ReviewDocument } from 'harness-delegate-access';
import { DelegateAccess, DelegateEndpoints, type DelegateEndpointsProps } from 'harness-delegate-access/aws';

const IRELAND = { env: { account: '111111111111', region: 'eu-west-1' } };
const s3 = Connection.awsS3({ buckets: ['artifacts'] });

interface Made {
  readonly endpoints: DelegateEndpoints;
  readonly template: () => Template;
  readonly policies: () => Record<string, unknown>;
}

function made(props: (stack: Stack) => Partial<DelegateEndpointsProps> = () => ({}), env: object = IRELAND): Made {
  const stack = newStack(env, 'Stack', new App());
  const endpoints = new DelegateEndpoints(stack, 'Endpoints', {
    vpc: new Vpc(stack, 'Vpc', { natGateways: 0 }),
    connections: [s3],
    profile: Profile.RECOMMENDED,
    ...props(stack),
  });
  const template = (): Template => Template.fromStack(stack);
  const policies = (): Record<string, unknown> =>
    Object.fromEntries(
      Object.values(resourcesOf(template(), 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => [
        JSON.stringify(Properties.ServiceName).replace(/^.*\.([a-z0-9-]+)"[\]}]*$/, '$1'),
        (Properties.PolicyDocument as { Statement: unknown } | undefined)?.Statement,
      ]),
    );
  return { endpoints, template, policies };
}

describe('endpoints of a list', () => {
  test('are those of its services, with one group that nobody else gets into', () => {
    const { endpoints, template } = made();
    expect(endpoints.services).toEqual(['ec2', 's3']);
    const all = Object.values(resourcesOf(template(), 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties);
    expect(all.map(({ ServiceName }) => ServiceName).sort()).toEqual([
      'com.amazonaws.eu-west-1.ec2',
      'com.amazonaws.eu-west-1.s3',
    ]);
    expect(
      all.every(({ PrivateDnsEnabled, VpcEndpointType: type }) => PrivateDnsEnabled === true && type === 'Interface'),
    ).toBe(true);
    const [group, ...more] = Object.values(resourcesOf(template(), 'AWS::EC2::SecurityGroup'));
    expect(all.find(({ ServiceName: name }) => /s3$/.test(String(name)))).toMatchObject({
      DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'AllResolvers' },
    });
    expect(more).toEqual([]);
    expect(group!.Properties.SecurityGroupIngress).toBeUndefined();
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('take the ones that are there, and a gateway for S3 where its prefix list is known', () => {
    const { endpoints, template } = made((stack) => ({
      services: ['logs'],
      s3PrefixList: PrefixList.fromPrefixListId(stack, 'S3', 'pl-6da54004'),
      existing: {
        ec2: new InterfaceVpcEndpoint(stack, 'Theirs', {
          vpc: new Vpc(stack, 'TheirVpc', { natGateways: 0 }),
          service: InterfaceVpcEndpointAwsService.EC2,
        }),
      },
      others: 'none',
    }));
    const types = Object.values(resourcesOf(template(), 'AWS::EC2::VPCEndpoint')).map(
      ({ Properties: p }) => p.VpcEndpointType,
    );
    expect(types.sort()).toEqual(['Gateway', 'Interface', 'Interface']);
    expect(endpoints.destination?.text).toBe('endpoints of Stack/Endpoints');
    const texts = Object.entries(endpoints.reach).map(([service, way]) => `${service} ${String(way)}`);
    expect(texts).toEqual([
      'default none',
      'ec2 endpoint of ec2',
      'logs endpoints of Stack/Endpoints',
      's3 s3',
      'sts-global none',
    ]);
  });

  test('lead the delegate past the internet', () => {
    const { endpoints } = made(() => ({ others: 'none' }));
    const access = new DelegateAccess(endpoints.node.scope!, 'Access', {
      vpc: endpoints.node.scope!.node.findChild('Vpc') as Vpc,
      connections: [s3],
      profile: Profile.RECOMMENDED,
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      reach: { awsServices: endpoints.reach, harness: ['10.20.0.10/32'] },
      review: false,
    });
    expect(access.egress.onTarget.rules.filter(({ destination }) => destination.isAny)).toEqual([]);
    expect(access.findings.filter(({ finding }) => finding === 'PortOnlyEgress')).toEqual([]);
  });

  test('of other regions are none of this stack, and those without one are named', () => {
    const { endpoints } = made(() => ({
      connections: [Connection.awsCloud({ regions: ['eu-west-1', 'us-east-1'], assumeRoles: [] })],
    }));
    expect(endpoints.services).toEqual(['ec2', 'sts']);
    expect(endpoints.without.map(({ service, note }) => `${service}: ${note}`)).toEqual([
      expect.stringMatching(
        /^sts-global: no endpoint has this name: set AWS_STS_REGIONAL_ENDPOINTS=regional and AWS_REGION/,
      ),
      'iam: an endpoint in us-east-1 only: use the proxy, or a network that leads there',
      'ec2: in another region than the delegate, so a network must lead there',
      expect.stringMatching(/^sts: in another region than the delegate/),
    ]);
  });

  test('of IAM are in us-east-1', () => {
    const { endpoints, template } = made(
      () => ({ connections: [Connection.awsElbAlbEcs({ machines: [], clusters: ['prod'], passRoles: [] })] }),
      { env: { account: '111111111111', region: 'us-east-1' } },
    );
    expect(endpoints.services).toContain('iam');
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: 'com.amazonaws.iam',
      PrivateDnsEnabled: true,
    });
  });

  test('have the names of China there, and none that China does not have', () => {
    const { endpoints, template } = made(
      () => ({ connections: [Connection.awsElbAlbEcs({ machines: [], clusters: ['prod'], passRoles: [] })] }),
      { env: { account: '111111111111', region: 'cn-north-1' } },
    );
    expect(endpoints.without.map(({ service }) => service)).toContain('elasticloadbalancing');
    expect(endpoints.services).toContain('iam');
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'cn.com.amazonaws.cn-north-1.ec2' });
    const planned = endpoints.plan.endpoints.flatMap(({ serviceName }) => serviceName ?? []);
    const names = Object.values(resourcesOf(template(), 'AWS::EC2::VPCEndpoint')).map(
      ({ Properties: p }) => p.ServiceName,
    );
    expect([...new Set(planned)].filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('policies', () => {
  const inAccount = { StringEquals: { 'aws:PrincipalAccount': ['111111111111', '222222222222'] } };
  const assuming = Connection.awsCloud({ assumeRoles: ['arn:aws:iam::222222222222:role/Deploy'] });

  test('let in the accounts of the delegate and of the roles that it assumes; tokens of identity providers as well', () => {
    const { policies } = made(() => ({ connections: [assuming, s3] }));
    const open = { Effect: 'Allow', Action: '*', Resource: '*', Principal: { AWS: '*' }, Condition: inAccount };
    expect(policies()).toEqual({
      ec2: [open],
      s3: undefined,
      sts: [
        open,
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Resource: '*',
          Principal: { AWS: '*' },
          Condition: { StringEquals: { 'aws:ResourceAccount': ['111111111111', '222222222222'] } },
        },
      ],
    });
  });

  test('allow what the list allows, for endpoints of this delegate alone', () => {
    const { policies } = made(() => ({ connections: [assuming, s3], policies: 'list' as const }));
    const { s3: ofS3, sts } = policies() as Record<
      string,
      { Action: unknown; Resource: unknown; Principal: unknown }[]
    >;
    expect(sts!.map(({ Action }) => Action)).toEqual([
      'sts:AssumeRole',
      'sts:AssumeRoleWithWebIdentity',
      'sts:GetCallerIdentity',
    ]);
    expect(sts![0]).toMatchObject({ Resource: 'arn:aws:iam::222222222222:role/Deploy', Condition: inAccount });
    expect(JSON.stringify(ofS3)).toContain(':s3:::artifacts');
    expect(ofS3!.at(-1)).toMatchObject({
      Action: 's3:GetObject',
      Resource: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::prod-eu-west-1-starport-layer-bucket/*']],
      },
    });
    expect(ofS3!.every(({ Principal }) => JSON.stringify(Principal) === '{"AWS":"*"}')).toBe(true);
  });

  test('allow nothing of a service of which the list has no permission, and stay open for what is beside the list', () => {
    const { policies } = made(() => ({
      connections: [Connection.awsElbAlbEcs({ machines: [], clusters: ['prod'], passRoles: [] })],
      policies: 'list' as const,
      services: ['logs'],
    }));
    const { autoscaling, logs, ecs } = policies() as Record<string, { Effect: string; Action: unknown }[]>;
    expect(autoscaling).toEqual([expect.objectContaining({ Effect: 'Deny', Action: '*' })]);
    expect(logs).toEqual([
      expect.objectContaining({ Effect: 'Allow', Action: '*', Condition: expect.anything() as unknown }),
    ]);
    expect(JSON.stringify(ecs)).not.toContain('"Action":"*"');
  });

  test('are left to AWS on request', () => {
    expect(Object.values(made(() => ({ policies: 'none' as const })).policies())).toEqual([undefined, undefined]);
  });
});

test('every problem of the props is named at once', () => {
  expect(
    problemsOf(() =>
      made(() => ({
        services: ['iam', 'sts-global', 'secretmanager', 'logs'],
        existing: { s3: {} as never },
        policies: 'some' as never,
        others: 'direct' as never,
        accounts: ['12345678901'],
      })),
    ),
  ).toEqual([
    "NoEndpoint: `services[0]`: com.amazonaws.iam is not there in eu-west-1: iam has an endpoint in us-east-1 only; leave it out, and set `others` to 'proxy' or 'public'",
    expect.stringMatching(/^NoEndpoint: `services\[1\]`: sts\.amazonaws\.com has no endpoint in any region/),
    expect.stringMatching(/^InvalidEndpoints: `services\[2\]` must be `s3`, .*; did you mean `secretsmanager`\?$/),
    'InvalidEndpoints: `existing.s3` must be an interface endpoint or its security group, got a value of type object',
    'InvalidEndpoints: `policies` must be `accounts`, `list` or `none`, got "some"',
    'InvalidEndpoints: `others` must be `proxy`, `public` or `none`, got "direct"',
    'InvalidEndpoints: `accounts` must be account ids of 12 digits, got "12345678901"',
  ]);
});

test.each<[string, Partial<DelegateEndpointsProps>, object, string]>([
  [
    'accounts that are no list',
    { accounts: '111111111111' as never },
    IRELAND,
    '`accounts` must be a list of account ids, one at least, got "111111111111"',
  ],
  ['no accounts', { accounts: [] }, IRELAND, '`accounts` must be a list of account ids, one at least, got a list of 0'],
  [
    'an account as a number',
    { accounts: [111111111111 as never] },
    IRELAND,
    '`accounts` must be account ids of 12 digits, got 111111111111',
  ],
  [
    'endpoints that are nothing',
    { existing: null as never },
    IRELAND,
    '`existing` must be an object of endpoints by service, got null',
  ],
  [
    'policies of a list under DOCUMENTED',
    { policies: 'list', profile: Profile.DOCUMENTED },
    IRELAND,
    "`policies: 'list'` needs RECOMMENDED",
  ],
  [
    'a list of another region',
    { region: 'us-east-1', connections: [Connection.awsS3({ regions: ['us-east-1'], buckets: ['artifacts'] })] },
    IRELAND,
    'the list is used in us-east-1, and this stack is in eu-west-1: make the endpoints in a stack there',
  ],
  [
    'several regions in a stack of none',
    { connections: [Connection.awsS3({ regions: ['us-east-1', 'eu-west-1'], buckets: ['artifacts'] })] },
    {},
    'the list is used in eu-west-1, us-east-1, and the stack has no region: set its `env.region`',
  ],
])('fails on %s', (_, props, env, text) => {
  expect(problemsOf(() => made(() => props, env))).toEqual([expect.stringContaining(`InvalidEndpoints: ${text}`)]);
});

test('an interface endpoint of S3 and a gateway exclude one another', () => {
  expect(
    problemsOf(() =>
      made((stack) => ({
        s3PrefixList: PrefixList.fromPrefixListId(stack, 'S3', 'pl-6da54004'),
        existing: { s3: new SecurityGroup(stack, 'Theirs', { vpc: new Vpc(stack, 'TheirVpc', { natGateways: 0 }) }) },
      })),
    ),
  ).toEqual([expect.stringContaining('`existing.s3` is an interface endpoint, and `s3PrefixList` is for a gateway')]);
});

describe('the example of a private VPC', () => {
  const out = mkdtempSync(join(tmpdir(), 'private-vpc-'));
  let review: ReviewDocument;
  let template: Json;
  beforeAll(() => {
    runSmallExample('private-vpc', out);
    const file = readdirSync(out).find((name) => name.endsWith('.review.json'))!;
    review = parseReview(readFileSync(join(out, file), 'utf8'));
    template = JSON.parse(readFileSync(join(out, 'PrivateDelegate.template.json'), 'utf8')) as Json;
  }, 60_000);
  afterAll(() => rmSync(out, { recursive: true }));

  test('leads every host name of the plan one way: to an endpoint, or to the proxy; no rule leads to any address', () => {
    const [id] = Object.entries(template.Resources).find(
      ([, { Type, Properties }]) =>
        Type === 'AWS::EC2::SecurityGroup' && Properties!.GroupDescription === 'Egress of a Harness Delegate',
    )!;
    const network = privateNetwork(template, 'eu-west-1', { blocks: ['10.20.0.10/32', '10.20.1.10/32'], port: 3128 }, [
      id,
    ]);
    expect(network.toAnyAddress).toEqual([]);
    const ways = review.ports.filter(({ asked }) => asked).flatMap((port) => port.ways ?? []);
    const hosts = new Set(ways.flatMap((way) => way.hosts));
    expect(hosts.size).toBeGreaterThan(12);
    for (const host of hosts) {
      const walked = network.waysTo(host);
      expect({ host, walked }).toEqual({ host, walked: [expect.stringMatching(/^(endpoint .+|proxy)$/)] });
      const said = ways.filter((way) => way.hosts.includes(host)).map(({ through }) => through);
      expect({ host, said: [...new Set(said)] }).toEqual({ host, said: [walked[0]!.split(' ')[0]] });
    }
    expect(network.waysTo('iam.amazonaws.com')).toEqual(['proxy']);
    expect(network.waysTo('ecs.eu-west-1.amazonaws.com')).toEqual(['endpoint ecs']);
    expect(review.findings.filter(({ finding }) => finding === 'PortOnlyEgress')).toEqual([]);
  });
});
