import { readFileSync, writeFileSync } from 'node:fs';
import { checkVersion, latest, listOf, notesOf, released } from './changelog';
import { changesSince, lastTag, nextVersion } from './changes';

/**
 * Puts what the conventional commits say of the next version beside the entries of CHANGELOG.md.
 *
 * - no word: the next version, and the commits that users notice
 * - `release [version]`: "Unreleased" becomes that version in CHANGELOG.md, with these commits
 * - `latest`: the newest version of CHANGELOG.md; `notes`: what it says of it
 */

const FILE = 'CHANGELOG.md';

async function run(command = 'next', given?: string): Promise<string> {
  const changelog = readFileSync(FILE, 'utf8').replace(/\r\n/g, '\n');
  if (command === 'latest' || command === 'notes') {
    const version = latest(changelog);
    if (version === undefined) {
      throw new Error(`${FILE} has no version yet; \`npm run changelog -- release\` makes one of "## Unreleased"`);
    }
    return command === 'latest' ? version : notesOf(changelog, version);
  }
  const tag = lastTag();
  const last = tag?.slice(1) ?? '0.0.0';
  const changes = await changesSince(tag);
  const least = nextVersion(last, changes);
  if (command === 'next') {
    const head = `next: ${least}, after ${tag ?? 'no release'}; ${changes.length} commits that users notice`;
    return changes.length === 0 ? head : `${head}\n\n${listOf(changes)}`;
  }
  if (command !== 'release') {
    throw new Error(`the command must be \`release\`, \`latest\`, \`notes\` or none, got "${command}"`);
  }
  const version = given ?? least;
  checkVersion(version, last, least);
  const before = latest(changelog);
  if (before !== undefined && before !== last) {
    throw new Error(`${FILE} has ${before}, which has no tag yet: tag it v${before}, or take its heading away`);
  }
  writeFileSync(FILE, released(changelog, version, new Date().toISOString().slice(0, 10), changes));
  return `${FILE}: ${version}. Read it, commit it as "chore(release): ${version}", merge it, then tag v${version}.`;
}

run(...process.argv.slice(2)).then(
  (text) => console.log(text),
  (error: Error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  },
);
