import fc from 'fast-check';
import { parseRange, print } from '../oracle/addresses';
import { awsEgress, rulesPerGroup, type Template } from '../oracle/aws-egress';
import { edgePackets, Firewall, type Packet } from '../oracle/firewall';
import { googleEgress, type TerraformResources } from '../oracle/google-egress';
import { isAllowed, type PolicyStatementJson } from '../oracle/iam';
import { wrongOrders } from '../oracle/write-order';
import { ALL_PROPS } from '../support/every-row';
import { LATER, lists, paste, planOf, shrink, type ListSpec } from '../support/random-lists';
import { QUOTAS, renderAll, type Rendered } from '../support/render-lists';
import { ENV } from '../support/stacks';
import { Target, type Plan, type PlanOnTarget } from 'harness-delegate-access';

/**
 * What the templates let out and allow, as evaluators that know nothing of this library read them, is what the plan says,
 * and the same on both clouds, at the edge of every block and every range of ports.
 */

/** Lists of one run; `npm run test:conformance` takes ten thousand. */
const LISTS = Number(process.env.LISTS ?? 100);
/** Lists that share one app. */
const BATCH = 20;
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
  const [family] = (reach.families ?? ['ipv4']) as readonly string[];
  const isV6 = family === 'ipv6';
  return Object.fromEntries(
    names.map((name, i) => [name, i % 5 === 4 ? [] : [isV6 ? `2001:db8:ffff::${i.toString(16)}` : `198.18.0.${i}`]]),
  );
}

/** Packets on which two firewalls are not as they must be to one another. */
function differences(
  what: string,
  packets: readonly Packet[],
  one: readonly boolean[],
  other: readonly boolean[],
  isWrong = (first: boolean, second: boolean): boolean => first !== second,
): string[] {
  return packets
    .filter((_, i) => isWrong(one[i]!, other[i]!))
    .map(({ protocol, port, address }) => `${what}: ${protocol} ${port} to ${print(address)}`);
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
  const plans = [onAws, onRules, onPolicy].map((onTarget) => planFirewall(onTarget, names));
  const packets = edgePackets([aws, google, named, ...plans]);
  const [byAws, byRules, byPolicy, awsPlan, rulesPlan, policyPlan, exact] = [
    aws,
    google,
    named,
    ...plans,
    planFirewall(onAws, names, true),
  ].map((firewall) => firewall.admitsEach(packets)) as [
    boolean[],
    boolean[],
    boolean[],
    boolean[],
    boolean[],
    boolean[],
    boolean[],
  ];
  const isMore = (first: boolean, second: boolean): boolean => first && !second;
  return [
    ...differences('AWS is not the plan', packets, byAws, awsPlan),
    ...differences('VPC rules are not the plan', packets, byRules, rulesPlan),
    ...differences('the firewall policy is not the plan', packets, byPolicy, policyPlan),
    ...differences('AWS is not the VPC rules', packets, byAws, byRules),
    // A host name is narrower than any address, and nothing else differs.
    ...differences('the policy allows more than AWS', packets, byPolicy, byAws, isMore),
    ...differences('the policy loses what is asked for by address', packets, exact, byPolicy, isMore),
    ...Object.entries(rulesPerGroup(template))
      .filter(([, { ipv4, ipv6 }]) => Math.max(ipv4, ipv6) > QUOTAS.rulesPerGroup)
      .map(([id]) => `${id} is too full`),
    ...[...wrongOrders(vpcRules), ...wrongOrders(policy)].map((order) => `may be written first: ${order}`),
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

function awsPermissions(plan: Plan, { Resources }: Template): string[] {
  const permissions = plan.permissions.filter(({ cloud }) => cloud === 'aws');
  const resources = Object.values(Resources);
  const granted = resources
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => (Properties!.PolicyDocument as { Statement: PolicyStatementJson[] }).Statement)
    .map((statement) => JSON.parse(filled(JSON.stringify(statement))) as PolicyStatementJson);
  const planned = permissions.flatMap((permission): PolicyStatementJson[] =>
    permission.kind === 'managed policy'
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
  const managedPlanned = new Set(permissions.flatMap(({ kind, name }) => (kind === 'managed policy' ? [name] : [])));
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
      Object.fromEntries(
        Object.entries(keys)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, values]) => [key, [values].flat().sort()]),
      ),
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

function googleRoles({ permissions }: Plan, resources: TerraformResources): string[] {
  const members = Object.entries(resources).filter(([type]) => type.endsWith('_iam_member'));
  const there = new Set(
    members.flatMap(([type, blocks]) =>
      Object.values(blocks).map(
        ({ role, bucket, repository, secret_id: secret, crypto_key_id: key }) =>
          `${type} ${String(role)} ${String(bucket ?? repository ?? secret ?? keyName(key) ?? '')}`,
      ),
    ),
  );
  const TYPES: Readonly<Record<string, string>> = {
    'project': 'google_project_iam_member',
    'bucket': 'google_storage_bucket_iam_member',
    'repository': 'google_artifact_registry_repository_iam_member',
    'secret': 'google_secret_manager_secret_iam_member',
    'key': 'google_kms_crypto_key_iam_member',
    'service-account': 'google_service_account_iam_member',
  };
  const here = new Set(
    permissions
      .filter(({ cloud }) => cloud === 'gcp')
      .map(
        ({ name, level, names = {} }) =>
          `${TYPES[level!]} ${name} ${level === 'project' ? '' : (names.bucket ?? names.repository ?? names.secret ?? names.key ?? names.name ?? '')}`,
      ),
  );
  return [...[...here].filter((one) => !there.has(one)), ...[...there].filter((one) => !here.has(one))];
}

/** Last part of the path of a key. */
function keyName(path: unknown): string | undefined {
  return typeof path === 'string' ? path.split('/').pop() : undefined;
}

/** What is wrong with the first list of these that is wrong, made as small as it gets, ready to be pasted. */
function firstFailure(specs: readonly ListSpec[]): string | undefined {
  const rendered = renderAll(specs);
  const failing = specs.find((spec, i) => disagreements(spec, rendered[i]!).length > 0);
  if (failing === undefined) {
    return undefined;
  }
  const wrong = (spec: ListSpec): string[] => disagreements(spec, renderAll([spec])[0]!);
  const small = shrink(failing, (spec) => wrong(spec).length > 0);
  return `${wrong(small).slice(0, 5).join('\n')}\n${paste(small)}`;
}

describe('the outputs are what the plan says', () => {
  const rows = Object.entries(ALL_PROPS).map(([id, props]) => ({ id, props }));

  test.each(['documented', 'recommended'] as const)('for every row alone, %s', (profile) => {
    const reach = { families: ['ipv4', 'ipv6'] };
    expect(firstFailure(rows.map((row) => ({ entries: [row], profile, reach })))).toBeUndefined();
  });

  test.each(['documented', 'recommended'] as const)(
    'for all rows of the table together, and all beyond it, %s',
    (profile) => {
      const [table, beyond] = [rows.slice(0, 29), rows.slice(29)];
      expect(beyond).toHaveLength(30);
      const specs = [table, beyond].map((entries) => ({ entries, profile, reach: {} }));
      expect(firstFailure(specs)).toBeUndefined();
    },
  );

  test(`for ${LISTS} random lists`, () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    console.log(`conformance: ${LISTS} lists of seed ${seed}`);
    const all = fc.sample(lists(), { numRuns: LISTS, seed });
    for (let start = 0; start < all.length; start += BATCH) {
      expect(firstFailure(all.slice(start, start + BATCH))).toBeUndefined();
    }
    expect(all).toHaveLength(LISTS);
  }, 3_600_000);
});
