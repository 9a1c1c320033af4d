import { ProcessIo } from './io';
import { runCli } from './program';

/** The process behind the command. @param version of the package */
export function main(version: string): void {
  process.exitCode = runCli(process.argv.slice(2), version, new ProcessIo());
}
