import { addEc2Rule, checkGroups } from './ec2-rules';
import {
  ALL_PORTS,
  ANY,
  ANYTHING,
  brief,
  isFields,
  listOf,
  OTHER,
  type Collector,
  type Fields,
} from '../../../platform/template';

const GROUP = 'AWS::EC2::SecurityGroup';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';
const PREFIX_LIST = 'AWS::EC2::PrefixList';

/** Resources that hold templates, and may hold security groups. */
const NOT_READ =
  /^AWS::CloudFormation::(Stack|StackSet)$|::MODULE$|^AWS::ServiceCatalog::CloudFormationProvisionedProduct$/;
/** Transforms that make no security groups. */
const HARMLESS = ['AWS::LanguageExtensions', 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16'];

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
  readonly condition?: unknown;
}

/**
 * The egress of the security groups of a CloudFormation template, together: EC2 adds the groups of an interface.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 *
 * @param only logical ids (or ids) of the groups to look at; all of them when empty
 * @throws AccessError `UnknownGroup`
 */
export function readCloudFormation(template: Fields, only: readonly string[], collector: Collector): void {
  const resources = resourcesOf(template, collector);
  const groups = resources.filter(({ type }) => type === GROUP);
  const rules = resources.filter(({ type }) => type === EGRESS).map((rule) => ({ rule, group: groupOf(rule) }));
  const names = [...new Set([...groups.map(({ id }) => id), ...rules.flatMap(({ group }) => group ?? [])])];
  checkGroups(only, names);
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);
  collector.read.push(...names.filter(isWanted));
  const reader = new RuleReader(resources, collector);
  for (const group of groups.filter(({ id }) => isWanted(id))) {
    reader.readGroup(
      group,
      rules.some((entry) => entry.group === group.id),
    );
  }
  for (const { rule, group } of rules) {
    if (group === undefined && only.length > 0) {
      collector.cannotTell(rule.id, `which group it belongs to: ${brief(rule.properties.GroupId)}`, ANYTHING);
    } else if (group === undefined || isWanted(group)) {
      reader.readRule(rule.properties, rule.id, rule.condition === undefined);
    }
  }
}

function resourcesOf(template: Fields, collector: Collector): Resource[] {
  listOf(template.Transform)
    .filter((name) => !HARMLESS.includes(name as string))
    .forEach((name) => collector.cannotTell('Transform', `${brief(name)} may make or change resources`, ANYTHING));
  return Object.entries(template.Resources as Fields).flatMap(([id, value]) => {
    if (id.startsWith('Fn::')) {
      collector.cannotTell(id, 'its resources are known only when CloudFormation expands it', ANYTHING);
      return [];
    }
    if (!isFields(value) || typeof value.Type !== 'string') {
      return [];
    }
    if (NOT_READ.test(value.Type)) {
      collector.cannotTell(id, `a resource of type ${brief(value.Type)} has a template of its own`, ANYTHING);
    }
    const properties = isFields(value.Properties) ? value.Properties : {};
    return [{ id, type: value.Type, properties, condition: value.Condition }];
  });
}

/** Reads rules, with the prefix lists of their template. */
class RuleReader {
  private readonly lists: ReadonlyMap<string, Resource>;

  public constructor(
    resources: readonly Resource[],
    private readonly collector: Collector,
  ) {
    this.lists = new Map(resources.filter(({ type }) => type === PREFIX_LIST).map((list) => [list.id, list]));
  }

  /** @param hasOthers whether it has rules that are resources of their own */
  public readGroup({ id, properties, condition }: Resource, hasOthers: boolean): void {
    const isCertain = condition === undefined;
    const { SecurityGroupEgress: egress = [] } = properties;
    const computed = Object.keys(properties).find((key) => key.startsWith('Fn::'));
    if (computed !== undefined) {
      this.cannotTell(id, `its properties come from ${brief(computed)}`);
    } else if (!Array.isArray(egress)) {
      this.cannotTell(`${id}.SecurityGroupEgress`, `it is ${brief(egress)}`);
    } else if (egress.length === 0) {
      this.readGroupWithoutRules(id, hasOthers, isCertain);
    } else {
      egress.forEach((rule: unknown, i) => this.readRule(rule, `${id}.SecurityGroupEgress[${i}]`, isCertain));
    }
  }

  public readRule(rule: unknown, where: string, isCertain: boolean): void {
    if (!isFields(rule) || Object.keys(rule).some((key) => key.startsWith('Fn::'))) {
      this.cannotTell(where, `it is ${brief(rule)}`);
      return;
    }
    const { CidrIp, CidrIpv6, DestinationPrefixListId: list, DestinationSecurityGroupId: group } = rule;
    const { IpProtocol: protocol, FromPort: from, ToPort: to, Description: says } = rule;
    addEc2Rule(
      { where, says, isCertain, protocol, from, to },
      [CidrIp, CidrIpv6, list, group].filter((target) => target !== undefined),
      (target) => this.entriesOf(target),
      this.collector,
    );
  }

  /** "If you do not add egress rules, we add egress rules that allow all outbound IPv4 and IPv6 traffic." */
  private readGroupWithoutRules(id: string, hasOthers: boolean, isCertain: boolean): void {
    if (hasOthers) {
      this.cannotTell(
        id,
        'it has no inline rules: EC2 may keep its default rule, which allows all outbound traffic, until the other rules are created',
      );
      return;
    }
    const where = {
      where: id,
      says: 'it has no egress rules, so EC2 adds one that allows all outbound traffic',
      isCertain,
    };
    this.collector.allow(where, ['tcp', 'udp', OTHER], ALL_PORTS, ANY);
  }

  private entriesOf(target: unknown): readonly unknown[] {
    const list = this.lists.get(attributeOf(target, 'PrefixListId') ?? '');
    return list?.condition === undefined
      ? listOf(list?.properties.Entries).map((entry) => (isFields(entry) ? entry.Cidr : undefined))
      : [];
  }

  private cannotTell(where: string, what: string): void {
    this.collector.cannotTell(where, what, ANYTHING);
  }
}

/** The group of a rule: its logical id, or its id. */
function groupOf({ properties: { GroupId: group } }: Resource): string | undefined {
  return typeof group === 'string' ? group : attributeOf(group, 'GroupId');
}

/** The logical id behind a `Ref`, the `Fn::GetAtt` of one attribute, or a `Fn::Sub` of one of them alone. */
function attributeOf(value: unknown, attribute: string): string | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const { 'Ref': ref, 'Fn::GetAtt': path, 'Fn::Sub': text } = value;
  const alone = typeof text === 'string' ? /^\$\{([A-Za-z0-9]+)(?:\.([A-Za-z]+))?\}$/.exec(text) : null;
  if (alone !== null) {
    return alone[2] === undefined || alone[2] === attribute ? alone[1] : undefined;
  }
  const [id, name] = typeof path === 'string' ? path.split('.') : listOf(path);
  return typeof ref === 'string' ? ref : name === attribute && typeof id === 'string' ? id : undefined;
}
