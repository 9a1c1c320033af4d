import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build';
import { bundle, LAST_BUILT } from './fresh-build';

/**
 * Builds side by side in `.scratch`, in folders alike: a link or a folder more on the way to a package costs a process
 * 2 ms, which is a tenth of what is measured.
 */

const FOLDER = join(ROOT, '.scratch/against');
/** As long as the name of a commit. */
const COPY = 'working-copy';
const MAX_ARCHIVE = 256 * 1024 * 1024;

export interface Commit {
  /** The first twelve digits of its hash. */
  readonly name: string;
  readonly root: string;
}

/** Another commit, built by its own scripts, once. @throws Error when git does not know it, or it does not build */
export function otherCommit(ref: string): Commit {
  const hash = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).toString().trim();
  const name = hash.slice(0, 12);
  const root = join(FOLDER, name);
  if (!existsSync(join(root, LAST_BUILT))) {
    // Under another name first, so that a build that stopped half way is not taken for one.
    const draft = `${root}.part`;
    checkOut(hash, draft);
    bundle(draft);
    rmSync(root, { recursive: true, force: true });
    renameSync(draft, root);
  }
  return { name, root };
}

/** A copy of the build of this checkout, for each run anew. */
export function thisCommit(): Commit {
  const root = join(FOLDER, COPY);
  rmSync(root, { recursive: true, force: true });
  ['dist', 'package.json'].forEach((path) => cpSync(join(ROOT, path), join(root, path), { recursive: true }));
  link(join(ROOT, 'node_modules'), root);
  const isChanged = git('status', '--porcelain').length > 0;
  return { name: git('rev-parse', 'HEAD').toString().slice(0, 12) + (isChanged ? ' with changes' : ''), root };
}

function checkOut(hash: string, root: string): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  execFileSync('tar', ['-x', '-C', root], { input: git('archive', hash) });
  if (installedHere(root)) {
    link(join(ROOT, 'node_modules'), root);
    return;
  }
  console.error(`installing what ${hash} needs and this checkout has not`);
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2] });
  const modules = join(FOLDER, `${hash.slice(0, 12)}.modules`);
  rmSync(modules, { recursive: true, force: true });
  renameSync(join(root, 'node_modules'), modules);
  link(modules, root);
}

function link(modules: string, root: string): void {
  symlinkSync(modules, join(root, 'node_modules'), 'dir');
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, Manifest>>;
}

/** True when everything that the other commit names is installed here in the version of its lock file. */
function installedHere(root: string): boolean {
  const { packages } = read<Lock>(join(root, 'package-lock.json'));
  const { dependencies, devDependencies } = packages['']!;
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) => {
    const manifest = join(ROOT, 'node_modules', name, 'package.json');
    return existsSync(manifest) && read<Manifest>(manifest).version === packages[`node_modules/${name}`]?.version;
  });
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function git(...args: readonly string[]): Buffer {
  try {
    return execFileSync('git', args, { cwd: ROOT, maxBuffer: MAX_ARCHIVE, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(
      `\`git ${args.join(' ')}\` failed; take a commit of this clone, and fetch it first when the clone is shallow`,
      { cause: error },
    );
  }
}
