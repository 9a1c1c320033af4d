import { execFileSync } from 'node:child_process';

/** Changes, as the conventional commits since the last release have them. */

export interface Change {
  readonly hash: string;
  readonly type: string;
  readonly scope?: string;
  readonly subject: string;
  /** The words for what breaks; absent when nothing does. */
  readonly breaks?: string;
}

/** Types of commits that users notice. */
const NOTICED = ['feat', 'fix', 'perf', 'revert'];
const HEADER = /^(\w+)(?:\(([^)]*)\))?!?: (.*)$/;
const BREAKING_HEADER = /^(\w+)(?:\(([^)]*)\))?!: (.*)$/;

/** The newest tag of a release that the commit has behind it. */
export function lastTag(): string | undefined {
  const tags = git('tag', '--merged', 'HEAD', '--list', 'v[0-9]*.[0-9]*.[0-9]*', '--sort=-version:refname');
  return tags.split('\n').find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

/** Changes that users notice since a tag, or since the beginning, the oldest first. */
export async function changesSince(tag: string | undefined): Promise<Change[]> {
  const range = tag === undefined ? 'HEAD' : `${tag}..HEAD`;
  const log = git('log', '--no-merges', '--reverse', '--format=%H%n%B%x00', range);
  // ES modules only.
  const { CommitParser } = await import('conventional-commits-parser');
  const parser = new CommitParser({
    headerPattern: HEADER,
    headerCorrespondence: ['type', 'scope', 'subject'],
    breakingHeaderPattern: BREAKING_HEADER,
    noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
  });
  const commits = log
    .split('\0')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [hash = '', ...message] = text.split('\n');
      return { hash, parsed: parser.parse(message.join('\n')) };
    });
  const undone = new Set(
    commits.flatMap(({ hash, parsed }) => (parsed.revert?.hash ? [parsed.revert.hash, hash] : [])),
  );
  return commits
    .filter(({ hash }) => !undone.has(hash))
    .map(({ hash, parsed: { type, scope, subject, notes } }) => ({
      hash,
      type: type ?? '',
      subject: subject ?? '',
      ...(scope ? { scope } : {}),
      ...(notes.length === 0 ? {} : { breaks: notes.map(({ text }) => text).join(' ') }),
    }))
    .filter(({ type, breaks }) => breaks !== undefined || NOTICED.includes(type));
}

/** The least version that the changes allow; before 1.0.0 what breaks is a minor release. */
export function nextVersion(last: string, changes: readonly Change[]): string {
  const [major = 0, minor = 0, patch = 0] = last.split('.').map(Number);
  const breaks = changes.some((change) => change.breaks !== undefined);
  if (breaks && major > 0) {
    return `${major + 1}.0.0`;
  }
  return breaks || last === '0.0.0' || changes.some(({ type }) => type === 'feat')
    ? `${major}.${minor + 1}.0`
    : `${major}.${minor}.${patch + 1}`;
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
