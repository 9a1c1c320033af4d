import { readFileSync, statSync } from 'node:fs';
import { AccessError } from './access-error';
import { show } from './text';

/** The text of a file that somebody named. @throws AccessError `FileNotFound`, `NotAFile`, `FileTooLarge`, `UnreadableFile` */
export function readText(path: string, maxBytes: number): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw AccessError.of('FileNotFound', `there is no file ${show(path)}`);
  }
  if (!stat.isFile()) {
    throw AccessError.of('NotAFile', `${show(path)} is ${stat.isDirectory() ? 'a directory' : 'not a regular file'}`);
  }
  if (stat.size > maxBytes) {
    throw AccessError.of(
      'FileTooLarge',
      `${show(path)} has ${(stat.size / 1024 / 1024).toFixed(1)} MiB, and at most ${maxBytes / 1024 / 1024} MiB are read`,
    );
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw AccessError.of('UnreadableFile', `${show(path)} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
