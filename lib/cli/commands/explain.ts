import type { Command } from 'commander';
import { factsOfFinding, findingsFacts } from '../catalogue/finding-facts';
import { findingsTable, findingText } from '../catalogue/finding-text';
import type { Outcome } from '../exit';
import { told, type OutputFlags } from '../output';

export function addExplain(program: Command, run: (command: () => Outcome) => void): void {
  program
    .command('explain')
    .argument('[finding]', 'its name, or a whole key such as PortOnlyEgress:datadog:443')
    .description('explain a finding: meaning, severity, fix, acknowledgement')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access explain
  harness-delegate-access explain PortOnlyEgress
  harness-delegate-access explain PortOnlyEgress:datadog:443   # with the acknowledgement of just this one`,
    )
    .action((finding: string | undefined, flags: OutputFlags) => run(() => explain(finding, flags)));
}

function explain(finding: string | undefined, flags: OutputFlags): Outcome {
  return finding === undefined
    ? told(findingsFacts(), findingsTable, flags)
    : told(factsOfFinding(finding), findingText, flags);
}
