import { EXIT } from './exit';
import { ProcessIo } from './io';
import { runCli } from './program';

/** The process behind the command. @param version of the package */
export function main(version: string): void {
  [process.stdout, process.stderr].forEach((stream) =>
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever reads may go before the end, as `head` does; any other failure has nowhere to be said but on the other stream.
      if (error.code !== 'EPIPE') {
        if (stream === process.stdout) {
          process.stderr.write(`error: standard output cannot be written: ${error.code} (CannotWrite)\n`);
        }
        process.exit(EXIT.badInput);
      }
      process.exit();
    }),
  );
  process.exitCode = runCli(process.argv.slice(2), version, new ProcessIo());
}
