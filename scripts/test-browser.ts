import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the tests of the page in a real browser: Chromium from `CHROMIUM`, from the path, or from Debian's packages. */

const ROOT = join(__dirname, '..');

function find(): string | undefined {
  const { stdout } = spawnSync(
    'sh',
    ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'],
    {
      encoding: 'utf8',
    },
  );
  return [process.env.CHROMIUM ?? '', stdout.trim()].find((path) => path !== '' && existsSync(path));
}

function install(): string {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const step of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
  ]) {
    const [command, ...args] = [...asRoot, ...step] as [string, ...string[]];
    execFileSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const path = find();
  if (path === undefined) {
    throw new Error('no Chromium: install it, or name one in the variable CHROMIUM');
  }
  return path;
}

const CHROMIUM = find() ?? install();
const { status } = spawnSync(
  join(ROOT, 'node_modules/.bin/jest'),
  ['--testMatch', '<rootDir>/test/**/*.browser.ts', '--testTimeout=60000', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, CHROMIUM } },
);
process.exitCode = status ?? 1;
