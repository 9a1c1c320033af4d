import type { Command } from 'commander';
import { AccessError, show } from '../../base';
import { CONNECTION_IDS, TABLE_IDS } from '../../connections';
import { catalogueFacts, factsOfRow } from '../catalogue/row-facts';
import { catalogueText, rowText } from '../catalogue/row-text';
import { search } from '../catalogue/search';
import { searchText } from '../catalogue/search-text';
import type { Outcome } from '../exit';
import type { Io } from '../io';
import { told, type OutputFlags } from '../output';

interface ListFlags extends OutputFlags {
  readonly search?: readonly string[];
}

export function addList(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  program
    .command('list')
    .argument('[id]', 'one row in full, with its sources')
    .description(
      `show the ${TABLE_IDS.length} rows of Harness's table and the ${CONNECTION_IDS.length - TABLE_IDS.length} beyond it: ports, verdicts, decisions of each profile, permissions, sources`,
    )
    .option('--search <word...>', 'rows with all of these words in id, title, ports, host names, permissions or notes')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access list
  harness-delegate-access list aws-s3
  harness-delegate-access list --search 443
  harness-delegate-access list --search aws policy

It ends with 0 when nothing is found, too, and says what is similar.`,
    )
    .action((id: string | undefined, flags: ListFlags) => run(() => list(id, flags, io)));
}

function list(id: string | undefined, flags: ListFlags, { width }: Io): Outcome {
  if (flags.search !== undefined) {
    if (id !== undefined) {
      throw AccessError.of(
        'InvalidChoice',
        `give the id of a row or \`--search\`, got both; write \`--search ${[id, ...flags.search].map(show).join(' ')}\` to search for all of it`,
      );
    }
    return told(search(catalogueFacts(), flags.search), (facts) => searchText(facts, width), flags);
  }
  return id === undefined
    ? told(catalogueFacts(), (facts) => catalogueText(facts, width), flags)
    : told(factsOfRow(id), (facts) => rowText(facts, width), flags);
}
