import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { AccessError } from './access-error';
import { show } from './show';

/** Name of standard input. */
export const STANDARD_INPUT = '-';

/**
 * The text of a file, or of standard input for `-`: UTF-8, or UTF-16 with its mark, as PowerShell
 * writes it.
 *
 * @throws AccessError `FileNotFound`, `NotAFile`, `FileTooLarge`, `UnreadableFile`, `NotText`
 */
export function readText(path: string, maxBytes: number): string {
  const isStandardInput = path === STANDARD_INPUT;
  const stat = isStandardInput ? undefined : readable(path, () => statSync(path, { throwIfNoEntry: false }));
  if (!isStandardInput && stat === undefined) {
    throw AccessError.of('FileNotFound', `there is no file ${show(path)}`);
  }
  if (stat !== undefined && !stat.isFile() && !stat.isFIFO()) {
    throw AccessError.of(
      'NotAFile',
      `${show(path)} is ${stat.isDirectory() ? 'a directory' : 'not a regular file; `-` is standard input'}`,
    );
  }
  checkSize(path, stat?.size ?? 0, maxBytes);
  const bytes = readable(path, () => (stat?.isFile() === true ? readFileSync(path) : readStream(path, maxBytes)));
  checkSize(path, bytes.length, maxBytes);
  return decode(path, bytes);
}

const CHUNK = 64 * 1024;
/** Milliseconds until a pipe without data is asked again. */
const PAUSE = 10;

/** Bytes of a stream, which may never end: until its end, or until they are too many. */
function readStream(path: string, maxBytes: number): Buffer {
  const file = path === STANDARD_INPUT ? 0 : openSync(path, 'r');
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk = nextChunk(file); chunk.length > 0 && size <= maxBytes; chunk = nextChunk(file)) {
    chunks.push(chunk);
    size += chunk.length;
  }
  if (file !== 0) {
    closeSync(file);
  }
  return Buffer.concat(chunks);
}

function nextChunk(file: number): Buffer {
  const buffer = Buffer.alloc(CHUNK);
  for (;;) {
    try {
      return buffer.subarray(0, readSync(file, buffer, 0, CHUNK, null));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

/** Stat of a file; turns errors of the file system, such as a name that is too long, into an `AccessError`. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw AccessError.of('UnreadableFile', `${show(path)} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function checkSize(path: string, size: number, maxBytes: number): void {
  if (size > maxBytes) {
    throw AccessError.of(
      'FileTooLarge',
      `${show(path)} has ${(size / 1024 / 1024).toFixed(1)} MiB, and at most ${maxBytes / 1024 / 1024} MiB are read`,
    );
  }
}

/** The mark at the beginning is no part of the text. */
function decode(path: string, bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw AccessError.of('NotText', `${show(path)} is not text in UTF-8; save it as UTF-8`);
  }
}
