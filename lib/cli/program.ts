import { Command, CommanderError } from 'commander';
import { AccessError, problemLines, visible, withoutUserInfo, type Problem } from '../base';
import { addAudit } from './commands/audit';
import { addDiff } from './commands/diff';
import { addExplain } from './commands/explain';
import { addImport } from './commands/import';
import { addInit } from './commands/init';
import { addList } from './commands/list';
import { addPreflight } from './commands/preflight';
import { addRanges } from './commands/ranges';
import { addReview } from './commands/review';
import { addSynth } from './commands/synth';
import { EXIT, EXIT_CODES, type ExitCode, type Outcome } from './exit';
import { writeWhole } from './files';
import type { Io } from './io';
import { json } from './output';

const NAME = 'harness-delegate-access';

/** Runs one command and returns the exit code, at once unless it asks a network; never throws, and never prints a stack. */
export function runCli(args: readonly string[], version: string, io: Io): ExitCode | Promise<ExitCode> {
  const asJson = args.includes('--json') || /(^|,)--format(=|,)json(,|$)/.test(args.join());
  let exit: ExitCode | Promise<ExitCode> = EXIT.fine;
  const run = (command: () => Outcome | Promise<Outcome>): void => {
    const outcome = command();
    exit =
      outcome instanceof Promise
        ? outcome.then((later) => finish(later, io)).catch((error: unknown) => fail(error, '', asJson, io))
        : finish(outcome, io);
  };
  let said = '';
  const say = (text: string): void => {
    const quoted = text.replace(/(?<=')[^]*(?=')/, withoutUserInfo);
    said += quoted.split('\n').map(visible).join('\n');
  };
  try {
    programOf(version, io, say, run).parse([...args], { from: 'user' });
    return exit;
  } catch (error) {
    return fail(error, said, asJson, io);
  }
}

/** Writes what a command says. */
function finish({ text, err, out, exit }: Outcome, io: Io): ExitCode {
  if (out === undefined || out === '-') {
    io.out(text);
  } else {
    writeWhole(out, text);
    io.err(`wrote ${visible(out)}\n`);
  }
  if (err !== undefined) {
    io.err(err);
  }
  return exit;
}

/** @param say takes errors of the arguments */
function programOf(
  version: string,
  io: Io,
  say: (text: string) => void,
  run: (command: () => Outcome | Promise<Outcome>) => void,
): Command {
  const program = new Command(NAME)
    .description(
      "Ports and permissions of a Harness Delegate's list of connections: review it, compare it, audit a template with it.",
    )
    .version(version)
    .helpCommand('help [command]', 'help for one command')
    .showSuggestionAfterError(true)
    .addHelpText(
      'after',
      `
Begin with a file, which \`init\` writes with more examples:
  # connections.yaml
  - datadog
  - jenkins: { to: [10.0.3.7/32] }
  - kubernetes-cluster: { to: [10.20.0.0/28], ports: [6443] }

  ${NAME} review connections.yaml

${EXIT_CODES}`,
    );
  addInit(program, run);
  addList(program, io, run);
  addReview(program, io, run);
  addDiff(program, io, run);
  addAudit(program, io, run);
  addRanges(program, run);
  addImport(program, io, run);
  addSynth(program, io, run);
  addPreflight(program, io, run);
  addExplain(program, run);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: (text) => io.out(text), writeErr: say });
  }
  return program;
}

function fail(error: unknown, said: string, asJson: boolean, io: Io): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) {
      return EXIT.fine;
    }
    const message = said.replace(/^error: |\s+$/g, '').replace(/\n/g, ' ');
    io.err(asJson ? json({ error: { code: 'Usage', problems: [{ code: 'Usage', message }] } }) : said);
    return EXIT.badInput;
  }
  if (error instanceof AccessError) {
    io.err(asJson ? json({ error: { code: error.code, problems: error.problems } }) : describe(error.problems));
    return EXIT.badInput;
  }
  io.err(
    `error: a defect of ${NAME}, please report it: ${visible(error instanceof Error ? error.message : String(error))} (Defect)\n`,
  );
  return EXIT.defect;
}

function describe(problems: readonly Problem[]): string {
  const lines = problemLines(problems);
  return problems.length === 1
    ? `error: ${lines[0]!}\n`
    : `${problems.length} errors:\n${lines.map((line) => `- ${line}\n`).join('')}`;
}
