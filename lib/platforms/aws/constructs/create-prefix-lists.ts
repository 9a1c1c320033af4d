import { CfnPrefixList, type CfnPrefixListProps } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { Destination, type Rule } from '../../../network';
import type { Flow, Plan } from '../../../plan';
import type { GatheredRules, PlannedPrefixList } from '../prefix-lists';
import { pathOf, tagName } from './names';
import { describeRule, reasonsByRule } from './render-egress';
import { addReasons } from './toolkit';

/** Creates the lists, and returns the rules with the ids of the lists that they lead to. */
export function createPrefixLists(scope: Construct, { rules, lists }: GatheredRules, plan: Plan): Rule<Flow>[] {
  const ids = new Map(lists.map((list) => [list, createList(scope, list, plan).attrPrefixListId]));
  return rules.map((rule) => {
    const { native, text } = rule.destination;
    const id = ids.get(native?.value as PlannedPrefixList);
    return id === undefined
      ? rule
      : { ...rule, destination: Destination.native({ ...native!, value: id }, { name: text }) };
  });
}

/** @internal Properties of a list for CloudFormation. */
export function prefixListProps(list: PlannedPrefixList, path: string): CfnPrefixListProps {
  return {
    prefixListName: `Harness Delegate ${list.name}`,
    addressFamily: list.family === 'ipv4' ? 'IPv4' : 'IPv6',
    maxEntries: list.maxEntries,
    entries: list.entries.map((rule) => ({ cidr: rule.destination.text, description: describeRule(rule, path) })),
  };
}

function createList(scope: Construct, list: PlannedPrefixList, plan: Plan): CfnPrefixList {
  const resource = new CfnPrefixList(scope, `PrefixList ${list.name}`, prefixListProps(list, pathOf(scope)));
  tagName(resource, scope);
  addReasons(resource, [plan], reasonsByRule(list.entries));
  return resource;
}
