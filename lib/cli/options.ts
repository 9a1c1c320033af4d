import type { Command } from 'commander';
import { PLATFORMS } from '../platforms';

/** Options that several commands have, in one place and in the same words. */

/** Flags for the output of a document, and for its day. */
export function withDocument(
  command: Command,
  formats: readonly string[],
  json = 'the same as --format json',
): Command {
  return command
    .option('--format <format>', `${formats.join(', ')} (default: by the name of --out, or table)`)
    .option('--json', json)
    .option('--out <path>', 'a file instead of standard output')
    .option('--as-of <date>', 'the day against which acknowledgements expire (default: today)')
    .option('--exit-zero', 'end with 0 instead of 1, 4 and 5, for a pipeline that comments first');
}

/** Help of `--profile` where a file can set its own. */
export const PROFILE = 'documented or recommended (default: that of the file, or documented)';

/** Help of `--target`. */
export function targets(byDefault: string): string {
  const names = PLATFORMS.flatMap((platform) => platform.targets.map(({ name }) => name));
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}; several layers of one path with commas between them (default: ${byDefault})`;
}
