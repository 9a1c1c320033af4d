import type { Place } from '../network';
import { addEc2Rule } from './ec2-rules';
import { ANYTHING, blockOf, brief, isFields, listOf, type Collector, type Fields } from './outgoing';
import { isRepeated, type TerraformResource } from './terraform';

const GROUPS = ['aws_security_group', 'aws_default_security_group'];
const RULES = ['aws_security_group_rule', 'aws_vpc_security_group_egress_rule'];
const PREFIX_LIST = 'aws_ec2_managed_prefix_list';

/** Names of the security groups: their addresses, or the ids of groups that are made elsewhere. */
export function awsGroups(resources: readonly TerraformResource[]): string[] {
  const own = resources.filter(({ type }) => GROUPS.includes(type)).map(({ address }) => address);
  const named = resources.filter(isEgressRule).flatMap((rule) => groupOf(rule) ?? []);
  return [...new Set([...own, ...named])];
}

/**
 * What these security groups let out, together. Terraform removes the rule that EC2 adds to a new group, so one without
 * rules lets nothing out: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
 */
export function readAwsGroups(
  resources: readonly TerraformResource[],
  isWanted: (group: string | undefined) => boolean,
  collector: Collector,
): void {
  const lists = new Map(
    resources.filter(({ type }) => type === PREFIX_LIST).map((list) => [list.address, list.values]),
  );
  for (const { type, address, values } of resources) {
    if (GROUPS.includes(type) && isWanted(address)) {
      listOf(values.egress).forEach((rule, i) => readRule(rule, `${address}.egress[${i}]`, lists, collector));
    }
  }
  for (const rule of resources.filter(isEgressRule)) {
    const group = groupOf(rule);
    if (isWanted(group)) {
      readRule(rule.values, rule.address, lists, collector);
    } else if (group === undefined) {
      collector.cannotTell(rule.address, 'which group it belongs to is known only after apply', ANYTHING);
    }
  }
  resources
    .filter((resource) => [...GROUPS, ...RULES].includes(resource.type) && isRepeated(resource))
    .forEach(({ address }) => collector.cannotTell(address, 'how many there are is known only to Terraform', ANYTHING));
}

function isEgressRule({ type, values }: TerraformResource): boolean {
  return type === RULES[1] || (type === RULES[0] && values.type !== 'ingress');
}

function groupOf({ values: { security_group_id: group } }: TerraformResource): string | undefined {
  return typeof group !== 'string' ? undefined : (referenceOf(group) ?? group);
}

/** `aws_security_group.x` of `${aws_security_group.x.id}`. */
function referenceOf(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\$\{([a-z0-9_]+\.[A-Za-z0-9_-]+)\.(?:id|arn)\}$/.exec(value)?.[1] : undefined;
}

function readRule(rule: unknown, where: string, lists: ReadonlyMap<string, Fields>, collector: Collector): void {
  if (!isFields(rule)) {
    collector.cannotTell(where, `it is ${brief(rule)}`, ANYTHING);
    return;
  }
  const targets = targetsOf(rule).map((target) => ({ target, places: blocksOf(target, lists) }));
  const places = targets.flatMap((entry) => entry.places ?? []);
  const unknown = targets.filter((entry) => entry.places === undefined).map(({ target }) => target);
  const protocol = rule.protocol ?? rule.ip_protocol;
  addEc2Rule(
    { where, says: rule.description, isCertain: true, protocol, from: rule.from_port, to: rule.to_port },
    places,
    unknown,
    collector,
  );
}

function targetsOf(rule: Fields): unknown[] {
  const { self } = rule;
  return [
    ...['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6', 'prefix_list_ids', 'prefix_list_id'].flatMap(
      (key) => listOf(rule[key]),
    ),
    ...['security_groups', 'source_security_group_id', 'referenced_security_group_id'].flatMap((key) =>
      listOf(rule[key]),
    ),
    ...(self === true ? ['the group itself'] : []),
  ];
}

function blocksOf(target: unknown, lists: ReadonlyMap<string, Fields>): Place[] | undefined {
  const block = blockOf(target);
  if (block !== undefined) {
    return [block];
  }
  const entries = listOf(lists.get(referenceOf(target) ?? '')?.entry);
  const places = entries.map((entry) => (isFields(entry) ? blockOf(entry.cidr) : undefined));
  return places.length === 0 || places.includes(undefined) ? undefined : (places as Place[]);
}
