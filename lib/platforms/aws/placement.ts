import { addWeights, fits, weightOf, type AllAwsQuotas } from './quotas';
import { AccessError, compareTexts } from '../../base';
import { ruleKey, type Rule } from '../../network';
import type { Flow } from '../../plan';
import { checkQuota, distribute } from '../../platform';

export interface PlacementOptions {
  readonly quotas: AllAwsQuotas;
  /** Exact number of groups; by default the fewest in which none overflows. */
  readonly groups?: number;
  /** Rules that must stay in the first group, such as those that the CDK writes. */
  readonly first?: (rule: Rule<Flow>) => boolean;
}

/**
 * The rules of each security group. A rule's group follows from its traffic and the number of groups, so an edit moves
 * nothing while that number stays, and only moves rules to the new group when it grows. The price: groups are not
 * packed full.
 *
 * @throws AccessError `QuotaExceeded`, `InvalidQuota`
 */
export function placeRules(
  rules: readonly Rule<Flow>[],
  { quotas, groups, first = () => false }: PlacementOptions,
): Rule<Flow>[][] {
  const { rulesPerGroup, groupsPerInterface } = quotas;
  if (groups !== undefined) {
    checkQuota('groups', groups, groupsPerInterface);
  }
  const bins = { least: groups ?? 1, most: groups ?? groupsPerInterface };
  const fixed = rules.filter(first);
  const isFine = (bin: readonly Rule<Flow>[], index: number): boolean =>
    fits(addWeights([...(index === 0 ? fixed : []), ...bin].map(weightOf)), rulesPerGroup);
  const placed = distribute(
    rules.filter((rule) => !first(rule)),
    ruleKey,
    isFine,
    bins,
  );
  if (placed === undefined) {
    throw tooMany(rules, quotas, groups);
  }
  return placed.map((bin, i) => (i === 0 ? [...fixed, ...bin] : bin));
}

function tooMany(
  rules: readonly Rule<Flow>[],
  { rulesPerGroup, groupsPerInterface }: AllAwsQuotas,
  groups: number | undefined,
): AccessError {
  const { ipv4, ipv6 } = addWeights(rules.map(weightOf));
  const room =
    groups === undefined
      ? `${groupsPerInterface} groups of ${rulesPerGroup} rules`
      : `\`groups: ${groups}\` of ${rulesPerGroup} rules`;
  const moreGroups = groups === undefined ? '' : 'raise or leave out `groups`; ';
  return AccessError.of(
    'QuotaExceeded',
    `the plan needs ${ipv4} IPv4 and ${ipv6} IPv6 rules, which do not fit in ${room}; most come from ${contributors(rules)}; ${moreGroups}` +
      'set `reach` to a proxy or endpoints, use wider blocks, use a prefix list, or set `quotas` to those of your account',
  );
}

/** The connections with the most rules, with their counts. */
function contributors(rules: readonly Rule<Flow>[]): string {
  const counts = new Map<string, number>();
  for (const rule of rules) {
    const { ipv4, ipv6 } = weightOf(rule);
    new Set(rule.reasons.map(({ decision }) => decision.connection)).forEach((name) =>
      counts.set(name, (counts.get(name) ?? 0) + Math.max(ipv4, ipv6)),
    );
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || compareTexts(a[0], b[0]));
  return sorted
    .slice(0, 3)
    .map(([name, count]) => `\`${name}\` (${count})`)
    .join(', ');
}
