import { ATTRIBUTES, EGRESS_FIELDS } from './attributes';
import { addEc2Rule } from './ec2-rules';
import {
  ANYTHING,
  bareAddress,
  brief,
  COMPUTED,
  ignoredIn,
  isAfterApply,
  isFields,
  isRepeated,
  isUnset,
  listOf,
  withoutIndexes,
  type Collector,
  type Fields,
  type TerraformIndex,
  type TerraformResource,
} from '../../../platform/template';

const GROUPS = ['aws_security_group', 'aws_default_security_group'];
const RULE = 'aws_security_group_rule';
const EGRESS_RULE = 'aws_vpc_security_group_egress_rule';
const PREFIX_LIST = 'aws_ec2_managed_prefix_list';
const PREFIX_LIST_ENTRY = 'aws_ec2_managed_prefix_list_entry';
/** Resources that may make security groups or rules in a way that is not read. */
const NOT_READ =
  /^(awscc_ec2_security_group(_egress)?|awscc_cloudformation_stack(_set)?|aws_cloudformation_stack(_set|_set_instance|_instances)?|aws_servicecatalog_provisioned_product|aws(cc)?_fms_policy)$/;

/** The security groups of a template, and what their rules lead to. */
export class AwsGroups {
  /** Addresses of the groups, and ids of groups that are made elsewhere. */
  public readonly names: readonly string[];
  private readonly resources: readonly TerraformResource[];
  private readonly addresses: ReadonlyMap<string, string>;
  private readonly lists: ReadonlyMap<string, readonly unknown[]>;
  /** Groups whose rules are resources of their own. */
  private readonly withRules: ReadonlySet<string>;

  public constructor(
    private readonly index: TerraformIndex,
    private readonly collector: Collector,
  ) {
    this.resources = index.resources;
    const groups = this.resources.filter(({ type }) => GROUPS.includes(type));
    this.addresses = new Map(
      groups.flatMap(({ address, values: { id } }) => (typeof id === 'string' ? [[id, address]] : [])),
    );
    this.lists = prefixLists(this.resources);
    const named = this.resources.filter(isEgressRule).flatMap((rule) => this.groupOf(rule) ?? []);
    this.withRules = new Set(named);
    this.names = [...new Set([...groups.map(({ address }) => address), ...named])];
  }

  /** Names of groups as they are read; the name of the file before one may be left out, and so may indexes. */
  public named(wanted: readonly string[]): readonly string[] {
    const bare = this.resources.map((resource) => [resource.address, bareAddress(resource)] as const);
    return wanted.flatMap((name) => {
      const found = this.names.includes(name)
        ? [name]
        : bare.filter(([, inner]) => inner === name || withoutIndexes(inner) === name).map(([address]) => address);
      return found.length === 0 ? [name] : found;
    });
  }

  /**
   * Adds the egress of these groups together, or of all of them. Terraform removes the rule that EC2 adds to a new group,
   * so one without rules allows nothing: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
   */
  public read(wanted: readonly string[]): void {
    const { collector, resources } = this;
    const isWanted = (group: string): boolean => wanted.length === 0 || wanted.includes(group);
    this.names.filter(isWanted).forEach((name) => collector.read.push(name));
    for (const group of resources.filter(({ type, address }) => GROUPS.includes(type) && isWanted(address))) {
      this.readGroup(group);
    }
    for (const rule of resources.filter(isEgressRule)) {
      const group = this.groupOf(rule);
      if (group === undefined && wanted.length > 0) {
        const { security_group_id: id } = rule.values;
        collector.cannotTell(rule.address, `which group it belongs to: ${brief(id)}`, ANYTHING);
      } else if (group === undefined || isWanted(group)) {
        this.readOwnRule(rule);
      }
    }
    resources
      .filter((resource) => [...GROUPS, RULE, EGRESS_RULE].includes(resource.type) && isRepeated(resource))
      .forEach(({ address }) =>
        collector.cannotTell(address, 'how many there are is known only to Terraform', ANYTHING),
      );
    resources
      .filter(({ type }) => NOT_READ.test(type))
      .forEach(({ address }) => collector.cannotTell(address, 'resources of this kind are not read', ANYTHING));
  }

  private readGroup(group: TerraformResource): void {
    const { address, values } = group;
    const { egress } = values;
    this.reportDoubts(group);
    if (isAfterApply(egress)) {
      // The provider computes rules that are not set; a plan leaves out `dynamic` ones. A group has rules inside or beside it.
      if (egress !== COMPUTED || !this.withRules.has(address)) {
        this.collector.cannotTell(`${address}.egress`, 'its rules are known after apply', ANYTHING);
      }
      return;
    }
    listOf(egress).forEach((rule, i) => {
      const where = `${address}.egress[${i}]`;
      const unknown = Object.entries(isFields(rule) ? rule : {}).filter(
        ([key, value]) => !EGRESS_FIELDS.includes(key) && key !== 'dynamic' && !isUnset(value),
      );
      unknown.forEach(([key]) => this.collector.cannotTell(where, `it sets ${key}, which is not read`, ANYTHING));
      this.readRule(rule, where, group);
    });
  }

  private readOwnRule(rule: TerraformResource): void {
    const { type, values, address } = rule;
    this.reportDoubts(rule);
    if (type === RULE && values.type !== 'egress') {
      this.collector.cannotTell(address, `its type is ${brief(values.type)}`, ANYTHING);
      return;
    }
    this.readRule(values, address, rule);
  }

  /** Reports why what is deployed may differ from what was read. */
  private reportDoubts(resource: TerraformResource): void {
    const { type, address, values, doubt } = resource;
    const { decides, others } = ATTRIBUTES[type]!;
    const known = [...decides, ...others];
    const ignored = ignoredIn(resource).filter((name) => !others.includes(name));
    const unknown = Object.keys(values).filter((key) => !known.includes(key) && !isUnset(values[key]));
    const reasons = [
      ...(doubt === undefined ? [] : [doubt]),
      ...(ignored.length === 0
        ? []
        : [`\`ignore_changes\` has ${ignored.join(', ')}, so the deployed rules may differ`]),
      ...unknown.map((key) => `it sets ${key}, which is not read`),
    ];
    reasons.forEach((reason) => this.collector.cannotTell(address, reason, ANYTHING));
  }

  private readRule(rule: unknown, where: string, resource: TerraformResource): void {
    if (!isFields(rule)) {
      this.collector.cannotTell(where, `it is ${brief(rule)}`, ANYTHING);
      return;
    }
    const { description: says, from_port: from, to_port: to } = rule;
    addEc2Rule(
      { where, says, isCertain: true, protocol: rule.protocol ?? rule.ip_protocol, from, to },
      targetsOf(rule),
      (target) => this.entriesOf(target, resource),
      this.collector,
    );
  }

  private entriesOf(target: unknown, from: TerraformResource): readonly unknown[] {
    return this.lists.get(this.addressIn(target, from) ?? String(target)) ?? [];
  }

  /** Address of the group, or the id of one that is made elsewhere; `undefined` for what only Terraform knows. */
  private groupOf(rule: TerraformResource): string | undefined {
    const { security_group_id: id } = rule.values;
    if (typeof id !== 'string') {
      return undefined;
    }
    return this.addressIn(id, rule) ?? this.addresses.get(id) ?? (id.includes('${') ? undefined : id);
  }

  /** Address of the resource whose id a value is. */
  private addressIn(value: unknown, from: TerraformResource): string | undefined {
    const referred = this.index.referred(value, from);
    // A data source may read any of them.
    return referred !== undefined && !/\bdata\./.test(referred.address) && /^(?:id|arn)?$/.test(referred.attribute)
      ? (referred.resource?.address ?? referred.address)
      : undefined;
  }
}

function isEgressRule({ type, values }: TerraformResource): boolean {
  return type === EGRESS_RULE || (type === RULE && values.type !== 'ingress');
}

function targetsOf(rule: Fields): unknown[] {
  const { self } = rule;
  return [
    ...[
      'cidr_blocks',
      'ipv6_cidr_blocks',
      'cidr_ipv4',
      'cidr_ipv6',
      'prefix_list_ids',
      'prefix_list_id',
      'security_groups',
      'source_security_group_id',
      'referenced_security_group_id',
    ].flatMap((key) => listOf(rule[key])),
    ...(self === undefined || self === null || self === false || self === 'false' ? [] : ['the group itself']),
  ];
}

/** Blocks of each list by its address, and by its id in a state; unknown for a list that other resources add to. */
function prefixLists(resources: readonly TerraformResource[]): ReadonlyMap<string, readonly unknown[]> {
  const lists = resources.filter(({ type }) => type === PREFIX_LIST);
  const added = resources.filter(({ type }) => type === PREFIX_LIST_ENTRY);
  return new Map(
    lists.flatMap((list) => {
      const { address, values } = list;
      const blocks = listOf(values.entry).map((entry) => (isFields(entry) ? entry.cidr : entry));
      const all = isRepeated(list) || added.length > 0 || isAfterApply(values.entry) ? [] : blocks;
      return [address, values.id].filter((name) => typeof name === 'string').map((name) => [name, all] as const);
    }),
  );
}
