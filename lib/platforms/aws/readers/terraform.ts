import { addEc2Rule } from './ec2-rules';
import {
  AFTER_APPLY,
  ANYTHING,
  brief,
  isFields,
  isRepeated,
  listOf,
  withoutIndexes,
  type Collector,
  type Fields,
  type TerraformResource,
} from '../../../platform/template';

const GROUPS = ['aws_security_group', 'aws_default_security_group'];
const RULE = 'aws_security_group_rule';
const EGRESS_RULE = 'aws_vpc_security_group_egress_rule';
const PREFIX_LIST = 'aws_ec2_managed_prefix_list';
const PREFIX_LIST_ENTRY = 'aws_ec2_managed_prefix_list_entry';
/** Resources that may make security groups in a way that is not read. */
const NOT_READ =
  /^(awscc_ec2_security_group(_egress)?|aws_cloudformation_stack(_set)?|aws_servicecatalog_provisioned_product)$/;

/** The security groups of a template, and what their rules lead to. */
export class AwsGroups {
  /** Addresses of the groups, and ids of groups that are made elsewhere. */
  public readonly names: readonly string[];
  private readonly addresses: ReadonlyMap<string, string>;
  private readonly lists: ReadonlyMap<string, readonly unknown[]>;

  /** @param given the arguments that the configuration inside a plan gives each resource */
  public constructor(
    private readonly resources: readonly TerraformResource[],
    private readonly given: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly collector: Collector,
  ) {
    const groups = resources.filter(({ type }) => GROUPS.includes(type));
    this.addresses = new Map(
      groups.flatMap(({ address, values: { id } }) => (typeof id === 'string' ? [[id, address]] : [])),
    );
    this.lists = prefixLists(resources);
    const named = resources.filter(isEgressRule).flatMap((rule) => this.groupOf(rule) ?? []);
    this.names = [...new Set([...groups.map(({ address }) => address), ...named])];
  }

  /**
   * Adds the egress of these groups together, or of all of them. Terraform removes the rule that EC2 adds to a new group,
   * so one without rules allows nothing: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
   */
  public read(wanted: readonly string[]): void {
    const { collector, resources } = this;
    const isWanted = (group: string): boolean => wanted.length === 0 || wanted.includes(group);
    collector.read.push(...this.names.filter(isWanted));
    for (const group of resources.filter(({ type, address }) => GROUPS.includes(type) && isWanted(address))) {
      this.readGroup(group);
    }
    for (const rule of resources.filter(isEgressRule)) {
      const group = this.groupOf(rule);
      if (group === undefined && wanted.length > 0) {
        const { security_group_id: id } = rule.values;
        collector.cannotTell(rule.address, `which group it belongs to: ${brief(id)}`, ANYTHING);
      } else if (group === undefined || isWanted(group)) {
        this.readRule(rule.values, rule.address);
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

  private readGroup({ address, values: { egress } }: TerraformResource): void {
    if (egress === AFTER_APPLY) {
      // The provider computes rules that are not set: none for a group that it creates.
      if (this.given.get(withoutIndexes(address))?.has('egress') !== false) {
        this.collector.cannotTell(`${address}.egress`, 'its rules are known after apply', ANYTHING);
      }
      return;
    }
    listOf(egress).forEach((rule, i) => this.readRule(rule, `${address}.egress[${i}]`));
  }

  private readRule(rule: unknown, where: string): void {
    if (!isFields(rule)) {
      this.collector.cannotTell(where, `it is ${brief(rule)}`, ANYTHING);
      return;
    }
    const { description: says, from_port: from, to_port: to } = rule;
    addEc2Rule(
      { where, says, isCertain: true, protocol: rule.protocol ?? rule.ip_protocol, from, to },
      targetsOf(rule),
      (target) => this.lists.get(referenceOf(target) ?? '') ?? [],
      this.collector,
    );
  }

  /** Address of the group, or the id of one that is made elsewhere; `undefined` for what only Terraform knows. */
  private groupOf({ values: { security_group_id: id } }: TerraformResource): string | undefined {
    if (typeof id !== 'string') {
      return undefined;
    }
    return referenceOf(id) ?? this.addresses.get(id) ?? (id.includes('${') ? undefined : id);
  }
}

function isEgressRule({ type, values }: TerraformResource): boolean {
  return type === EGRESS_RULE || (type === RULE && values.type !== 'ingress');
}

/** `aws_security_group.x` of `${aws_security_group.x.id}`, or of one of its instances. */
function referenceOf(value: unknown): string | undefined {
  const path = typeof value === 'string' ? /^\$\{([^{}]+)\.(?:id|arn)\}$/.exec(value)?.[1] : undefined;
  const address = path === undefined ? undefined : withoutIndexes(path);
  return address !== undefined &&
    /^[a-z0-9_]+\.[A-Za-z0-9_-]+$/.test(address) &&
    !/^(var|local|data|module|each)\./.test(address)
    ? address
    : undefined;
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
      const all = isRepeated(list) || added.length > 0 || values.entry === AFTER_APPLY ? [] : blocks;
      return [address, values.id].filter((name) => typeof name === 'string').map((name) => [name, all] as const);
    }),
  );
}
