import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AccessError, show } from '../base';

/** Files of folders that people name instead of them. */

/** A folder has some thousand files; more are another folder than was meant. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 50;
const PASSED_BY = ['node_modules', '.git'];

/** True for a folder. @throws AccessError `UnreadableFile` */
export function isFolder(path: string): boolean {
  return (
    !path.includes('\u0000') && readable(path, () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
  );
}

/** Files with such a name in a folder and those below it, in the order of their names; links to folders are not followed. */
export function filesIn(folder: string, name: RegExp): string[] {
  const found: string[] = [];
  const waiting = [{ path: folder, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next;
    const entries = readable(path, () => readdirSync(path, { withFileTypes: true }));
    for (const entry of entries) {
      const below = join(path, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH && !PASSED_BY.includes(entry.name)) {
        waiting.push({ path: below, depth: depth + 1 });
      } else if (name.test(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(below)))) {
        found.push(below);
      }
    }
    if (found.length > MAX_FILES) {
      throw AccessError.of(
        'InvalidChoice',
        `${show(folder)} has more than ${MAX_FILES} files; name the folder that was meant`,
      );
    }
  }
  return found.sort();
}

function leadsToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @throws AccessError `UnreadableFile` */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw AccessError.of('UnreadableFile', `${show(path)} cannot be read: ${code}; check the path and its rights`);
  }
}
