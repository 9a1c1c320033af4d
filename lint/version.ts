import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of a rule: the hash of its files, so that a cache of ESLint knows when it changes. */
export function versionOf(...files: readonly string[]): string {
  const hash = createHash('sha256');
  files.forEach((file) => hash.update(readFileSync(join(__dirname, file))));
  return hash.digest('hex').slice(0, 12);
}
