import { escapeMarkdown, hang, wrap } from '../review';

/** A page of titled lists, as text for a terminal and as Markdown. Knows nothing of plans. */

export interface ListingEntry {
  readonly what: string;
  readonly details: readonly string[];
}

export interface ListingGroup {
  readonly title: string;
  readonly entries: readonly ListingEntry[];
}

const WIDTH = 116;

export interface ListingOptions {
  /** Characters of a line, at most. @default 116 */
  readonly width?: number;
  /** Entries of a group that are written out. @default - all of them */
  readonly most?: number;
}

/** Groups without entries are left out. @param head lines above all groups */
export function textListing(
  head: readonly string[],
  groups: readonly ListingGroup[],
  { width = WIDTH, most = Infinity }: ListingOptions = {},
): string {
  const lines = full(groups).flatMap(({ title, entries }) => [
    '',
    `${title} (${entries.length})`,
    ...entries
      .slice(0, most)
      .flatMap(({ what, details }) => [
        ...hang(what, width, '  - ', '    '),
        ...details.flatMap((detail) => hang(detail, width, '      ', '        ')),
      ]),
    ...(entries.length > most ? [`  and ${entries.length - most} more: \`--all\``] : []),
  ]);
  return `${[...head.flatMap((line) => wrap(line, width)), ...lines].join('\n')}\n`;
}

/** GitHub-flavoured Markdown; the first line of the head is its title, and what is beyond `most` is folded. */
export function markdownListing(
  [title = '', ...head]: readonly string[],
  groups: readonly ListingGroup[],
  { most = Infinity }: ListingOptions = {},
): string {
  const sections = full(groups).flatMap((group) => [
    `## ${escapeMarkdown(group.title)} (${group.entries.length})`,
    group.entries.slice(0, most).map(markdownEntry).join('\n'),
    ...(group.entries.length > most
      ? [
          `<details><summary>and ${group.entries.length - most} more</summary>`,
          group.entries.slice(most).map(markdownEntry).join('\n'),
          '</details>',
        ]
      : []),
  ]);
  return `${[`# ${escapeMarkdown(title)}`, ...head.map(escapeMarkdown), ...sections].join('\n\n')}\n`;
}

function markdownEntry({ what, details }: ListingEntry): string {
  return [`- **${escapeMarkdown(what)}**`, ...details.map((detail) => `  - ${escapeMarkdown(detail)}`)].join('\n');
}

function full(groups: readonly ListingGroup[]): ListingGroup[] {
  return groups.filter(({ entries }) => entries.length > 0);
}
