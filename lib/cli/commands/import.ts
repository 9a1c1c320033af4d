import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { AccessError, collect, readText, show, STANDARD_INPUT, throwIfAny, visible, type Problem } from '../../base';
import {
  connectorsFromHarness,
  importDrift,
  importConnectors,
  importedList,
  importReport,
  type ConnectorFile,
  type Drift,
  type ImportedConnectors,
} from '../../import';
import { EXIT, outcome, type Outcome } from '../exit';
import { filesIn, isFolder } from '../folder';
import { isLarge, MAX_INPUT } from '../inputs';
import type { Io } from '../io';
import { json } from '../output';

interface ImportFlags {
  readonly delegateTags?: string;
  readonly out?: string;
  readonly into?: string;
  readonly check?: string;
  readonly json?: boolean;
  readonly fromHarness?: boolean;
  readonly account?: string;
  readonly org?: string;
  readonly project?: string;
  readonly address?: string;
}

export function addImport(program: Command, io: Io, run: (command: () => Outcome | Promise<Outcome>) => void): void {
  program
    .command('import')
    .argument(
      '[files...]',
      'answers of the API, `terraform show -json`, states, connector YAML, or folders of them; `-` is standard input',
    )
    .description('write the list from the connectors of a Harness account, each entry with the connector it comes from')
    .option(
      '--delegate-tags <tags>',
      'tags of the delegate, with commas: leave out connectors whose selectors are not all among them',
    )
    .option('--out <path>', 'a file instead of standard output')
    .option('--into <list>', 'add what is new to this list, and mark what is gone; its own lines stay as they are')
    .option('--check <list>', 'end with 1 when Harness and this list differ; writes nothing')
    .option('--json', 'what was imported as JSON')
    .option('--from-harness', 'ask Harness itself, with HARNESS_API_KEY from the environment; needs --account')
    .option('--account <id>', 'account of Harness')
    .option('--org <id>', 'organization: its connectors, and those of the account')
    .option('--project <id>', 'project: its connectors, those of its organization and of the account')
    .option('--address <url>', 'address of your Harness (default: https://app.harness.io)')
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access import connectors.json --out connections.yaml
  terraform show -json | harness-delegate-access import - --delegate-tags blue,prod
  harness-delegate-access import .harness --into connections.yaml
  harness-delegate-access import --from-harness --account AbC123 --check connections.yaml

The list goes to standard output, a report to standard error: what could not be placed, what connectors do not say. Fields
of an allow-list are read, and nothing else of a connector. It ends with 2 when no entry could be written.`,
    )
    .action((files: readonly string[], flags: ImportFlags) => run(() => importTo(files, flags, io)));
}

function importTo(paths: readonly string[], flags: ImportFlags, io: Io): Outcome | Promise<Outcome> {
  checkFlags(paths, flags);
  if (flags.fromHarness !== true) {
    return written(filesOf(paths, io), flags, io);
  }
  const { account, org: organization, project, address } = flags;
  return connectorsFromHarness({
    account: account!,
    ...(organization === undefined ? {} : { organization }),
    ...(project === undefined ? {} : { project }),
    ...(address === undefined ? {} : { address }),
    environment: process.env,
    progress: (what) => io.progress(what, true),
  }).then((files) => written(files, flags, io));
}

/** @throws AccessError `InvalidChoice` with everything that does not go together */
function checkFlags(
  paths: readonly string[],
  { fromHarness, account, org, project, address, out, into, check, json: asJson }: ImportFlags,
): void {
  const problems: Problem[] = [];
  const refuse = (message: string): void => void problems.push({ code: 'InvalidChoice', message });
  const ofHarness = { '--account': account, '--org': org, '--project': project, '--address': address };
  const given = Object.entries(ofHarness).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (fromHarness === true) {
    if (paths.length > 0) {
      refuse('give files or `--from-harness`, got both');
    }
    if (account === undefined) {
      refuse('`--from-harness` needs `--account`, the id in the address of your Harness');
    }
  } else {
    if (paths.length === 0) {
      refuse('give the files to import, or `--from-harness`, got neither');
    }
    if (given.length > 0) {
      refuse(
        `${given.map((flag) => `\`${flag}\``).join(', ')} ${given.length === 1 ? 'is' : 'are'} for \`--from-harness\``,
      );
    }
  }
  const ends = { '--out': out, '--into': into, '--check': check };
  const chosen = Object.entries(ends).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (chosen.length > 1) {
    refuse(
      `give one of \`--out\`, \`--into\` and \`--check\`, got ${chosen.map((flag) => `\`${flag}\``).join(' and ')}`,
    );
  }
  if (asJson === true && (into !== undefined || check !== undefined)) {
    refuse('`--json` goes to standard output or `--out`, got `--into` or `--check` too');
  }
  throwIfAny(problems);
}

function written(files: readonly ConnectorFile[], flags: ImportFlags, io: Io): Outcome {
  io.progress(`reading ${files.length} files`, files.length > 100);
  const tags = flags.delegateTags?.split(',').map((tag) => tag.trim());
  const imported = importConnectors(files, {
    ...(tags === undefined ? {} : { delegateTags: tags.filter((tag) => tag !== '') }),
  });
  const report = importReport(imported);
  if (imported.count === 0) {
    return nothing(imported, report);
  }
  if (flags.json === true) {
    return { ...outcome(json(imported), EXIT.fine, flags.out), err: report };
  }
  if (flags.check !== undefined || flags.into !== undefined) {
    return againstList(imported, report, flags);
  }
  const text = importedList(imported);
  return text === undefined ? nothing(imported, report) : { ...outcome(text, EXIT.fine, flags.out), err: report };
}

function nothing({ count }: ImportedConnectors, report: string): Outcome {
  const why =
    count === 0
      ? 'the files hold no connector; check the scope of the request, and the rights of its key'
      : 'no connector became an entry; the report says what is missing';
  return { ...outcome('', EXIT.badInput), err: `${report}\nerror: ${why} (NoConnections)\n` };
}

function againstList(imported: ImportedConnectors, report: string, { check, into }: ImportFlags): Outcome {
  const path = (check ?? into)!;
  const text = readText(path, MAX_INPUT);
  const drift = importDrift(imported, text, basename(path));
  const said = driftText(drift, path);
  if (check === undefined) {
    return { ...outcome(`${markOf(path, text)}${drift.text}`, EXIT.fine, path), err: `${report}\n${said}` };
  }
  const isEqual = drift.added.length + drift.gone.length + drift.changed.length === 0;
  return { ...outcome(said, isEqual ? EXIT.fine : EXIT.found), err: report };
}

/** Bytes before the text of a list, which stay. @throws AccessError `NotABlockList` for another encoding */
function markOf(path: string, text: string): string {
  const bytes = readFileSync(path);
  const mark = ['', '\ufeff'].find((begin) => bytes.equals(Buffer.from(`${begin}${text}`)));
  if (mark === undefined) {
    throw AccessError.of(
      'NotABlockList',
      `${show(basename(path))} must be UTF-8 for lines to be added to it; save it so, or import to a new file`,
    );
  }
  return mark;
}

function driftText({ added, gone, changed }: Drift, path: string): string {
  const list = visible(basename(path));
  const lines = [
    ...added.map(
      ({ id, name, connectors }) =>
        `new in Harness: ${name} (${id}), of ${connectors.map(({ scope, identifier }) => `${scope}:${identifier}`).join(', ')}`,
    ),
    ...gone.map(({ ref, line, why }) => `${why}: ${ref}, ${list}:${line}`),
    ...changed.map(
      ({ ref, line, props }) =>
        `different: ${ref}, ${list}:${line}: ${props.map((prop) => `\`${prop}\``).join(', ')}; the line was not touched`,
    ),
  ];
  return lines.length === 0 ? `${list} has every connector of the import, as it is there\n` : `${lines.join('\n')}\n`;
}

/** Files, and those of folders that have connectors. @throws AccessError with the problems of all of them */
function filesOf(paths: readonly string[], io: Io): ConnectorFile[] {
  const problems: Problem[] = [];
  const read = (path: string): ConnectorFile[] => {
    io.progress(`reading ${path}`, path !== STANDARD_INPUT && isLarge(path));
    const text = collect(problems, '', () => readText(path, MAX_INPUT));
    return text === undefined ? [] : [{ name: path === STANDARD_INPUT ? 'standard input' : path, text }];
  };
  const files = paths.flatMap((path) => {
    const isOne = path === STANDARD_INPUT || collect(problems, '', () => isFolder(path)) !== true;
    return isOne ? (problems.length > 0 ? [] : read(path)) : (collect(problems, '', () => connectorsIn(path)) ?? []);
  });
  throwIfAny(problems);
  return files;
}

/** Files of a folder that have a connector; all others are passed by. */
function connectorsIn(folder: string): ConnectorFile[] {
  return filesIn(folder, /\.(?:ya?ml|json)$/).flatMap((name) => {
    try {
      const text = readText(name, MAX_INPUT);
      return HAS_CONNECTOR.test(text) ? [{ name, text }] : [];
    } catch {
      // Not a text, or too large: no connector of the Git experience.
      return [];
    }
  });
}

/** The key of a connector in YAML and JSON, and resources of Terraform. */
const HAS_CONNECTOR = /(?:^|[\s{,])["']?connector["']?\s*:|"harness_platform_connector_/m;
