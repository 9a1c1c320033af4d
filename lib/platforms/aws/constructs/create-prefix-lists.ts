import { CfnPrefixList } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { Destination, ruleKey, type Rule } from '../../../network';
import type { Flow } from '../../../plan';
import type { GatheredRules, PlannedPrefixList } from '../prefix-lists';
import { describeRule, reasonKeys } from './render-egress';
import { LIBRARY } from './toolkit';

/** Creates the lists, and gives the rules with the id of the list in those that lead to one. */
export function createPrefixLists(
  scope: Construct,
  { rules, lists }: GatheredRules,
  edition: Readonly<Record<string, string>>,
): Rule<Flow>[] {
  const ids = new Map(lists.map((list) => [list, createList(scope, list, edition).attrPrefixListId]));
  return rules.map((rule) => {
    const { native, text } = rule.destination;
    const id = ids.get(native?.value as PlannedPrefixList);
    return id === undefined
      ? rule
      : { ...rule, destination: Destination.native({ ...native!, value: id }, { name: text }) };
  });
}

/** @internal What CloudFormation gets of a list. */
export function prefixListProps(list: PlannedPrefixList): {
  readonly prefixListName: string;
  readonly addressFamily: string;
  readonly maxEntries: number;
  readonly entries: CfnPrefixList.EntryProperty[];
} {
  return {
    prefixListName: `Harness Delegate ${list.name}`,
    addressFamily: list.family === 'ipv4' ? 'IPv4' : 'IPv6',
    maxEntries: list.maxEntries,
    entries: list.entries.map((rule) => ({ cidr: rule.destination.text, description: describeRule(rule) })),
  };
}

function createList(
  scope: Construct,
  list: PlannedPrefixList,
  edition: Readonly<Record<string, string>>,
): CfnPrefixList {
  const resource = new CfnPrefixList(scope, `PrefixList ${list.name}`, prefixListProps(list));
  const reasons = list.entries.map((rule) => [ruleKey(rule), reasonKeys(rule.reasons)] as const);
  resource.addMetadata(LIBRARY, { ...edition, reasons: Object.fromEntries(reasons) });
  return resource;
}
