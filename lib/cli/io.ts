/** What a command may do to the world besides files; tests have one of their own. */
export interface Io {
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

/** The process: results on standard output, progress and errors on standard error, no colour anywhere. */
export class ProcessIo implements Io {
  private isShown = false;

  public out(text: string): void {
    this.clear();
    process.stdout.write(text);
  }

  public err(text: string): void {
    this.clear();
    process.stderr.write(text);
  }

  public progress(what: string, isLong = false): void {
    // Node needs milliseconds to open a stream or a clock that is not used; this asks for neither at once.
    if ((isLong || process.uptime() * 1000 > QUIET_MS) && process.stderr.isTTY) {
      process.stderr.write(`${CLEAR}${what}…`);
      this.isShown = true;
    }
  }

  private clear(): void {
    if (this.isShown) {
      process.stderr.write(CLEAR);
      this.isShown = false;
    }
  }
}
