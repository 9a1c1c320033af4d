import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Instance, InstanceType, MachineImage, Peer, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { problemsOf } from '../../support/errors';
import { ecsTasks, ENV, newStack, resourcesOf, someVpc } from '../../support/stacks';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** Constructs of the CDK where their name, their ARN or their security group is meant. */

function accessTo(make: (stack: Stack) => Connection[]): { access: DelegateAccess; template: Template } {
  const stack = newStack({ env: ENV }, 'Stack', new App());
  const access = new DelegateAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: make(stack),
    profile: Profile.RECOMMENDED,
    assumedBy: ecsTasks(stack),
    asOf: '2026-11-26',
    review: false,
  });
  return { access, template: Template.fromStack(stack) };
}

test('buckets, keys, clusters, roles, repositories and queues stand for their names and ARNs', () => {
  const { template, access } = accessTo((stack) => {
    const bucket = new Bucket(stack, 'Artifacts');
    const key = new Key(stack, 'Key');
    const task = new Role(stack, 'TaskRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const cluster = new Cluster(stack, 'Cluster', { vpc: someVpc(stack, 'OfCluster') });
    const repository = new Repository(stack, 'Images');
    return [
      Connection.awsS3({
        buckets: [bucket, { name: bucket.bucketName, prefix: 'a', access: 'write' }],
        kmsKeys: [key],
      }),
      Connection.awsElbAlbEcs({ machines: [], clusters: [cluster], passRoles: [task], ecrRepositories: [repository] }),
      Connection.awsCloud({ assumeRoles: [Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::222222222222:role/other')] }),
      Connection.custom({
        name: 'jobs',
        reason: 'starts jobs',
        awsStatements: [{ actions: ['sqs:SendMessage'], resources: [new Queue(stack, 'Jobs')] }],
      }),
    ];
  });
  const text = JSON.stringify(resourcesOf(template, 'AWS::IAM::ManagedPolicy'));
  for (const id of ['Artifacts', 'Key', 'TaskRole', 'Cluster', 'Images', 'Jobs']) {
    expect(text).toMatch(new RegExp(`"(?:Ref|Fn::GetAtt)":\\[?"${id}[0-9A-F]{8}`));
  }
  expect(text).toContain('arn:aws:iam::222222222222:role/other');
  const resources = access.toReview().permissions.flatMap((permission) => permission.resources);
  expect(resources).toContain('Stack/Jobs/Resource.Arn');
  expect(resources.filter((resource) => resource.includes('Token['))).toEqual([]);
});

test('peers with blocks, security groups and what has one are destinations, by their paths', () => {
  const { template, access } = accessTo((stack) => {
    const vpc = new Vpc(stack, 'Network');
    const group = new SecurityGroup(stack, 'Database', { vpc });
    const instance = new Instance(stack, 'Jenkins', {
      vpc,
      instanceType: new InstanceType('m7i.large'),
      machineImage: MachineImage.latestAmazonLinux2023(),
    });
    return [
      Connection.nexus({ to: [Peer.ipv4('10.0.3.8/32'), Peer.ipv6('2001:db8::8/128')] }),
      Connection.jenkins({ to: [instance] }),
      Connection.custom({ name: 'database', to: [group], ports: [5432], reason: 'migrations' }),
    ];
  });
  const { rules } = access.toReview();
  expect(rules.map(({ destination: { text } }) => text)).toEqual(
    expect.arrayContaining(['10.0.3.8/32', '2001:db8::8/128', 'Stack/Database', 'Stack/Jenkins']),
  );
  const inbound = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress'));
  expect(inbound.map(({ Properties: { FromPort: port } }) => port).sort()).toEqual([443, 5432]);
});

test('whatever they cannot stand for names the factory that can', () => {
  const stack = newStack({ env: ENV }, 'Stack', new App());
  const to = (peer: unknown): string => problemsOf(() => Connection.jenkins({ to: [peer as never] }))[0]!;
  expect(to(Peer.prefixList('pl-0123456789abcdef0'))).toMatch(
    /^InvalidDestination: .*write `AwsDestination.prefixList\('pl-0123456789abcdef0', \{ weight \}\)`/,
  );
  expect(to(Peer.ipv4(new Vpc(stack, 'Vpc').vpcCidrBlock))).toMatch(
    /write `Destination.deployTime\(block, \{ name \}\)`/,
  );
  expect(to({ connections: { allowTo: () => undefined, securityGroups: [] } })).toMatch(
    /`AwsDestination.connectable\(target, \{ name \}\)`/,
  );
  expect(to({ any: 'object' })).toMatch(/must be a CIDR, a host name or a `Destination`/);
  const wrong = problemsOf(() => Connection.awsS3({ buckets: [{ bucketName: 'A_B' }], kmsKeys: [{ keyArn: 'key' }] }));
  expect(wrong[0]).toMatch(/^InvalidBucket: .*got "A_B"/);
  expect(wrong[1]).toMatch(/^InvalidArn: .*`kmsKeys\[0\]`/);
});

test('data has no constructs', () => {
  expect(problemsOf(() => Connection.parse('aws-s3', { buckets: [{ bucketName: 'artifacts' }] }))[0]).toBe(
    'UnknownProp: `buckets[0].bucketName` is an attribute of constructs, which are for code; write its text instead of the object',
  );
});
