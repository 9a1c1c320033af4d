import { unknownKeys } from './cfn-properties';
import { PREFIX_LIST, type Resource } from './cfn-resources';
import { branchesOf, isComputed, type CfnValues } from './cfn-values';
import { addEc2Rule } from './ec2-rules';
import { ALL_PORTS, ANY, ANYTHING, brief, isFields, listOf, OTHER, type Collector } from '../../../platform/template';

/** Other rules of a group that are resources of their own. */
type Others = 'none' | 'some' | 'may be';

/** Reads rules, with the prefix lists of their template. */
export class RuleReader {
  private readonly lists: ReadonlyMap<string, Resource>;

  public constructor(
    resources: readonly Resource[],
    private readonly values: CfnValues,
    private readonly collector: Collector,
  ) {
    this.lists = new Map(resources.filter(({ type }) => type === PREFIX_LIST).map((list) => [list.id, list]));
  }

  public readGroup({ id, properties, condition }: Resource, others: Others): void {
    if (this.reportUnknown(properties, 'group', id)) {
      return;
    }
    const egress = this.values.resolve(properties.SecurityGroupEgress);
    this.readRules(egress, { id, others, isCertain: condition === undefined });
  }

  public readRule(given: unknown, where: string, kind: 'inline' | 'rule', isCertain: boolean): void {
    const branches = branchesOf(given);
    if (branches !== undefined) {
      branches.forEach((branch) => this.readRule(branch, where, kind, false));
      return;
    }
    const resolved = this.values.resolve(given);
    if (resolved === undefined) {
      return;
    }
    if (!isFields(resolved) || isComputed(resolved)) {
      this.cannotTell(where, `it is ${brief(resolved)}`);
      return;
    }
    this.reportUnknown(resolved, kind, where);
    const rule = this.values.fields(resolved);
    const { CidrIp, CidrIpv6, DestinationPrefixListId: list, DestinationSecurityGroupId: group } = rule;
    const { IpProtocol: protocol, FromPort: from, ToPort: to, Description: says } = rule;
    addEc2Rule(
      { where, says, isCertain, protocol, from, to },
      [CidrIp, CidrIpv6, list, group].filter((target) => target !== undefined),
      (target) => this.entriesOf(target),
      this.collector,
    );
  }

  private readRules(given: unknown, group: { id: string; others: Others; isCertain: boolean }): void {
    const { id, others, isCertain } = group;
    const where = `${id}.SecurityGroupEgress`;
    const branches = branchesOf(given);
    const list = Array.isArray(given) ? (given as unknown[]).filter((rule) => !this.isNothing(rule)) : given;
    if (branches !== undefined) {
      branches.forEach((branch) => this.readRules(this.values.resolve(branch), { ...group, isCertain: false }));
    } else if (list === undefined || (Array.isArray(list) && list.length === 0)) {
      this.readGroupWithoutRules(id, others, isCertain);
    } else if (!Array.isArray(list)) {
      this.cannotTell(where, `it is ${brief(list)}`);
    } else {
      const rules = given as unknown[];
      rules.forEach((rule, i) => this.readRule(rule, `${where}[${i}]`, 'inline', isCertain));
      if (list.every((rule) => this.mayBeNothing(rule))) {
        this.readGroupWithoutRules(id, others, false);
      }
    }
  }

  /** "If you do not add egress rules, we add egress rules that allow all outbound IPv4 and IPv6 traffic." */
  private readGroupWithoutRules(id: string, others: Others, isCertain: boolean): void {
    if (others === 'some') {
      this.cannotTell(
        id,
        'it has no inline rules: EC2 may keep its default rule, which allows all outbound traffic, until the other rules are created',
      );
      return;
    }
    const where = {
      where: id,
      says: 'it has no egress rules, so EC2 adds one that allows all outbound traffic',
      isCertain: isCertain && others === 'none',
    };
    this.collector.allow(where, ['tcp', 'udp', OTHER], ALL_PORTS, ANY);
  }

  private isNothing(rule: unknown): boolean {
    return this.values.resolve(rule) === undefined;
  }

  private mayBeNothing(rule: unknown): boolean {
    return this.isNothing(rule) || branchesOf(rule)?.some((branch) => this.mayBeNothing(branch)) === true;
  }

  /** True when a key may set all the others. */
  private reportUnknown(properties: object, kind: 'group' | 'inline' | 'rule', where: string): boolean {
    const computed = isComputed(properties);
    unknownKeys(properties, kind).forEach((key) =>
      this.cannotTell(
        where,
        computed ? `its properties come from ${brief(key)}` : `its key ${brief(key)} is not known`,
      ),
    );
    return computed;
  }

  /** Blocks of a prefix list of the template; none when they are unknown. */
  private entriesOf(target: unknown): readonly unknown[] {
    const list = this.lists.get(attributeOf(target, 'PrefixListId') ?? '');
    if (list === undefined || list.condition !== undefined || unknownKeys(list.properties, 'list').length > 0) {
      return [];
    }
    return listOf(list.properties.Entries).map((entry) =>
      isFields(entry) && !isComputed(entry) ? this.values.resolve(entry.Cidr) : undefined,
    );
  }

  private cannotTell(where: string, what: string): void {
    this.collector.cannotTell(where, what, ANYTHING);
  }
}

/** The logical id behind a `Ref`, the `Fn::GetAtt` of one attribute, or a `Fn::Sub` of one of them alone. */
export function attributeOf(value: unknown, attribute: string): string | undefined {
  if (!isFields(value) || Object.keys(value).length !== 1) {
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
