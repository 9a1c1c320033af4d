import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../lib/cli/program';
import { terminalWidth } from '../../lib/cli/terminal';

/** What a run of the command printed and ended with. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly progress: readonly string[];
}

/** Runs the command in this process. */
export function cli(...args: string[]): Ran {
  const { exit, said } = started(args);
  if (exit instanceof Promise) {
    throw new Error('this command asks a network: use `cliLater`');
  }
  return { exit, ...said() };
}

/** The same for a command that asks a network. */
export async function cliLater(...args: string[]): Promise<Ran> {
  const { exit, said } = started(args);
  return { exit: await exit, ...said() };
}

function started(args: readonly string[]): { exit: number | Promise<number>; said: () => Omit<Ran, 'exit'> } {
  let [out, err] = ['', ''];
  const progress: string[] = [];
  const exit = runCli(args, '1.2.3', {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    width: terminalWidth(process.env.COLUMNS, undefined),
    progress: (what) => {
      progress.push(what);
    },
  });
  return { exit, said: () => ({ out, err, progress }) };
}

/** A folder with files, which is gone after the tests of the file. */
export function folder(): { readonly path: string; write(name: string, text: string | object): string } {
  const path = mkdtempSync(join(tmpdir(), 'cli-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, text) => {
      writeFileSync(join(path, name), typeof text === 'string' ? text : JSON.stringify(text));
      return join(path, name);
    },
  };
}
