import { addEc2Rule, checkGroups } from './ec2-rules';
import {
  ANYTHING,
  brief,
  fieldsOf,
  isFields,
  listOf,
  type Collector,
  type Fields,
  type TemplateFile,
} from '../../../platform/template';

/**
 * Security groups of a live account, as the AWS CLI prints them. A group without egress rules allows nothing there: the
 * default of EC2 is a rule like any other.
 * https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-security-groups.html
 */

/** Answers of `describe-security-groups` and of `describe-security-group-rules`. */
export function isAnswer(value: unknown): value is Fields {
  return isFields(value) && (Array.isArray(value.SecurityGroups) || Array.isArray(value.SecurityGroupRules));
}

interface LiveRule {
  /** `undefined` when the answer does not say it. */
  readonly group: string | undefined;
  readonly where: string;
  readonly rule: Fields;
  readonly targets: readonly unknown[];
}

/**
 * @param only ids or names of the groups to look at, of which several may have one name; all of them when empty
 * @throws AccessError `UnknownGroup`
 */
export function readAnswers(files: readonly TemplateFile[], only: readonly string[], collector: Collector): void {
  const answers = files.map(({ value }) => fieldsOf(value));
  answers.forEach((answer) => reportIncomplete(answer, collector));
  const groups = answers.flatMap(({ SecurityGroups: list }) => listOf(list));
  const names = namesOf(groups);
  const rules = [
    ...groups.flatMap((group) => permissionsOf(group, collector)),
    ...answers.flatMap(({ SecurityGroupRules: list }) => listOf(list)).flatMap((rule) => ruleOf(rule, collector)),
  ];
  const ids = [...new Set([...names.keys(), ...rules.flatMap(({ group }) => group ?? [])])];
  checkGroups(only, [...ids, ...names.values()]);
  const isWanted = (id: string): boolean =>
    only.length === 0 || only.includes(id) || only.includes(names.get(id) ?? id);
  ids.filter(isWanted).forEach((id) => collector.read.push(names.has(id) ? `${id} (${names.get(id)})` : id));
  for (const { group, where, rule, targets } of rules) {
    if (group === undefined) {
      collector.cannotTell(where, 'the answer does not say which group it belongs to', ANYTHING);
    } else if (isWanted(group)) {
      const { IpProtocol: protocol, FromPort: from, ToPort: to, Description: says } = rule;
      addEc2Rule({ where, says, isCertain: true, protocol, from, to }, targets, () => [], collector);
    }
  }
}

function reportIncomplete({ NextToken: token }: Fields, collector: Collector): void {
  if (token !== undefined && token !== null) {
    collector.cannotTell('NextToken', 'the answer goes on; run the command without `--max-items`', ANYTHING);
  }
}

function namesOf(groups: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap((group) => {
      const { GroupId: id, GroupName: name } = fieldsOf(group);
      return typeof id === 'string' ? [[id, typeof name === 'string' ? name : id] as const] : [];
    }),
  );
}

function permissionsOf(group: unknown, collector: Collector): LiveRule[] {
  const { GroupId: id, IpPermissionsEgress: permissions } = fieldsOf(group);
  if (typeof id !== 'string' || !Array.isArray(permissions)) {
    const where = typeof id === 'string' ? id : 'SecurityGroups';
    collector.cannotTell(where, `its egress rules are not in the answer: ${brief(permissions)}`, ANYTHING);
    return [];
  }
  return (permissions as unknown[]).flatMap((permission, i) => {
    const where = `${id}.IpPermissionsEgress[${i}]`;
    const rule = fieldsOf(permission);
    return TARGETS.flatMap(([list, key]) => listOf(rule[list]).map((target) => ({ target, key })))
      .map(({ target, key }) => {
        const fields = fieldsOf(target);
        const described = { ...rule, Description: fields.Description };
        return { group: id, where, rule: described, targets: [fields[key] ?? target] };
      })
      .concat(hasTargets(rule) ? [] : [{ group: id, where, rule: { ...rule, Description: '' }, targets: [] }]);
  });
}

/** Lists of a permission, and the key of what each entry leads to. */
const TARGETS = [
  ['IpRanges', 'CidrIp'],
  ['Ipv6Ranges', 'CidrIpv6'],
  ['PrefixListIds', 'PrefixListId'],
  ['UserIdGroupPairs', 'GroupId'],
] as const;

function hasTargets(rule: Fields): boolean {
  return TARGETS.some(([list]) => listOf(rule[list]).length > 0);
}

function ruleOf(value: unknown, collector: Collector): LiveRule[] {
  const rule = fieldsOf(value);
  const { SecurityGroupRuleId: id, IsEgress: isEgress, GroupId: group } = rule;
  const where = typeof id === 'string' ? id : 'SecurityGroupRules';
  if (isEgress === false) {
    return [];
  }
  if (isEgress !== true) {
    collector.cannotTell(where, 'the answer does not say whether it is an egress rule', ANYTHING);
  }
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo: other } = rule;
  const targets = [CidrIpv4, CidrIpv6, PrefixListId, other].filter((target) => target !== undefined && target !== null);
  return [{ group: typeof group === 'string' ? group : undefined, where, rule, targets }];
}
