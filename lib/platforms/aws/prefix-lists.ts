import { placeRules, type PlacementOptions } from './placement';
import { AccessError, groupBy, oneOf, show, throwIfAny, type Problem } from '../../base';
import { Destination, ruleKey, type IpFamily, type Port, type Rule } from '../../network';
import type { Flow } from '../../plan';
import { distribute, quotaProblemsOf } from '../../platform';

/** Many blocks of one port as one rule to a list of them: a choice of the user, for AWS. */

export interface ManagedPrefixListOptions {
  /**
   * Entries that each list may have, at most the rules of a group: a list counts for all of them, used or not. Leave room: CloudFormation cannot change it in the same update as the entries.
   * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2377
   */
  readonly maxEntries: number;
  /** Least number of blocks of one port that become a list. @default - half of `maxEntries` */
  readonly from?: number;
}

/** A list to create, and the rules that it replaces, one for each entry. */
export interface PlannedPrefixList {
  /** Identity: `tcp:443 ipv4`, and a number from the second on. */
  readonly name: string;
  readonly port: Port;
  readonly family: IpFamily;
  readonly maxEntries: number;
  readonly entries: readonly Rule<Flow>[];
}

/** Kind of the native destinations for lists of this construct. */
const OWN_PREFIX_LIST = 'own-prefix-list';

export interface GatheredRules {
  readonly rules: readonly Rule<Flow>[];
  readonly lists: readonly PlannedPrefixList[];
  /** Groups with and without lists, where lists were left out because they need more. */
  readonly groupsWithLists?: number | 'too many';
  readonly groups?: number;
}

/**
 * The same traffic with the blocks of a port in lists, where there are enough of them. A block's list follows from its
 * content, so an edit moves no other block while the number of lists stays. Without lists where they need more groups.
 *
 * @throws AccessError `InvalidQuota`, `UnknownProp`, `InvalidProp`
 */
export function gatherPrefixLists(
  rules: readonly Rule<Flow>[],
  options: unknown,
  placement: PlacementOptions,
): GatheredRules {
  if (options === undefined) {
    return { rules, lists: [] };
  }
  const { maxEntries, from } = parseOptions(options, placement.quotas.rulesPerGroup);
  const sets = groupBy(rules.filter(isBlock), ({ port, destination }) => `${port.key} ${destination.family!}`);
  const lists = [...sets].flatMap(([name, blocks]) => (blocks.length < from ? [] : listsOf(name, blocks, maxEntries)));
  const listed = new Set(lists.flatMap(({ entries }) => entries));
  const gathered = { rules: [...lists.map(ruleTo), ...rules.filter((rule) => !listed.has(rule))], lists };
  const [groupsWithLists, groups] = [groupsOf(gathered.rules, placement), groupsOf(rules, placement)];
  return groups !== 'too many' && (groupsWithLists === 'too many' || groupsWithLists > groups)
    ? { rules, lists: [], groupsWithLists, groups }
    : gathered;
}

function groupsOf(rules: readonly Rule<Flow>[], options: PlacementOptions): number | 'too many' {
  try {
    return placeRules(rules, options).length;
  } catch (error) {
    if (error instanceof AccessError && error.problems.some(({ code }) => code === 'QuotaExceeded')) {
      return 'too many';
    }
    throw error;
  }
}

/** Keeps a rule to any address, which replaces host names, on its own. */
function isBlock({ destination, enforcement }: Rule<Flow>): boolean {
  return destination.cidr !== undefined && enforcement === 'address';
}

function listsOf(name: string, blocks: readonly Rule<Flow>[], maxEntries: number): PlannedPrefixList[] {
  const { port, destination } = blocks[0]!;
  const bins = distribute(blocks, ruleKey, (bin) => bin.length <= maxEntries, { least: 1, most: blocks.length });
  if (bins === undefined) {
    throw AccessError.of(
      'InvalidQuota',
      `\`managedPrefixLists.maxEntries\` of ${maxEntries} is too small for ${blocks.length} blocks of ${port.key}: most lists would be empty or full; raise it, or set \`from\` above ${blocks.length}, which leaves them rules`,
    );
  }
  const lists = bins.map((entries, i) => ({
    name: i === 0 ? name : `${name} ${i + 1}`,
    port,
    family: destination.family!,
    maxEntries,
    entries,
  }));
  // Which block is in which list follows from the blocks, so one can stay empty.
  return lists.filter(({ entries }) => entries.length > 0);
}

function ruleTo(list: PlannedPrefixList): Rule<Flow> {
  return {
    port: list.port,
    destination: Destination.native(
      { platform: 'aws', kind: OWN_PREFIX_LIST, value: list, weight: list.maxEntries },
      { name: list.name },
    ),
    enforcement: 'address',
    reasons: [...new Set(list.entries.flatMap(({ reasons }) => reasons))],
  };
}

function parseOptions(value: unknown, rulesPerGroup: number): Required<ManagedPrefixListOptions> {
  const known = ['maxEntries', 'from'];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw AccessError.of(
      'InvalidProp',
      `\`managedPrefixLists\` must be an object such as { maxEntries: 40 }, got ${show(value)}`,
    );
  }
  const { maxEntries, from } = value as ManagedPrefixListOptions;
  const problems: Problem[] = [
    ...Object.keys(value)
      .filter((prop) => !known.includes(prop))
      .map((prop) => ({
        code: 'UnknownProp',
        message: `\`managedPrefixLists\` has no ${show(prop)}; allowed: ${oneOf(known)}`,
      })),
    ...quotaProblemsOf('managedPrefixLists.maxEntries', maxEntries, rulesPerGroup),
    ...(from === undefined ? [] : quotaProblemsOf('managedPrefixLists.from', from)),
  ];
  throwIfAny(problems);
  return { maxEntries, from: from ?? Math.ceil(maxEntries / 2) };
}
