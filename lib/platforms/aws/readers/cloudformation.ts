import { EGRESS, GROUP, resourcesOf, type Resource } from './cfn-resources';
import { attributeOf, RuleReader } from './cfn-rules';
import { CfnValues, isComputed } from './cfn-values';
import { ANYTHING, brief, type Collector, type Fields } from '../../../platform/template';

interface OwnRule {
  readonly rule: Resource;
  /** Logical id or id; `undefined` for a group that only the deployment knows, which may be any. */
  readonly group: string | undefined;
}

/**
 * The egress of the security groups of a CloudFormation template, together: EC2 adds the groups of an interface.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 */
export class CloudFormation {
  /** Logical ids of the groups, and ids of groups that are made elsewhere. */
  public readonly names: readonly string[];
  private readonly groups: readonly Resource[];
  private readonly rules: readonly OwnRule[];
  private readonly reader: RuleReader;

  public constructor(
    template: Fields,
    private readonly collector: Collector,
  ) {
    const values = new CfnValues(template);
    const resources = resourcesOf(template, collector);
    this.groups = resources.filter(({ type }) => type === GROUP);
    const ids = this.groups.map(({ id }) => id);
    this.rules = resources
      .filter(({ type }) => type === EGRESS)
      .map((rule) => ({ rule, group: groupOf(rule, values, ids) }));
    this.names = [...new Set([...ids, ...this.rules.flatMap(({ group }) => group ?? [])])];
    this.reader = new RuleReader(resources, values, collector);
  }

  /** Adds the egress of these groups, or of all of them. */
  public read(isWanted: (name: string) => boolean, isAll: boolean): void {
    const { collector, rules } = this;
    collector.read.push(...this.names.filter(isWanted));
    for (const group of this.groups.filter(({ id }) => isWanted(id))) {
      this.reader.readGroup(group, this.othersOf(group.id));
    }
    for (const { rule, group } of rules) {
      if (group === undefined) {
        this.readOfUnknown(rule, isAll);
      } else if (isWanted(group)) {
        this.readRule(rule, true);
      }
    }
  }

  private othersOf(id: string): 'none' | 'some' | 'may be' {
    if (this.rules.some(({ group }) => group === id)) {
      return 'some';
    }
    return this.rules.some(({ group }) => group === undefined) ? 'may be' : 'none';
  }

  /** A rule that may belong to each group that is read, or to none. */
  private readOfUnknown(rule: Resource, isAll: boolean): void {
    const { collector } = this;
    const { GroupId: id } = rule.properties;
    collector.cannotTell(rule.id, `which group it belongs to: ${brief(id)}`, ANYTHING);
    if (isAll) {
      collector.read.push(rule.id);
      this.readRule(rule, false);
    }
  }

  private readRule(rule: Resource, isCertain: boolean): void {
    this.reader.readRule(rule.properties, rule.id, 'rule', isCertain && rule.condition === undefined);
  }
}

/** The group of a rule: its logical id, or its id. A reference to anything but a group of the template is unknown. */
function groupOf({ properties }: Resource, values: CfnValues, groups: readonly string[]): string | undefined {
  const value = isComputed(properties) ? undefined : values.resolve(properties.GroupId);
  if (typeof value === 'string') {
    return value;
  }
  const id = attributeOf(value, 'GroupId');
  return id !== undefined && groups.includes(id) ? id : undefined;
}
