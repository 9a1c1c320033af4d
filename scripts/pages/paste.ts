import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mayEndWith1, stepsOf, type Step } from './pages';
import { runCli } from '../../lib/cli/program';

/** Does in one process and in this folder what a reader of the page does, with the sources instead of the package. */

const COMMAND = /^npx harness-delegate-access /;

async function take(step: Step): Promise<void> {
  if (step.does === 'save') {
    writeFileSync(nameOf(step.file), step.code);
  } else if (step.does === 'run') {
    await import(`${process.cwd()}/${nameOf(step.program)}`);
  } else if (COMMAND.test(step.command)) {
    command(step.command);
  }
}

/** All programs as TypeScript, which knows where the sources are. */
function nameOf(file: string): string {
  return file.replace(/\.mjs$/, '.ts');
}

function command(line: string): void {
  const print = (text: string): void => {
    process.stdout.write(text);
  };
  const args = line.replace(COMMAND, '').split(' ');
  const exit = runCli(args, '0.0.0', { width: 120, out: print, err: print, progress: () => undefined });
  if (exit !== 0 && !(exit === 1 && mayEndWith1(line))) {
    throw new Error(`\`${line}\` ends with ${exit}`);
  }
}

async function main([page, folder]: readonly string[]): Promise<void> {
  const steps = stepsOf(readFileSync(page!, 'utf8'));
  mkdirSync(folder!, { recursive: true });
  process.chdir(folder!);
  for (const step of steps) {
    process.stdout.write(`\n--- ${Object.values(step).slice(0, 2).join(' ')}\n`);
    await take(step);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
