import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_FLAGS, run } from './run';

const LINTERS = ['publint@0.3.25', '@arethetypeswrong/cli@0.18.5'];

/** Linters of packages on the tarball: they must find nothing. */
export function lintPackage(into: string, tarball: string): void {
  const directory = join(into, 'linters');
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), '{"private":true}');
  run(directory, 'npm', 'install', ...NPM_FLAGS, ...LINTERS);
  const said = run(directory, 'node_modules/.bin/publint', '--strict', tarball);
  if (!said.includes('All good!')) {
    throw new Error(said);
  }
  run(directory, 'node_modules/.bin/attw', '--format', 'ascii', tarball);
  console.log(`ok: ${LINTERS.join(' and ')} find nothing`);
}
