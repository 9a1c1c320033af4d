import { EXIT } from './exit';
import { terminalWidth } from './terminal';

/** Effects of a command besides files; tests have their own. */
export interface Io {
  /** Characters of a line of standard output: those of `COLUMNS` or of the terminal, between 60 and 120; or 120. */
  readonly width: number;
  /** Standard output. */
  out(text: string): void;
  /** Standard error. */
  err(text: string): void;
  /** Says what goes on, on a terminal only: when time has gone by already, or when this will take some. */
  progress(what: string, isLong?: boolean): void;
}

/** Work that is done by now is not worth a word. */
const QUIET_MS = 300;
/** Back to the start of the line, and the rest of it away. */
const CLEAR = '\r\u001b[K';

/**
 * The process: results on standard output, progress and errors on standard error, no colour anywhere. Node needs
 * milliseconds to open a stream, so each is opened when something is written to it.
 */
export class ProcessIo implements Io {
  private readonly open = new Map<'stdout' | 'stderr', NodeJS.WriteStream>();
  private isShown = false;

  public out(text: string): void {
    this.clear();
    this.stream('stdout').write(text);
  }

  public err(text: string): void {
    this.clear();
    this.stream('stderr').write(text);
  }

  public get width(): number {
    const { isTTY, columns } = this.stream('stdout');
    return terminalWidth(process.env.COLUMNS, isTTY ? columns : undefined);
  }

  public progress(what: string, isLong = false): void {
    const isSlow = isLong || process.uptime() * 1000 > QUIET_MS;
    if (isSlow && this.stream('stderr').isTTY) {
      this.stream('stderr').write(`${CLEAR}${what}…`);
      this.isShown = true;
    }
  }

  private clear(): void {
    if (this.isShown) {
      this.stream('stderr').write(CLEAR);
      this.isShown = false;
    }
  }

  private stream(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
    const known = this.open.get(name);
    if (known !== undefined) {
      return known;
    }
    const stream = process[name];
    stream.on('error', ({ code }: NodeJS.ErrnoException) => this.cannotWrite(name, code));
    this.open.set(name, stream);
    return stream;
  }

  /** Whoever reads may go before the end, as `head` does; any other failure has nowhere to be said but on the other stream. */
  private cannotWrite(name: 'stdout' | 'stderr', code: string | undefined): never {
    if (code === 'EPIPE') {
      process.exit();
    }
    if (name === 'stdout') {
      this.err(`error: standard output cannot be written: ${code} (CannotWrite)\n`);
    }
    process.exit(EXIT.badInput);
  }
}
