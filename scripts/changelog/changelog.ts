import type { Change } from './changes';

/** CHANGELOG.md as text: what is written by hand stays as it is. */

const UNRELEASED = '## Unreleased';
const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** The newest version, without what is unreleased. */
export function latest(changelog: string): string | undefined {
  return /^## (\d+\.\d+\.\d+)\b/m.exec(changelog)?.[1];
}

/** The text under a heading, without it. */
export function notesOf(changelog: string, heading: string): string {
  const lines = changelog.split('\n');
  const first = lines.findIndex((line) => line === `## ${heading}` || line.startsWith(`## ${heading} `));
  if (first === -1) {
    throw new Error(`CHANGELOG.md has no section "## ${heading}"; add it`);
  }
  const length = lines.slice(first + 1).findIndex((line) => line.startsWith('## '));
  return lines
    .slice(first + 1, length === -1 ? undefined : first + 1 + length)
    .join('\n')
    .trim();
}

/** The changes as a list; those that break first. */
export function listOf(changes: readonly Change[]): string {
  const [breaking, others] = [true, false].map((is) => changes.filter(({ breaks }) => (breaks !== undefined) === is));
  return [...breaking!, ...others!].map(entryOf).join('\n');
}

function entryOf({ type, scope, subject, breaks, hash }: Change): string {
  const kind = scope === undefined ? type : `${type}(${scope})`;
  const more = breaks === undefined || breaks === subject ? '' : ` ${oneLine(breaks)}`;
  return `- ${breaks === undefined ? '' : '**Breaking.** '}${kind}: ${oneLine(subject)}.${more} (${hash.slice(0, 7)})`;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
}

/**
 * The changelog with what is unreleased as a version: the entries by hand, then the commits.
 *
 * @param date such as 2026-11-25
 */
export function released(changelog: string, version: string, date: string, changes: readonly Change[]): string {
  const notes = notesOf(changelog, 'Unreleased');
  const commits = changes.length === 0 ? [] : [`### Commits\n\n${listOf(changes)}`];
  const entries = notes === '' ? commits : [notes, ...commits];
  if (entries.length === 0) {
    throw new Error(
      `nothing to release: no entry under "${UNRELEASED}" of CHANGELOG.md, and no commit that users notice`,
    );
  }
  const at = changelog.indexOf(`${UNRELEASED}\n`);
  const rest = changelog
    .slice(at + UNRELEASED.length)
    .replace(/^\s+/, '')
    .slice(notes.length)
    .trim();
  const section = [UNRELEASED, `## ${version} (${date})`, ...entries].join('\n\n');
  return `${changelog.slice(0, at)}${section}\n${rest === '' ? '' : `\n${rest}\n`}`;
}

/** @throws Error when the version is none, or less than the commits allow */
export function checkVersion(version: string, last: string, least: string): void {
  if (!VERSION.test(version)) {
    throw new Error(`a version must be three numbers such as ${least}, got "${version}"`);
  }
  if (compare(version, least) < 0) {
    throw new Error(`after ${last} the commits need ${least} or more, got ${version}`);
  }
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const differences = left!.map((number, i) => number - right![i]!);
  return differences.find((difference) => difference !== 0) ?? 0;
}
