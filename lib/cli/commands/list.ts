import type { Command } from 'commander';
import { CONNECTION_IDS } from '../../connections';
import { catalogueFacts, factsOfRow } from '../catalogue/row-facts';
import { catalogueTable, rowText } from '../catalogue/row-text';
import type { Outcome } from '../exit';
import { told, type OutputFlags } from '../output';

export function addList(program: Command, run: (command: () => Outcome) => void): void {
  program
    .command('list')
    .argument('[id]', 'one row in full, with its sources')
    .description(
      `the ${CONNECTION_IDS.length} rows of Harness's table: ports, verdicts, what each profile does, permissions, sources`,
    )
    .option('--json', 'as JSON')
    .action((id: string | undefined, flags: OutputFlags) => run(() => list(id, flags)));
}

function list(id: string | undefined, flags: OutputFlags): Outcome {
  return id === undefined ? told(catalogueFacts(), catalogueTable, flags) : told(factsOfRow(id), rowText, flags);
}
