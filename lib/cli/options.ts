import type { Command } from 'commander';
import { PLATFORMS } from '../platforms';

/** Options that several commands have, in one place and in the same words. */

/** How a document comes out, and the day it is of. */
export function withDocument(
  command: Command,
  formats: readonly string[],
  json = 'the same as --format json',
): Command {
  return command
    .option('--format <format>', `${formats.join(', ')} (default: what the name of --out says, or table)`)
    .option('--json', json)
    .option('--out <path>', 'a file in place of standard output')
    .option('--as-of <date>', 'the day against which acknowledgements run out (default: today)');
}

/** What `--profile` takes where one file has its own. */
export const PROFILE = 'documented or recommended (default: what the file says, or documented)';

/** What `--target` takes. */
export function targets(byDefault: string): string {
  const names = PLATFORMS.flatMap((platform) => platform.targets.map(({ name }) => name));
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]} (default: ${byDefault})`;
}
