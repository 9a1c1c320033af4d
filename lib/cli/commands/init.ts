import { existsSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { AccessError, show, STANDARD_INPUT, visible } from '../../base';
import { outcome, type Outcome } from '../exit';
import { writeNew } from '../files';
import { told, type OutputFlags } from '../output';
import { starterList } from '../starter-list';

const NAME = 'harness-delegate-access';
const SCHEMA = join('node_modules', NAME, 'connections.schema.json');
const EXTENSIONS = ['.yaml', '.yml'];

export function addInit(program: Command, run: (command: () => Outcome) => void): void {
  program
    .command('init')
    .argument('[file]', 'the list to write, .yaml or .yml; `-` for standard output', 'connections.yaml')
    .description('a list to begin with: two connections, and examples of the others to un-comment')
    .option('--json', 'the path of the file and the next commands as JSON')
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access init
  harness-delegate-access init infra/connections.yaml
  harness-delegate-access init - > list.yaml

It overwrites nothing.`,
    )
    .action((file: string, flags: OutputFlags) => run(() => init(file, flags)));
}

function init(file: string, flags: OutputFlags): Outcome {
  if (file === STANDARD_INPUT) {
    return outcome(starterList(posix(SCHEMA)));
  }
  if (!EXTENSIONS.includes(extname(file).toLowerCase())) {
    throw AccessError.of(
      'InvalidFileName',
      `the name of the list must end with \`.yaml\` or \`.yml\`, got ${show(file)}; write for instance \`init connections.yaml\``,
    );
  }
  writeNew(file, starterList(schemaFrom(file)));
  const steps = stepsFor(quoted(file));
  return told({ file, next: steps.map(({ command }) => command) }, () => whatNext(file, steps), flags);
}

/** The editor looks for a relative path from the folder of the list. */
function schemaFrom(file: string): string {
  return posix(relative(dirname(resolve(file)), resolve(SCHEMA)));
}

function posix(path: string): string {
  return path.split(sep).join('/');
}

interface Step {
  readonly command: string;
  readonly does: string;
}

/** @param file as a shell takes it */
function stepsFor(file: string): readonly Step[] {
  return [
    { command: `npx ${NAME} list`, does: 'every connection that it may have' },
    { command: `npx ${NAME} review ${file}`, does: 'what it opens and allows, and why' },
    { command: `npx ${NAME} review ${file} --out review.html`, does: 'the same, for a browser' },
    { command: `npx ${NAME} synth --help`, does: 'a template, without an app of your own' },
  ];
}

function whatNext(file: string, steps: readonly Step[]): string {
  const lines = [
    `wrote ${visible(file)}`,
    '',
    'Next: change the addresses to yours, un-comment what you need, then run',
    ...steps.flatMap(({ command, does }) => [`  # ${does}`, `  ${command}`]),
  ];
  const install = ['', 'For completion in the editor, install the package:', `  npm install --save-dev ${NAME}`];
  return `${[...lines, ...(existsSync(SCHEMA) ? [] : install)].join('\n')}\n`;
}

/** A path as a POSIX shell takes it. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${visible(path).replace(/'/g, `'\\''`)}'`;
}
