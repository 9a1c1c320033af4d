import { EGRESS, GROUP, PREFIX_LIST, resourcesOf, unreadable, type Resource } from './cloudformation-resources';
import { computedKeys, type CfnValues } from './cloudformation-values';
import { addEc2Rule, MADE_ELSEWHERE } from './ec2-rules';
import type { GroupSource } from './group-source';
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
  type TemplateFile,
} from '../../../platform/template';

/**
 * The egress of the security groups of CloudFormation templates, together: EC2 adds the groups of an interface.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 */
export class CloudFormationGroups implements GroupSource {
  /** Logical ids of groups, and ids of groups that are made elsewhere. */
  public readonly names: readonly string[];
  private readonly groups: readonly Resource[];
  private readonly rules: readonly { readonly rule: Resource; readonly group: string | undefined }[];
  private readonly lists: ReadonlyMap<string, Resource>;

  public constructor(
    files: readonly TemplateFile[],
    private readonly collector: Collector,
  ) {
    const resources = resourcesOf(files, collector);
    this.groups = resources.filter(({ type }) => type === GROUP);
    const byId = new Map(this.groups.map((group) => [`${group.file} ${group.logicalId}`, group.id]));
    const groupOf = ({ file, properties, values }: Resource): string | undefined => {
      const id = computedKeys(properties).length > 0 ? undefined : values.resolve(properties.GroupId);
      return typeof id === 'string' ? id : byId.get(`${file} ${attributeOf(id, 'GroupId')}`);
    };
    this.rules = resources.filter(({ type }) => type === EGRESS).map((rule) => ({ rule, group: groupOf(rule) }));
    this.lists = new Map(
      resources
        .filter(({ type }) => type === PREFIX_LIST)
        .map((list) => [`${list.file} ${list.logicalId}`, list] as const),
    );
    this.names = [...new Set([...this.groups.map(({ id }) => id), ...this.rules.flatMap(({ group }) => group ?? [])])];
  }

  public read(isWanted: (name: string) => boolean, isAll: boolean): void {
    for (const group of this.groups.filter(({ id }) => isWanted(id))) {
      this.readGroup(group);
    }
    const own = new Set(this.groups.map(({ id }) => id));
    for (const name of this.names.filter((other) => !own.has(other) && isWanted(other))) {
      this.cannotTell(name, MADE_ELSEWHERE);
    }
    for (const { rule, group } of this.rules) {
      if (group === undefined) {
        this.cannotTell(rule.id, `which group it belongs to: ${brief(rule.properties.GroupId)}`);
      }
      // One whose group is not known may be of each group, and of none.
      if (group === undefined ? isAll : isWanted(group)) {
        const isCertain = group !== undefined && rule.condition === undefined;
        this.readRule(rule, EGRESS, rule.properties, rule.id, isCertain);
      }
    }
  }

  private readGroup(group: Resource): void {
    const { id, properties, values, condition } = group;
    const wrong = unreadable(GROUP, properties);
    if (wrong !== undefined) {
      this.cannotTell(id, wrong);
      return;
    }
    for (const { value, isCertain } of choicesOf(properties.SecurityGroupEgress, condition === undefined, values)) {
      if (value === undefined || (Array.isArray(value) && value.length === 0)) {
        this.readGroupWithoutRules(group, isCertain);
      } else if (Array.isArray(value)) {
        this.readRules(group, value as readonly unknown[], isCertain);
      } else {
        this.cannotTell(`${id}.SecurityGroupEgress`, `it is ${brief(value)}`);
      }
    }
  }

  private readRules(group: Resource, rules: readonly unknown[], isCertain: boolean): void {
    const choices = rules.map((rule) => choicesOf(rule, isCertain, group.values));
    choices.forEach((options, i) =>
      options
        .filter(({ value }) => value !== undefined)
        .forEach((option) =>
          this.readRule(group, 'rule', option.value, `${group.id}.SecurityGroupEgress[${i}]`, option.isCertain),
        ),
    );
    // Rules that may all be left out leave the group without any.
    if (choices.every((options) => options.some(({ value }) => value === undefined))) {
      this.readGroupWithoutRules(group, isCertain && choices.every((options) => options.length === 1));
    }
  }

  private readRule(of: Resource, kind: string, rule: unknown, where: string, isCertain: boolean): void {
    const wrong = isFields(rule) ? unreadable(kind, rule) : `it is ${brief(rule)}`;
    if (wrong !== undefined) {
      this.cannotTell(where, wrong);
      return;
    }
    const fields = of.values.fields(rule as Fields);
    const { CidrIp, CidrIpv6, DestinationPrefixListId: list, DestinationSecurityGroupId: group } = fields;
    const { IpProtocol: protocol, FromPort: from, ToPort: to, Description: says } = fields;
    addEc2Rule(
      { where, says, isCertain, protocol, from, to },
      [CidrIp, CidrIpv6, list, group].filter((target) => target !== undefined),
      (target) => this.entriesOf(of, target),
      this.collector,
    );
  }

  /** "If you do not add egress rules, we add egress rules that allow all outbound IPv4 and IPv6 traffic." */
  private readGroupWithoutRules({ id }: Resource, isCertain: boolean): void {
    if (this.rules.some(({ group }) => group === id)) {
      this.cannotTell(
        id,
        'it has no inline rules: EC2 may keep its default rule, which allows all outbound traffic, until the other rules are created',
      );
      return;
    }
    const where = {
      where: id,
      says: 'it has no egress rules, so EC2 adds one that allows all outbound traffic',
      isCertain: isCertain && this.rules.every(({ group }) => group !== undefined),
    };
    this.collector.allow(where, ['tcp', 'udp', OTHER], ALL_PORTS, ANY);
  }

  private entriesOf({ file, values }: Resource, target: unknown): readonly unknown[] {
    const list = this.lists.get(`${file} ${attributeOf(target, 'PrefixListId')}`);
    return list?.condition === undefined && list !== undefined && unreadable(PREFIX_LIST, list.properties) === undefined
      ? listOf(list.properties.Entries).map((entry) =>
          isFields(entry) && computedKeys(entry).length === 0 ? values.resolve(entry.Cidr) : undefined,
        )
      : [];
  }

  private cannotTell(where: string, what: string): void {
    this.collector.cannotTell(where, what, ANYTHING);
  }
}

interface Choice {
  /** `undefined` for no value. */
  readonly value: unknown;
  readonly isCertain: boolean;
}

/** A value, or the two of a condition, of which one holds at deployment. */
function choicesOf(value: unknown, isCertain: boolean, values: CfnValues): Choice[] {
  const branches = isFields(value) && Object.keys(value).length === 1 ? value['Fn::If'] : undefined;
  return Array.isArray(branches) && branches.length === 3
    ? branches.slice(1).flatMap((branch: unknown) => choicesOf(branch, false, values))
    : [{ value: values.resolve(value), isCertain }];
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
