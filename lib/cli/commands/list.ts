import type { Command } from 'commander';
import { CONNECTION_IDS } from '../../connections';
import { catalogueFacts, factsOfRow } from '../catalogue/row-facts';
import { catalogueTable, rowText } from '../catalogue/row-text';
import { EXIT, type Outcome } from '../exit';
import { json } from '../output';

interface ListFlags {
  readonly json?: boolean;
}

export function addList(program: Command, run: (command: () => Outcome) => void): void {
  program
    .command('list')
    .argument('[id]', 'one row in full, with its sources')
    .description(
      `the ${CONNECTION_IDS.length} rows of Harness's table: ports, verdicts, what each profile does, permissions, sources`,
    )
    .option('--json', 'as JSON')
    .action((id: string | undefined, flags: ListFlags) => run(() => ({ text: list(id, flags), exit: EXIT.fine })));
}

function list(id: string | undefined, flags: ListFlags): string {
  if (id !== undefined) {
    const row = factsOfRow(id);
    return flags.json === true ? json(row) : rowText(row);
  }
  const facts = catalogueFacts();
  return flags.json === true ? json(facts) : catalogueTable(facts);
}
