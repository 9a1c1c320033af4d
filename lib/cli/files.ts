import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AccessError, cannotWrite, show } from '../base';

/** Writes a file whole or not at all. @throws AccessError `CannotWrite` */
export function writeWhole(path: string, text: string): void {
  writeAllWhole({ [path]: text });
}

/**
 * Writes files, all of them or none: each under another name first, then all renamed. A link stays a link, a file keeps
 * its mode, and anything else, such as a pipe, is written in place.
 *
 * @throws AccessError `CannotWrite`
 */
export function writeAllWhole(files: Readonly<Record<string, string>>): void {
  const drafts: Draft[] = [];
  let current = '';
  try {
    for (const [path, text] of Object.entries(files)) {
      current = path;
      drafts.push(...draftOf(path, text));
    }
    for (const { path, from, to } of drafts) {
      current = path;
      renameSync(from, to);
    }
  } catch (error) {
    drafts.forEach(({ from }) => rmSync(from, { force: true }));
    throw cannotWrite(current, error);
  }
}

interface Draft {
  /** As the user wrote it. */
  readonly path: string;
  /** Temporary path of the text. */
  readonly from: string;
  readonly to: string;
}

/** Nothing when the text could only be written in place. */
function draftOf(path: string, text: string): Draft[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  }
  if (stat !== undefined && !stat.isFile()) {
    writeFileSync(path, text);
    return [];
  }
  const to = stat === undefined ? path : realpathSync(path);
  const from = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
  writeFileSync(from, text, { flag: 'wx' });
  if (stat !== undefined) {
    chmodSync(from, stat.mode);
  }
  return [{ path, from, to }];
}

/**
 * Writes a file that is not there yet; of two that do so at once, one does.
 *
 * @throws AccessError `FileExists`, `CannotWrite`
 */
export function writeNew(path: string, text: string): void {
  const file = openNew(path);
  try {
    writeFileSync(file, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw cannotWrite(path, error);
  } finally {
    closeSync(file);
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw AccessError.of(
        'FileExists',
        `a new file must have a name that is free, and ${show(path)} exists; name another file, or remove this one first`,
      );
    }
    throw cannotWrite(path, error);
  }
}

/** Makes a folder and those around it. @throws AccessError `CannotWrite` */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
