import { addEc2Rule, type Ec2Rule } from './ec2-rules';
import type { GroupSource } from './group-source';
import {
  ANYTHING,
  brief,
  isFields,
  listOf,
  type Collector,
  type Fields,
  type TemplateFile,
} from '../../../platform/template';

/** Answers of `aws ec2 describe-security-groups` and `describe-security-group-rules`: what is deployed. */

/** Keys of an egress permission, and those that name its destinations. */
const PERMISSION = ['IpProtocol', 'FromPort', 'ToPort', 'IpRanges', 'Ipv6Ranges', 'PrefixListIds', 'UserIdGroupPairs'];
const DESTINATIONS: Readonly<Record<string, string>> = {
  IpRanges: 'CidrIp',
  Ipv6Ranges: 'CidrIpv6',
  PrefixListIds: 'PrefixListId',
  UserIdGroupPairs: 'GroupId',
};

export function isLiveAnswer(value: unknown): boolean {
  return isFields(value) && (Array.isArray(value.SecurityGroups) || Array.isArray(value.SecurityGroupRules));
}

interface Rule {
  readonly group: string | undefined;
  readonly where: string;
  readonly fields: Fields;
}

/** The groups of an account. One without rules allows nothing: there is no default that is not shown. */
export class LiveGroups implements GroupSource {
  public readonly names: readonly string[];
  private readonly groups: readonly Fields[];
  private readonly rules: readonly Rule[];

  public constructor(
    files: readonly TemplateFile[],
    private readonly collector: Collector,
  ) {
    const answers = files.map(({ value }) => value as Fields);
    answers
      .filter(({ NextToken: next }) => next !== undefined && next !== null)
      .forEach(() => this.cannotTell('NextToken', 'the answer is not complete: ask for the rest'));
    this.groups = answers.flatMap((answer) => this.fieldsIn(answer.SecurityGroups, 'SecurityGroups'));
    this.rules = answers
      .flatMap((answer) => this.fieldsIn(answer.SecurityGroupRules, 'SecurityGroupRules'))
      .filter(({ IsEgress: isEgress }) => isEgress !== false)
      .map((fields) => ({
        group: typeof fields.GroupId === 'string' ? fields.GroupId : undefined,
        where: typeof fields.SecurityGroupRuleId === 'string' ? fields.SecurityGroupRuleId : 'a rule without an id',
        fields,
      }));
    const ids = [...this.groups.map(({ GroupId: id }) => id), ...this.rules.map(({ group }) => group)];
    this.names = [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
  }

  public aliasesOf(name: string): readonly string[] {
    return this.groups.flatMap(({ GroupId: id, GroupName: alias }) =>
      id === name && typeof alias === 'string' ? [alias] : [],
    );
  }

  public read(isWanted: (name: string) => boolean, isAll: boolean): void {
    for (const { GroupId: id, IpPermissionsEgress: permissions } of this.groups) {
      if (typeof id !== 'string' || !Array.isArray(permissions)) {
        this.cannotTell(brief(id), `its rules are ${brief(permissions)}`);
      } else if (isWanted(id)) {
        permissions.forEach((permission, i) => this.readPermission(permission, `${id}.IpPermissionsEgress[${i}]`));
      }
    }
    for (const { group, where, fields } of this.rules) {
      if (group === undefined) {
        this.cannotTell(where, `which group it belongs to: ${brief(fields.GroupId)}`);
      }
      if (group === undefined ? isAll : isWanted(group)) {
        this.readRule(fields, where, group !== undefined);
      }
    }
  }

  private readPermission(permission: unknown, where: string): void {
    const unknown = isFields(permission) ? Object.keys(permission).find((key) => !PERMISSION.includes(key)) : undefined;
    if (!isFields(permission) || unknown !== undefined) {
      this.cannotTell(
        where,
        unknown === undefined ? `it is ${brief(permission)}` : `the key ${brief(unknown)} is not known here`,
      );
      return;
    }
    const targets = Object.entries(DESTINATIONS).flatMap(([key, name]) =>
      listOf(permission[key]).map((entry) => (isFields(entry) ? (entry[name] ?? entry) : entry)),
    );
    const says = Object.keys(DESTINATIONS)
      .flatMap((key) => listOf(permission[key]))
      .flatMap((entry) => (isFields(entry) && typeof entry.Description === 'string' ? [entry.Description] : []))[0];
    this.add(permission, targets, { where, says, isCertain: true });
  }

  private readRule(rule: Fields, where: string, isCertain: boolean): void {
    const { CidrIpv4, CidrIpv6, PrefixListId: list, ReferencedGroupInfo: group, IsEgress: isEgress } = rule;
    if (isEgress !== true) {
      this.cannotTell(where, `whether it is outbound: ${brief(isEgress)}`);
      return;
    }
    const targets = [CidrIpv4, CidrIpv6, list, group].filter((target) => target !== undefined);
    this.add(rule, targets, { where, says: rule.Description, isCertain });
  }

  private add(fields: Fields, targets: readonly unknown[], of: Pick<Ec2Rule, 'where' | 'says' | 'isCertain'>): void {
    const { IpProtocol: protocol, FromPort: from, ToPort: to } = fields;
    addEc2Rule({ ...of, protocol, from, to }, targets, () => [], this.collector);
  }

  /** The objects of a list; what is none is reported. */
  private fieldsIn(list: unknown, name: string): Fields[] {
    return listOf(list).flatMap((entry, i) => {
      if (!isFields(entry)) {
        this.cannotTell(`${name}[${i}]`, `it is ${brief(entry)}`);
        return [];
      }
      return [entry];
    });
  }

  private cannotTell(where: string, what: string): void {
    this.collector.cannotTell(where, what, ANYTHING);
  }
}
