import { addEc2Rule } from './ec2-rules';
import { AccessError, oneOf, show } from '../../../base';
import type { Place } from '../../../network';
import {
  ALL_PORTS,
  ANY,
  ANYTHING,
  blockOf,
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
 * What the security groups of a CloudFormation template let out, together: EC2 adds the groups of an interface.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 *
 * @param only logical ids (or ids) of the groups to look at; all of them when empty
 * @throws AccessError `UnknownGroup`
 */
export function readCloudFormation(template: Fields, only: readonly string[], collector: Collector): void {
  const resources = resourcesOf(template, collector);
  const lists = new Map(resources.filter(({ type }) => type === PREFIX_LIST).map((list) => [list.id, list]));
  const groups = resources.filter(({ type }) => type === GROUP);
  const rules = resources.filter(({ type }) => type === EGRESS).map((rule) => ({ rule, group: groupOf(rule) }));
  const names = [...new Set([...groups.map(({ id }) => id), ...rules.flatMap(({ group }) => group ?? [])])];
  checkNames(only, names);
  const isWanted = (name: string | undefined): boolean =>
    only.length === 0 || (name !== undefined && only.includes(name));
  collector.read.push(...names.filter(isWanted));
  for (const group of groups.filter(({ id }) => isWanted(id))) {
    const own = rules.filter((entry) => entry.group === group.id);
    readGroup(group, own.length, lists, collector);
  }
  for (const { rule, group } of rules) {
    if (group === undefined && only.length > 0) {
      collector.cannotTell(rule.id, `which group it belongs to: ${brief(rule.properties.GroupId)}`, ANYTHING);
    } else if (isWanted(group)) {
      readRule(rule.properties, rule.id, rule.condition === undefined, lists, collector);
    }
  }
}

function resourcesOf(template: Fields, collector: Collector): Resource[] {
  listOf(template.Transform)
    .filter((name) => !HARMLESS.includes(name as string))
    .forEach((name) => collector.cannotTell('Transform', `${brief(name)} may make or change resources`, ANYTHING));
  return Object.entries(template.Resources as Fields).flatMap(([id, value]) => {
    if (id.startsWith('Fn::')) {
      collector.cannotTell(id, 'what it makes is known only when CloudFormation expands it', ANYTHING);
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

function checkNames(only: readonly string[], names: readonly string[]): void {
  const strangers = only.filter((name) => !names.includes(name));
  if (strangers.length > 0) {
    const has = names.length === 0 ? 'it has none' : `it has ${oneOf(names)}`;
    throw AccessError.of(
      'UnknownGroup',
      `the template has no security group ${strangers.map(show).join(', ')}; ${has}`,
    );
  }
}

function readGroup(
  { id, properties, condition }: Resource,
  others: number,
  lists: ReadonlyMap<string, Resource>,
  collector: Collector,
): void {
  const isCertain = condition === undefined;
  const { SecurityGroupEgress: egress } = properties;
  const computed = Object.keys(properties).find((key) => key.startsWith('Fn::'));
  if (computed !== undefined) {
    collector.cannotTell(id, `its properties come from ${brief(computed)}`, ANYTHING);
  } else if (egress === undefined || (Array.isArray(egress) && egress.length === 0)) {
    readGroupWithoutRules(id, others, isCertain, collector);
  } else if (!Array.isArray(egress)) {
    collector.cannotTell(`${id}.SecurityGroupEgress`, `it is ${brief(egress)}`, ANYTHING);
  } else {
    egress.forEach((rule: unknown, i) =>
      readRule(rule, `${id}.SecurityGroupEgress[${i}]`, isCertain, lists, collector),
    );
  }
}

/** "If you do not add egress rules, we add egress rules that allow all outbound IPv4 and IPv6 traffic." */
function readGroupWithoutRules(id: string, others: number, isCertain: boolean, collector: Collector): void {
  if (others > 0) {
    collector.cannotTell(
      id,
      'it has no rules of its own: whether EC2 keeps the rule that lets everything out depends on when the other rules are made',
      ANYTHING,
    );
    return;
  }
  const where = { where: id, says: 'it has no egress rules, so EC2 adds one that lets everything out', isCertain };
  collector.letOut(where, ['tcp', 'udp', OTHER], ALL_PORTS, ANY);
}

function readRule(
  rule: unknown,
  where: string,
  isCertain: boolean,
  lists: ReadonlyMap<string, Resource>,
  collector: Collector,
): void {
  if (!isFields(rule) || Object.keys(rule).some((key) => key.startsWith('Fn::'))) {
    collector.cannotTell(where, `it is ${brief(rule)}`, ANYTHING);
    return;
  }
  const { CidrIp, CidrIpv6, DestinationPrefixListId: list, DestinationSecurityGroupId: group } = rule;
  const targets = [CidrIp, CidrIpv6, list, group].filter((target) => target !== undefined);
  const found = targets.map((target) => ({ target, places: placesOf(target, lists) }));
  const { IpProtocol: protocol, FromPort: from, ToPort: to, Description: says } = rule;
  addEc2Rule(
    { where, says, isCertain, protocol, from, to },
    found.flatMap(({ places }) => places ?? []),
    found.filter(({ places }) => places === undefined).map(({ target }) => target),
    collector,
  );
}

/** A block, or the blocks of a prefix list of the template. */
function placesOf(target: unknown, lists: ReadonlyMap<string, Resource>): Place[] | undefined {
  const block = blockOf(target);
  if (block !== undefined) {
    return [block];
  }
  const list = lists.get(attributeOf(target, 'PrefixListId') ?? '');
  const places = listOf(list?.properties.Entries).map((entry) => (isFields(entry) ? blockOf(entry.Cidr) : undefined));
  return list?.condition !== undefined || places.length === 0 || places.includes(undefined)
    ? undefined
    : (places as Place[]);
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
