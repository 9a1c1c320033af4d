import { ProcessIo } from './io';
import { runCli } from './program';

/** The process behind the command. @param version of the package */
export function main(version: string): void {
  const exit = runCli(process.argv.slice(2), version, new ProcessIo());
  if (exit instanceof Promise) {
    void exit.then((code) => (process.exitCode = code));
  } else {
    process.exitCode = exit;
  }
}
