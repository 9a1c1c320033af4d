import { draw } from './names';
import { show, type Problem } from '../../base';

/**
 * Priorities of the rules of a firewall policy: lower numbers come first, and two rules never share one. A number is a
 * hash of the rule's name inside a band, so that an edit moves no other rule.
 */

/** Priorities for the rules of one delegate in a policy that others write to as well. */
export interface PriorityBand {
  /** First priority, 0 to 2147483647; lower numbers come first. */
  readonly from: number;
  /** Last priority. The last eighth of the band is for the rules that deny. */
  readonly to: number;
  /** Priorities of single rules by their names, for two whose hashes are the same. @default - none */
  readonly pins?: Readonly<Record<string, number>>;
}

/** Google's own rules, which send on what no other rule matches, are after it. */
export const DEFAULT_BAND: PriorityBand = { from: 1_000_000, to: 2_000_000_000 };

/** Of the rules that deny two numbers, and of those that observe two. */
const FEWEST_LAST = 4;

/** Names of the rules: those that allow, and the two that end the list. */
export interface RuleNames {
  readonly allow: readonly string[];
  readonly last: readonly string[];
}

/** Priority of every rule, by name; what cannot be given one is added to `problems`. */
export function prioritiesOf(names: RuleNames, band: PriorityBand, problems: Problem[]): ReadonlyMap<string, number> {
  const pins = new Map(Object.entries(band.pins ?? {}));
  const first = firstOfLast(band);
  const own = new Map([
    ...names.allow.map((name) => [name, band.from + draw(name, first - band.from)] as const),
    ...names.last.map((name, i) => [name, lastNumber(names.last[0]!, band) + i] as const),
  ]);
  const given = new Map([...own].map(([name, number]) => [name, pins.get(name) ?? number]));
  problems.push(...widthProblems(names, band), ...pinProblems(names, band, given));
  problems.push(...(problems.length === 0 ? clashes(names, band, given) : []));
  return given;
}

/** Of the two rules that end the list: neighbours, so that they never clash with one another. */
function lastNumber(name: string, band: PriorityBand): number {
  const first = firstOfLast(band);
  const places = Math.max(1, Math.floor((band.to - first + 1) / 4));
  // Rules that deny and rules that observe are written while the others may still be there: they never share a number.
  return (
    first + 4 * draw(name.replace(/-(?:deny|observe)-ipv4$/, ''), places) + (name.endsWith('-observe-ipv4') ? 2 : 0)
  );
}

/** The first number of the band that is for the rules which end the list. */
function firstOfLast({ from, to }: PriorityBand): number {
  const width = to - from + 1;
  return to + 1 - Math.max(FEWEST_LAST, Math.floor(width / 8));
}

/** Width at which fewer than one list in a hundred has a clash: n² / 2 pairs, each with the chance of one in the width. */
function safeWidth(count: number): number {
  // Those that allow have seven eighths of the band: 50 n² there.
  return Math.ceil((50 * 8 * count * count) / 7);
}

/** The narrowest band in which so many rules that allow have room. */
function neededWidth(count: number): number {
  let width = count + FEWEST_LAST;
  while (width - Math.max(FEWEST_LAST, Math.floor(width / 8)) < count) {
    width += 1;
  }
  return width;
}

function widthProblems({ allow }: RuleNames, band: PriorityBand): Problem[] {
  const room = firstOfLast(band) - band.from;
  return room >= allow.length
    ? []
    : [
        {
          code: 'PrioritiesTooNarrow',
          message: `\`firewallPolicy.priorities\` has ${band.to - band.from + 1} numbers, and ${allow.length} rules that allow and those that deny need at least ${neededWidth(allow.length)}; with ${safeWidth(allow.length)} the risk that two of them clash is less than 1 %`,
        },
      ];
}

function pinProblems({ allow, last }: RuleNames, band: PriorityBand, given: ReadonlyMap<string, number>): Problem[] {
  const lowest = Math.min(...last.map((name) => given.get(name)!));
  const pinned = Object.keys(band.pins ?? {});
  const dead = allow.filter((name) => !pinned.includes(name) && given.get(name)! >= lowest);
  const early: Problem[] =
    dead.length === 0
      ? []
      : [
          {
            code: 'InvalidPriority',
            message: `\`firewallPolicy.priorities.pins\` puts a rule that denies at ${lowest}, before rules that allow: ${dead.join(', ')} would be dead; pin it after all of them`,
          },
        ];
  const own = Object.entries(band.pins ?? {}).flatMap(([name, number]) => {
    const at = `\`firewallPolicy.priorities.pins[${show(name)}]\``;
    if (!given.has(name)) {
      return [
        { code: 'UnknownPin', message: `${at}: no rule has this name; rules: ${[...allow, ...last].join(', ')}` },
      ];
    }
    if (!Number.isInteger(number) || number < band.from || number > band.to) {
      return [
        {
          code: 'InvalidPriority',
          message: `${at} must be an integer between ${band.from} and ${band.to}, got ${show(number)}`,
        },
      ];
    }
    return allow.includes(name) && number >= lowest
      ? [
          {
            code: 'InvalidPriority',
            message: `${at} must be lower than ${lowest}, the first of the rules that deny, got ${number}`,
          },
        ]
      : [];
  });
  return [...own, ...(own.length === 0 ? early : [])];
}

/** Rules with one number; nothing is moved by itself, since a moved rule is closed for a moment. */
function clashes({ allow, last }: RuleNames, band: PriorityBand, given: ReadonlyMap<string, number>): Problem[] {
  const used = new Map<number, string>();
  const taken = new Set(given.values());
  const problems: Problem[] = [];
  for (const [name, number] of given) {
    const other = used.get(number);
    if (other === undefined) {
      used.set(number, name);
      continue;
    }
    const free = freeNumber(
      name,
      allow.includes(name) ? band.from : firstOfLast(band),
      allow.includes(name) ? firstOfLast(band) - 1 : band.to,
      taken,
    );
    taken.add(free);
    const pins = Object.entries({ ...band.pins, [name]: free }).map(([rule, pin]) => `'${rule}': ${pin}`);
    problems.push({
      code: 'PriorityClash',
      message: `the rules ${other} and ${name} have the same priority ${number}; pin one of them to a free number: \`priorities: { from: ${band.from}, to: ${band.to}, pins: { ${pins.join(', ')} } }\`, and a band of ${safeWidth(allow.length + last.length)} numbers has such a clash in less than 1 % of all lists`,
    });
  }
  return problems;
}

/** A number that no rule of this delegate has, from the name of the rule. */
function freeNumber(name: string, from: number, to: number, taken: ReadonlySet<number>): number {
  const size = to - from + 1;
  const start = draw(`free ${name}`, size);
  for (let i = 0; i < size; i++) {
    const number = from + ((start + i) % size);
    if (!taken.has(number)) {
      return number;
    }
  }
  return to;
}
