import { ProcessIo } from './io';
import { runCli } from './program';

/** The process behind the command. @param version of the package */
export function main(version: string): void {
  // Whoever reads may go before the end, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      process.exit();
    }
    throw error;
  });
  process.exitCode = runCli(process.argv.slice(2), version, new ProcessIo());
}
