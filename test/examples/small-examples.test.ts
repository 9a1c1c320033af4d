import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { parseAllDocuments } from 'yaml';
import { runSmallExample, SMALL_EXAMPLES, type SmallExample } from '../../scripts/small-examples';
import { schemaOf } from '../support/bindings';
import { nonconformities } from '../support/conformity';
import type { Block } from '../support/terraform';
import type { ReviewDocument } from 'harness-delegate-access';

type Terraform = Readonly<Record<'resource', Readonly<Record<string, Readonly<Record<string, Block>>>>>>;

const EXAMPLES = join(__dirname, '../../examples');
const scratch = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const outputs = new Map<SmallExample, string[]>();

/** What the example writes; it runs once. */
function outputOf(name: SmallExample): string[] {
  const output = outputs.get(name) ?? runSmallExample(name, join(scratch, name));
  outputs.set(name, output);
  return output;
}

function json(name: SmallExample): object {
  const file = outputOf(name).find((path) => path.endsWith('template.json') || path.endsWith('.tf.json'));
  return JSON.parse(readFileSync(file!, 'utf8')) as object;
}

/** What it writes for a cloud or a cluster, as one text. */
function textOf(name: SmallExample): string {
  return outputOf(name)
    .filter((path) => !path.endsWith('.html'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

const templateOf = (name: SmallExample): Template => Template.fromJSON(json(name));

/** References to every security group of the access: an example creates no other. */
function groupsOf(template: Template): object[] {
  const groups = Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
  expect(groups.length).toBeGreaterThan(0);
  groups.forEach((id) => expect(id).toMatch(/^AccessEgress/));
  return groups.map((id) => ({ 'Fn::GetAtt': [id, 'GroupId'] }));
}

/** A reference to the role of the access, which that service assumes. */
function roleFor(template: Template, service: string): { Ref: string } {
  const trust = { Statement: [{ Principal: { Service: service } }] };
  const roles = template.findResources('AWS::IAM::Role', { Properties: { AssumeRolePolicyDocument: trust } });
  const ours = Object.keys(roles).filter((id) => /Access.*Permissions.*Role/.test(id));
  expect(ours).toHaveLength(1);
  return { Ref: ours[0]! };
}

describe('every small example', () => {
  test('is in the list that is synthesized, and on the page', () => {
    const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const others = ['aws', 'gcp', 'one-list', 'github-actions', 'import'];
    const names = folders.map(({ name }) => name).filter((name) => !others.includes(name));
    expect(names.sort()).toEqual([...SMALL_EXAMPLES].sort());
    const page = readFileSync(join(EXAMPLES, 'README.md'), 'utf8');
    SMALL_EXAMPLES.forEach((name) => expect(page).toContain(`[${name}](${name}/`));
  });

  test.each(SMALL_EXAMPLES)(
    '%s writes a template and a review',
    (name) => {
      const output = outputOf(name).map((file) => file.replace(scratch, ''));
      // One stack and one delegate, but for two accounts, two ways to give a pod its role, and names for two teams.
      expect(output).toHaveLength(
        { 'accounts': 4, 'eks': 3, 'names': 5, 'eks-policies': 4, 'gke-policies': 3 }[name as string] ?? 2,
      );
      expect(output.join()).toMatch(/review\.html/);
    },
    60_000,
  );

  test.each(SMALL_EXAMPLES)('%s names its profile', (name) => {
    const folder = join(EXAMPLES, name);
    const [file] = ['app.ts', 'main.ts', 'connections.yaml'].filter((path) => existsSync(join(folder, path)));
    expect(readFileSync(join(folder, file!), 'utf8')).toMatch(/^ *profile: (Profile\.RECOMMENDED,|recommended)$/m);
  });

  test.each(SMALL_EXAMPLES)('%s has no token of a delegate in its output', (name) => {
    const text = textOf(name);
    const values = [...text.matchAll(/DELEGATE_TOKEN(?:=|\\?":\s*\\?")([^\s"\\]*)/g)].map(([, value]) => value!);
    values.forEach((value) => expect(value).toMatch(/^$|^\$\(/));
  });
});

describe('ecs', () => {
  test('runs under the access role as its task role, and pulls its token with another one', () => {
    const template = templateOf('ecs');
    const role = roleFor(template, 'ecs-tasks.amazonaws.com');
    const [definition] = Object.values(template.findResources('AWS::ECS::TaskDefinition')) as [
      { Properties: { TaskRoleArn: unknown; ExecutionRoleArn: unknown } },
    ];
    expect(definition.Properties.TaskRoleArn).toEqual({ 'Fn::GetAtt': [role.Ref, 'Arn'] });
    expect(definition.Properties.ExecutionRoleArn).not.toEqual(definition.Properties.TaskRoleArn);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Roles: [role],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'HarnessS3Read' })]) },
    });
  });

  test('reads the token from Secrets Manager, and the execution role alone may', () => {
    const template = templateOf('ecs');
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [{ Secrets: [{ Name: 'DELEGATE_TOKEN', ValueFrom: Match.anyValue() }] }],
    });
    const readers = Object.values(
      template.findResources('AWS::IAM::Policy', {
        Properties: {
          PolicyDocument: {
            Statement: Match.arrayWith([
              Match.objectLike({ Action: Match.arrayWith(['secretsmanager:GetSecretValue']) }),
            ]),
          },
        },
      }),
    ) as { Properties: { Roles: { Ref: string }[] } }[];
    expect(readers.map(({ Properties }) => Properties.Roles.map(({ Ref }) => Ref))).toEqual([
      [expect.stringMatching(/^TaskExecutionRole/)],
    ]);
  });

  test('has all groups of the access on the service, without a public address', () => {
    const template = templateOf('ecs');
    template.hasResourceProperties('AWS::ECS::Service', {
      NetworkConfiguration: {
        AwsvpcConfiguration: { SecurityGroups: groupsOf(template), AssignPublicIp: 'DISABLED' },
      },
    });
  });
});

describe('names', () => {
  const stacks = (): Template[] =>
    outputOf('names')
      .filter((path) => path.endsWith('template.json'))
      .map((path) => Template.fromJSON(JSON.parse(readFileSync(path, 'utf8')) as object));

  test('alone is a rule group with the names, and no firewall, policy or association', () => {
    const [existing] = stacks() as [Template, Template];
    existing.resourceCountIs('AWS::NetworkFirewall::RuleGroup', 1);
    ['AWS::NetworkFirewall::Firewall', 'AWS::NetworkFirewall::FirewallPolicy', 'AWS::EC2::VPC'].forEach((type) =>
      existing.resourceCountIs(type, 0),
    );
    existing.resourceCountIs('AWS::Route53Resolver::FirewallRuleGroupAssociation', 0);
  });

  test('whole leads every delegate subnet to the endpoint of its zone, and the way back too', () => {
    const [, whole] = stacks() as [Template, Template];
    whole.resourceCountIs('AWS::NetworkFirewall::Firewall', 2);
    const routes = Object.values(whole.findResources('AWS::EC2::Route')) as { Properties: Record<string, unknown> }[];
    const endpoints = routes.filter(({ Properties }) => Properties.VpcEndpointId !== undefined);
    expect(endpoints.map(({ Properties }) => Properties.DestinationCidrBlock)).toEqual(
      expect.arrayContaining(['0.0.0.0/0']),
    );
    expect(endpoints).toHaveLength(4);
    const service = Object.values(whole.findResources('AWS::ECS::Service')) as {
      Properties: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: { Ref: string }[] } } };
    }[];
    const { Subnets } = service[0]!.Properties.NetworkConfiguration.AwsvpcConfiguration;
    expect(Subnets.every(({ Ref }) => /delegateSubnet/.test(Ref))).toBe(true);
  });

  test('whole says of every port what all layers check: blocks by address, names with their addresses', () => {
    const file = outputOf('names').find((path) => /NamesWhole\.Access\..*review\.html$/.test(path))!;
    const { ports, findings } = JSON.parse(readFileSync(file.replace(/html$/, 'json'), 'utf8')) as ReviewDocument;
    const words = new Set(ports.filter(({ asked }) => asked).flatMap(({ enforcement }) => enforcement.split(', ')));
    expect([...words].sort()).toEqual(['address', 'claimed name', 'host name']);
    expect(
      findings.filter(({ severity, acknowledged }) => severity === 'warning' && acknowledged === undefined),
    ).toEqual([]);
  });
});

describe('ec2', () => {
  test('has all groups of the access, and no other', () => {
    const template = templateOf('ec2');
    template.hasResourceProperties('AWS::EC2::Instance', { SecurityGroupIds: groupsOf(template) });
  });

  test('runs under the access role, which may read the token', () => {
    const template = templateOf('ec2');
    const role = roleFor(template, 'ec2.amazonaws.com');
    template.hasResourceProperties('AWS::IAM::InstanceProfile', { Roles: [role] });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [role],
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'] })],
      },
    });
  });

  test('asks for version 2 of the metadata service, and starts the delegate', () => {
    const template = templateOf('ec2');
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } },
    });
    template.hasResourceProperties('AWS::EC2::Instance', {
      UserData: { 'Fn::Base64': Match.stringLikeRegexp('docker run .*--network host --env DELEGATE_TOKEN ') },
    });
  });
});

test('auto-scaling has all groups of the access and its role in the launch template', () => {
  const template = templateOf('auto-scaling');
  template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: { SecurityGroupIds: groupsOf(template), MetadataOptions: { HttpTokens: 'required' } },
  });
  template.hasResourceProperties('AWS::IAM::InstanceProfile', { Roles: [roleFor(template, 'ec2.amazonaws.com')] });
  template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', { MinSize: '2', MaxSize: '4' });
});

describe('existing-role-and-group', () => {
  test('gives the existing group each rule as a resource, and creates no group', () => {
    const template = templateOf('existing-role-and-group');
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.allResourcesProperties('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-0123456789abcdef0' });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      CidrIp: '10.0.3.7/32',
      FromPort: 443,
      Description: Match.stringLikeRegexp('^jenkins:443 \\('),
    });
  });

  test('gives the existing role the policies, and creates no role', () => {
    const template = templateOf('existing-role-and-group');
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.allResourcesProperties('AWS::IAM::ManagedPolicy', { Roles: ['harness-delegate'] });
  });
});

describe('gce', () => {
  const resources = (type: string): Block[] => Object.values((json('gce') as Terraform).resource[type] ?? {});

  test('runs the machine under the service account to which the firewall rules apply', () => {
    const [machine] = resources('google_compute_instance_template');
    const [account] = Object.keys((json('gce') as Terraform).resource.google_service_account!);
    const email = `\${google_service_account.${account}.email}`;
    expect(machine).toMatchObject({ service_account: { email, scopes: ['cloud-platform'] } });
    const rules = resources('google_compute_network_firewall_policy_rule');
    expect(rules.length).toBeGreaterThan(2);
    rules.forEach((rule) => expect(rule).toMatchObject({ target_service_accounts: [email] }));
  });

  test('has no public address, and a subnetwork of the network that the policy is on', () => {
    const [machine] = resources('google_compute_instance_template');
    const [subnetwork] = resources('google_compute_subnetwork');
    const [association] = resources('google_compute_network_firewall_policy_association');
    expect(machine).toMatchObject({
      network_interface: [{ subnetwork: '${google_compute_subnetwork.subnetwork.id}' }],
    });
    expect(JSON.stringify(machine)).not.toContain('access_config');
    expect(subnetwork).toMatchObject({ network: '${google_compute_network.network.id}' });
    expect(JSON.stringify(association)).toContain('google_compute_network.network.id');
    expect(resources('google_compute_router_nat')).toHaveLength(1);
    expect(resources('google_project_service').map(({ service }) => service)).toContain('secretmanager.googleapis.com');
  });

  test('starts the delegate by cloud-init, with a token that its account may read', () => {
    const [machine] = resources('google_compute_instance_template') as [{ metadata: { 'user-data': string } }];
    const script = machine.metadata['user-data'];
    expect(script).toMatch(/^#cloud-config\n/);
    expect(script).toContain('/secrets/harness-delegate-token/versions/latest:access');
    // Terraform would take these for its own.
    expect(script).not.toMatch(/[$%]\{/);
    expect(resources('google_secret_manager_secret_iam_member')).toMatchObject([
      { secret_id: 'harness-delegate-token', role: 'roles/secretmanager.secretAccessor' },
    ]);
  });

  test('writes only arguments that the bindings have', () => {
    const all = Object.entries((json('gce') as Terraform).resource);
    const problems = all.flatMap(([type, blocks]) =>
      Object.entries(blocks).flatMap(([id, block]) => nonconformities(schemaOf(type), block, id)),
    );
    expect(problems).toEqual([]);
  });
});

test('yaml-only has a group and a policy, and its VPC is a parameter', () => {
  const template = templateOf('yaml-only');
  template.hasParameter('VpcId', { Type: 'AWS::EC2::VPC::Id' });
  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    VpcId: { Ref: 'VpcId' },
    SecurityGroupEgress: Match.arrayWith([
      Match.objectLike({ CidrIp: '10.0.3.7/32', Description: Match.stringLikeRegexp('^jenkins:443 \\(') }),
    ]),
  });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
    Roles: [roleFor(template, 'ecs-tasks.amazonaws.com')],
  });
});

describe('policies of pods', () => {
  const manifestsIn = (name: SmallExample): { kind: string; metadata: { name: string } }[] =>
    parseAllDocuments(textOf(name)).map((document) => document.toJS() as never);

  test('are applied by the CDK in one resource, the denial last, and before the chart', () => {
    const template = templateOf('eks-policies');
    const [[id, policies]] = Object.entries(template.findResources('Custom::AWSCDK-EKS-KubernetesResource')) as [
      [string, { Properties: { Manifest: string } }],
    ];
    const kinds = (JSON.parse(policies.Properties.Manifest) as { metadata: { name: string } }[]).map(
      ({ metadata }) => metadata.name,
    );
    expect(kinds.at(-1)).toBe('my-delegate-default-deny');
    template.hasResource('Custom::AWSCDK-EKS-HelmChart', { DependsOn: Match.arrayWith([id]) });
    template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', { ServiceAccount: 'my-delegate' });
  });

  test('are resources of Terraform, of which the denial waits for all others', () => {
    const { resource } = json('gke-policies') as {
      resource: Record<string, Record<string, { depends_on?: string[] }>>;
    };
    const manifests = Object.entries(resource.kubernetes_manifest!);
    const waiting = manifests.filter(([, { depends_on: on = [] }]) => on.length > 0);
    expect(waiting.map(([id]) => id)).toEqual(['NetworkPolicy-harness-delegate-ng-my-delegate-default-deny']);
    expect(waiting[0]![1].depends_on).toHaveLength(manifests.length - 1);
    expect(waiting[0]![1].depends_on!.join()).not.toContain('$');
    expect(JSON.stringify(json('gke-policies'))).toContain('gcp-service-account');
  });

  test('are documents of YAML, by cdk8s and for kubectl', () => {
    for (const name of ['cdk8s', 'kubectl'] as const) {
      expect(manifestsIn(name).map(({ metadata }) => metadata.name)).toEqual([
        'my-delegate-none',
        'harness-delegate-ng.my-delegate.deploy',
        'harness-delegate-ng.my-delegate.deploy',
        'my-delegate-egress',
        'my-delegate-upgrader-egress',
        'my-delegate-default-deny',
      ]);
    }
  });
});
