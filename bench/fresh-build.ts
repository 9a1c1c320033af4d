import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build';

/** The last file that `npm run compile` writes. */
export const LAST_BUILT = 'dist/bin.js';

/** Builds this checkout when its build is missing, or older than what it is made of. */
export function buildIfStale(): void {
  const built = changedAt(LAST_BUILT);
  const sources = ['lib', 'scripts'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  if (['package.json', ...sources].some((path) => changedAt(path) > built)) {
    compile(ROOT);
  }
}

/** @throws Error when it does not compile */
function compile(root: string): void {
  console.error(`compiling ${root}`);
  execFileSync('npm', ['run', '--silent', 'compile'], { cwd: root, stdio: ['ignore', 2, 2] });
}

/** The code alone, without its types, which another compiler than its own may refuse. @throws Error when it does not build */
export function bundle(root: string): void {
  console.error(`bundling ${root}`);
  const script = ['scripts/bundle.ts', 'scripts/bundle/main.ts'].find((path) => existsSync(join(root, path)))!;
  const tsx = join(root, 'node_modules/.bin/tsx');
  execFileSync(tsx, ['--tsconfig', 'tsconfig.dev.json', script], { cwd: root, stdio: ['ignore', 2, 2] });
}

/** Milliseconds since the epoch; 0 when there is no such file. */
function changedAt(path: string): number {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
