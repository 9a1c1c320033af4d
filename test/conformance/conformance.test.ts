import { App as CdkApp, CfnParameter, Stack } from 'aws-cdk-lib';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App as TerraformApp, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import fc from 'fast-check';
import { parseRange, print } from '../oracle/addresses';
import { awsEgress, rulesPerGroup, type Template } from '../oracle/aws-egress';
import { edgePackets, Firewall, type Packet } from '../oracle/firewall';
import { googleEgress, type TerraformResources } from '../oracle/google-egress';
import { isAllowed, type PolicyStatementJson } from '../oracle/iam';
import { ecsTasks, ENV, someVpc } from '../support/stacks';
import { connectionsOf, LATER, lists, optionsOf, paste, planOf, type ListSpec } from '../support/random-lists';
import { everyRow, ROW_PROPS } from '../support/every-row';
import { Target, type Plan, type PlanOnTarget } from 'harness-delegate-access';
import { DelegateAccess as AwsAccess, type DelegateAccessProps } from 'harness-delegate-access/aws';
import { DelegateAccess as GoogleAccess } from 'harness-delegate-access/gcp';

/**
 * What the templates let out and allow, as evaluators that know nothing of this library read them, is what the plan says,
 * and the same on both clouds, at the edge of every block and every range of ports.
 */

/** Lists of one run; `npm run test:conformance` takes ten thousand. */
const LISTS = Number(process.env.LISTS ?? 300);
/** Lists that share one app. */
const BATCH = 20;
const QUOTAS = { rulesPerGroup: 25, groupsPerInterface: 16 };

interface Rendered {
  readonly template: Template;
  readonly vpcRules: TerraformResources;
  readonly policy: TerraformResources;
}

function renderAll(specs: readonly ListSpec[]): Rendered[] {
  const cdk = new CdkApp();
  const terraform = new TerraformApp({ skipValidation: true });
  const stacks = specs.map((spec, i) => ({
    aws: awsStack(cdk, `List${i}`, spec, i),
    vpcRules: googleStack(terraform, `rules-${i}`, spec, 'none'),
    policy: googleStack(terraform, `policy-${i}`, spec, 'new'),
  }));
  const assembly = cdk.synth();
  return stacks.map(({ aws, vpcRules, policy }) => ({
    template: assembly.getStackByName(aws.stackName).template as Template,
    vpcRules: resourcesOf(vpcRules),
    policy: resourcesOf(policy),
  }));
}

function awsStack(app: CdkApp, id: string, spec: ListSpec, index: number): Stack {
  const stack = new Stack(app, id, { env: ENV });
  const parameters = new Map<string, CfnParameter>();
  const tokenOf = (name: string): string => {
    const known = parameters.get(name) ?? new CfnParameter(stack, name);
    parameters.set(name, known);
    return known.valueAsString;
  };
  const lists: Partial<DelegateAccessProps> = index % 3 === 0 ? { managedPrefixLists: { maxEntries: 10 } } : {};
  new AwsAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: connectionsOf(spec, tokenOf),
    ...optionsOf(spec),
    assumedBy: ecsTasks(stack),
    quotas: QUOTAS,
    review: false,
    ...lists,
  });
  return stack;
}

function googleStack(app: TerraformApp, id: string, spec: ListSpec, firewallPolicy: 'none' | 'new'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new GoogleProvider(stack, 'google', { project: 'acme-prod' });
  const variables = new Map<string, TerraformVariable>();
  const tokenOf = (name: string): string => {
    const known = variables.get(name) ?? new TerraformVariable(stack, name, { type: 'string' });
    variables.set(name, known);
    return known.stringValue;
  };
  new GoogleAccess(stack, 'access', {
    project: 'acme-prod',
    network: 'prod',
    connections: connectionsOf(spec, tokenOf),
    ...optionsOf(spec),
    firewallPolicy,
    review: false,
  });
  return stack;
}

function resourcesOf(stack: TerraformStack): TerraformResources {
  return (JSON.parse(Testing.synth(stack)) as { resource: TerraformResources }).resource;
}

/** The plan as the same kind of list, from what the library says of itself. */
function planFirewall(
  onTarget: PlanOnTarget,
  names: Readonly<Record<string, readonly string[]>>,
  onlyExact = false,
): Firewall {
  const rules = onTarget.rules.filter(({ enforcement }) => !onlyExact || enforcement !== 'port-only');
  return new Firewall(
    rules.map(({ port, destination }) => ({
      allows: true,
      protocol: port.protocol,
      ports: [[port.from, port.to]],
      ranges: (destination.hostname === undefined
        ? [destination.cidr?.text ?? LATER[destination.text]!]
        : names[destination.hostname]!
      ).map(parseRange),
    })),
    false,
  );
}

/** Addresses of every host name, some of none; of the families that stand for host names elsewhere. */
function resolve({ rules }: PlanOnTarget, { reach }: ListSpec): Record<string, string[]> {
  const names = [...new Set(rules.flatMap(({ destination }) => destination.hostname ?? []))];
  const isV6 = (reach.families ?? ['ipv4'])[0] === 'ipv6';
  return Object.fromEntries(
    names.map((name, i) => [name, i % 5 === 4 ? [] : [isV6 ? `2001:db8:ffff::${i.toString(16)}` : `198.18.0.${i}`]]),
  );
}

function differences(what: string, one: Firewall, other: Firewall, packets: readonly Packet[]): string[] {
  return packets
    .filter((packet) => one.admits(packet) !== other.admits(packet))
    .map(
      (packet) =>
        `${what}: ${packet.protocol} ${packet.port} to ${print(packet.address)}, ${one.admits(packet) ? 'only the first' : 'only the second'}`,
    );
}

/** Everything on which the outputs and the plan disagree. */
function disagreements(spec: ListSpec, { template, vpcRules, policy }: Rendered): string[] {
  const plan = planOf(spec, () => '${Token[TOKEN.1]}');
  const [onAws, onRules, onPolicy] = [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY].map(
    (target) => plan.on(target),
  ) as [PlanOnTarget, PlanOnTarget, PlanOnTarget];
  const names = resolve(onPolicy, spec);
  const aws = awsEgress(template, LATER);
  const google = googleEgress(vpcRules, { variables: LATER });
  const named = googleEgress(policy, { variables: LATER, names });
  const packets = edgePackets([aws, google, named, planFirewall(onAws, names)]);
  const exact = planFirewall(onAws, names, true);
  return [
    ...differences('AWS and the plan', aws, planFirewall(onAws, names), packets),
    ...differences('VPC rules and the plan', google, planFirewall(onRules, names), packets),
    ...differences('firewall policy and the plan', named, planFirewall(onPolicy, names), packets),
    ...differences('AWS and VPC rules', aws, google, packets),
    // A host name is narrower than any address, and nothing else differs.
    ...packets
      .filter((packet) => named.admits(packet) && !aws.admits(packet))
      .map((packet) => `only the policy: ${JSON.stringify(packet.port)}`),
    ...packets
      .filter((packet) => exact.admits(packet) && !named.admits(packet))
      .map((packet) => `lost by the policy: ${JSON.stringify(packet.port)}`),
    ...Object.entries(rulesPerGroup(template))
      .filter(([, { ipv4, ipv6 }]) => Math.max(ipv4, ipv6) > QUOTAS.rulesPerGroup)
      .map(([id]) => `${id} is too full`),
    ...awsPermissions(plan, template),
    ...googleRoles(plan, policy),
  ];
}

/** Actions that a delegate must not have by accident. */
const PROBES = [
  ['iam:CreateUser', 'arn:aws:iam::111111111111:user/x'],
  ['iam:PassRole', 'arn:aws:iam::111111111111:role/Admin'],
  ['ec2:AuthorizeSecurityGroupEgress', 'arn:aws:ec2:us-east-1:111111111111:security-group/sg-1'],
  ['s3:GetObject', 'arn:aws:s3:::other-bucket/x'],
  ['s3:DeleteBucket', 'arn:aws:s3:::artifacts-bucket'],
  ['sts:AssumeRole', 'arn:aws:iam::999999999999:role/x'],
] as const;

function awsPermissions({ awsPermissions: permissions }: Plan, { Resources }: Template): string[] {
  const resources = Object.values(Resources);
  const granted = resources
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => (Properties!.PolicyDocument as { Statement: PolicyStatementJson[] }).Statement)
    .map((statement) => JSON.parse(filled(JSON.stringify(statement))) as PolicyStatementJson);
  const planned = permissions.flatMap((permission): PolicyStatementJson[] =>
    permission.kind === 'managed'
      ? []
      : [
          {
            Effect: 'Allow',
            Action: [...permission.actions],
            Resource: permission.resources.map(fillNames),
            Condition: JSON.parse(fillNames(JSON.stringify(permission.conditions ?? {}))) as never,
          },
        ],
  );
  const exact = (statement: PolicyStatementJson, action: string, resource: string): string =>
    JSON.stringify([action, resource, listed(statement.Condition ?? {})]);
  const pairs = (statements: readonly PolicyStatementJson[]): string[] => [
    ...new Set(
      statements.flatMap((statement) =>
        [statement.Action]
          .flat()
          .flatMap((action) => [statement.Resource].flat().map((resource) => exact(statement, action, resource))),
      ),
    ),
  ];
  const [there, here] = [new Set(pairs(granted)), new Set(pairs(planned))];
  const managed = resources
    .filter(({ Type }) => Type === 'AWS::IAM::Role')
    .flatMap(({ Properties }) => (Properties!.ManagedPolicyArns ?? []) as unknown[]);
  const managedPlanned = new Set(
    permissions.flatMap((permission) => (permission.kind === 'managed' ? [permission.policy] : [])),
  );
  return [
    ...[...here].filter((pair) => !there.has(pair)).map((pair) => `not granted: ${pair}`),
    ...[...there].filter((pair) => !here.has(pair)).map((pair) => `granted without a plan: ${pair}`),
    ...PROBES.filter(
      ([action, resource]) => isAllowed(granted, action, resource) !== isAllowed(planned, action, resource),
    ).map(([action]) => `allowed by accident: ${action}`),
    ...(managed.length === managedPlanned.size
      ? []
      : [`${managed.length} managed policies, planned ${managedPlanned.size}`]),
  ];
}

/** Conditions with every value as a list: one value may stand alone. */
function listed(conditions: NonNullable<PolicyStatementJson['Condition']>): object {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, [values].flat()])),
    ]),
  );
}

/** The template's own functions for partition, account and region, filled in. */
function filled(text: string): string {
  const joined = JSON.parse(text, (_, value: unknown) => {
    const join = (value as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'];
    const ref = (value as { Ref?: string } | null)?.Ref;
    return join !== undefined
      ? join[1].join(join[0])
      : ref === undefined
        ? value
        : ({ 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' } as Record<string, string>)[ref];
  }) as unknown;
  return JSON.stringify(joined);
}

function fillNames(text: string): string {
  return text
    .replace(/\{partition\}/g, 'aws')
    .replace(/\{account\}/g, ENV.account)
    .replace(/\{region\}/g, ENV.region)
    .replace(/\{dnsSuffix\}/g, 'amazonaws.com');
}

function googleRoles({ gcpRoles }: Plan, resources: TerraformResources): string[] {
  const members = Object.entries(resources).filter(([type]) => type.endsWith('_iam_member'));
  const there = new Set(
    members.flatMap(([type, blocks]) =>
      Object.values(blocks).map(
        ({ role, bucket, repository, secret_id: secret }) =>
          `${type} ${String(role)} ${String(bucket ?? repository ?? secret ?? '')}`,
      ),
    ),
  );
  const TYPES: Readonly<Record<string, string>> = {
    'project': 'google_project_iam_member',
    'bucket': 'google_storage_bucket_iam_member',
    'repository': 'google_artifact_registry_repository_iam_member',
    'secret': 'google_secret_manager_secret_iam_member',
    'service-account': 'google_service_account_iam_member',
  };
  const here = new Set(
    gcpRoles.map(
      ({ role, level, resource }) =>
        `${TYPES[level]} ${role} ${level === 'project' ? '' : (resource.bucket ?? resource.repository ?? resource.secret ?? resource.name ?? '')}`,
    ),
  );
  return [...[...here].filter((one) => !there.has(one)), ...[...there].filter((one) => !here.has(one))];
}

function check(specs: readonly ListSpec[]): void {
  const rendered = renderAll(specs);
  specs.forEach((spec, i) => {
    const found = disagreements(spec, rendered[i]!);
    if (found.length > 0) {
      throw new Error(`${found.slice(0, 5).join('\n')}\n${paste(spec)}`);
    }
  });
}

describe('the outputs are what the plan says', () => {
  test.each(['documented', 'recommended'] as const)('for every row alone, %s', (profile) => {
    check(
      Object.entries(ROW_PROPS).map(([id, props]) => ({
        entries: [{ id, props }],
        profile,
        reach: { families: ['ipv4', 'ipv6'] },
      })),
    );
  });

  test.each(['documented', 'recommended'] as const)('for all rows together, %s', (profile) => {
    check([{ entries: Object.entries(ROW_PROPS).map(([id, props]) => ({ id, props })), profile, reach: {} }]);
    expect(everyRow()).toHaveLength(29);
  });

  test(`for ${LISTS} random lists`, () => {
    fc.assert(fc.property(fc.array(lists(), { minLength: BATCH, maxLength: BATCH, size: 'max' }), check), {
      numRuns: Math.ceil(LISTS / BATCH),
      ...(process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) }),
      endOnFailure: false,
    });
  }, 3_600_000);
});
