import { strict as assert } from 'node:assert';
import type { Call, Moto } from './moto';
import { resourcesOfType, type DeployedStack } from './stacks';

/**
 * The egress rules of every deployed group, given to EC2's own API, which refuses what repeats and what is too much;
 * moto's CloudFormation ignores them.
 */

/** Rules that EC2 takes in one group, for each IP family. */
const RULES_PER_FAMILY = 60;

interface EgressProperty {
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
  readonly Description: string;
}

interface Range {
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
  readonly Description?: string;
}

interface Permission {
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly IpRanges?: readonly Range[];
  readonly Ipv6Ranges?: readonly Range[];
}

interface GroupJson {
  readonly GroupId: string;
  readonly IpPermissionsEgress: readonly Permission[];
}

/** The rule of every new group. */
const DEFAULT_EGRESS: readonly object[] = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

/** Rules of one IP family of one group: EC2 counts the families apart, moto does not. */
interface Replay {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

export interface EgressCount {
  readonly groups: number;
  readonly rules: number;
  /** Most rules of one family in one group. */
  readonly most: number;
}

/** Fails when EC2 refuses a rule, or shows other rules than the template has. */
export function replayEgress(moto: Moto, vpc: string, stacks: readonly DeployedStack[]): EgressCount {
  const groups = stacks.flatMap((stack) =>
    resourcesOfType(stack, 'AWS::EC2::SecurityGroup').map(({ Properties }, i) => ({
      name: `${stack.name} ${i + 1}`,
      rules: Properties.SecurityGroupEgress as EgressProperty[],
    })),
  );
  const replays = groups.flatMap(({ name, rules }) => byFamily(name, rules.map(permissionOf)));
  inNewGroups(moto, vpc, replays).forEach(({ error, shown }, i) => {
    const { name, permissions } = replays[i]!;
    assert.equal(error, undefined, `egress of ${name}: ${error}`);
    assert.deepEqual(flatten(shown), flatten(permissions), `egress of ${name}`);
  });
  const sizes = replays.map(({ permissions }) => permissions.length);
  return { groups: groups.length, rules: sizes.reduce((sum, size) => sum + size, 0), most: Math.max(...sizes) };
}

/** Fails when EC2 takes a rule twice or one above the quota: then rules that it takes would prove nothing. */
export function checkThatEgressIsChecked(moto: Moto, vpc: string): void {
  const rules = Array.from({ length: RULES_PER_FAMILY + 1 }, (_, i) => permissionOf(someRule(i)));
  const cases = [
    { name: 'twice the same', permissions: [rules[0]!, rules[0]!], error: 'InvalidPermission.Duplicate' },
    { name: 'one too many', permissions: rules, error: 'RulesPerSecurityGroupLimitExceeded' },
    { name: 'just enough', permissions: rules.slice(1), error: undefined },
  ];
  assert.deepEqual(
    inNewGroups(moto, vpc, cases).map(({ error }) => error),
    cases.map(({ error }) => error),
  );
}

interface Replayed {
  /** Why EC2 refused the rules. */
  readonly error?: string;
  /** The rules that the group has then. */
  readonly shown: readonly Permission[];
}

/** Asks for the rules of each in a new group without any rule. */
function inNewGroups(moto: Moto, vpc: string, replays: readonly Replay[]): Replayed[] {
  const create = replays.map(({ name }) => ({ GroupName: `replay ${name}`, Description: 'replay', VpcId: vpc }));
  const ids = moto.callAll<{ GroupId: string }>(ec2('CreateSecurityGroup', create)).map(({ GroupId }) => GroupId);
  const forEach = (operation: string, parametersOf: (i: number) => object = () => ({})): Call[] =>
    ec2(
      operation,
      ids.map((GroupId, i) => ({ GroupId, ...parametersOf(i) })),
    );
  moto.callAll(forEach('RevokeSecurityGroupEgress', () => ({ IpPermissions: DEFAULT_EGRESS })));
  const answers = moto.try(
    forEach('AuthorizeSecurityGroupEgress', (i) => ({ IpPermissions: replays[i]!.permissions })),
  );
  const { SecurityGroups } = moto.call<{ SecurityGroups: GroupJson[] }>('ec2', 'DescribeSecurityGroups', {
    GroupIds: ids,
  });
  moto.callAll(forEach('DeleteSecurityGroup'));
  const shown = new Map(SecurityGroups.map((group) => [group.GroupId, group.IpPermissionsEgress]));
  return answers.map(({ error }, i) => ({ error, shown: shown.get(ids[i]!)! }));
}

function ec2(operation: string, parameters: readonly object[]): Call[] {
  return parameters.map((each) => ({ service: 'ec2', operation, parameters: each }));
}

function byFamily(name: string, permissions: readonly Permission[]): Replay[] {
  const families = [
    { name: `${name} IPv4`, permissions: permissions.filter(({ IpRanges }) => IpRanges !== undefined) },
    { name: `${name} IPv6`, permissions: permissions.filter(({ Ipv6Ranges }) => Ipv6Ranges !== undefined) },
  ];
  assert.equal(families[0]!.permissions.length + families[1]!.permissions.length, permissions.length, name);
  return families.filter((family) => family.permissions.length > 0);
}

function permissionOf({ IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6, Description }: EgressProperty): Permission {
  const ranges =
    CidrIp === undefined ? { Ipv6Ranges: [{ CidrIpv6, Description }] } : { IpRanges: [{ CidrIp, Description }] };
  return { IpProtocol, FromPort, ToPort, ...ranges };
}

/** A line of text for each rule; EC2 shows those of one port together. */
function flatten(permissions: readonly Permission[]): string[] {
  return permissions
    .flatMap(({ IpProtocol, FromPort, ToPort, IpRanges = [], Ipv6Ranges = [] }) =>
      [...IpRanges, ...Ipv6Ranges].map(
        ({ CidrIp, CidrIpv6, Description }) =>
          `${IpProtocol} ${FromPort} to ${ToPort}: ${CidrIp ?? CidrIpv6} (${Description})`,
      ),
    )
    .sort();
}

function someRule(i: number): EgressProperty {
  return { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `10.0.${i}.0/24`, Description: 'some rule' };
}
