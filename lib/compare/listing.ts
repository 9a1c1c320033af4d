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

/** Groups without entries are left out. @param head lines above all groups */
export function textListing(head: readonly string[], groups: readonly ListingGroup[]): string {
  const lines = full(groups).flatMap(({ title, entries }) => [
    '',
    `${title} (${entries.length})`,
    ...entries.flatMap(({ what, details }) => [
      ...hang(what, WIDTH, '  - ', '    '),
      ...details.flatMap((detail) => hang(detail, WIDTH, '      ', '        ')),
    ]),
  ]);
  return `${[...head.flatMap((line) => wrap(line, WIDTH)), ...lines].join('\n')}\n`;
}

/** GitHub-flavoured Markdown; the first line of the head is its title. */
export function markdownListing([title = '', ...head]: readonly string[], groups: readonly ListingGroup[]): string {
  const sections = full(groups).flatMap((group) => [
    `## ${escapeMarkdown(group.title)} (${group.entries.length})`,
    group.entries.map(markdownEntry).join('\n'),
  ]);
  return `${[`# ${escapeMarkdown(title)}`, ...head.map(escapeMarkdown), ...sections].join('\n\n')}\n`;
}

function markdownEntry({ what, details }: ListingEntry): string {
  return [`- **${escapeMarkdown(what)}**`, ...details.map((detail) => `  - ${escapeMarkdown(detail)}`)].join('\n');
}

function full(groups: readonly ListingGroup[]): ListingGroup[] {
  return groups.filter(({ entries }) => entries.length > 0);
}
