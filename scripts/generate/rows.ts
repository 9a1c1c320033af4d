import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { write } from './write';

/** Writes the list of rows beyond the table: each is a file of its folder by its permanent id, so that a new one is one file. */

async function main(): Promise<void> {
  const ids = readdirSync(join(__dirname, '../../lib/connections/beyond'))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
  await write(
    'lib/connections/beyond.ts',
    `import type { Module } from './module';

/* eslint-disable @typescript-eslint/no-require-imports -- as in index.ts: a list needs a few */

/** The rows beyond the table by their permanent ids. */
export const BEYOND_TABLE = {
${ids.map((id) => `  '${id}': () => require('./beyond/${id}') as Module,`).join('\n')}
} as const satisfies Readonly<Record<string, () => Module>>;`,
  );
}

void main();
