import type { Command } from 'commander';

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
  return `aws-security-group, gcp-vpc-rules or gcp-firewall-policy (default: ${byDefault})`;
}
