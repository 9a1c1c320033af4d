import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Writes the JavaScript of the package: one file for everything before the clouds (`core.js`), one for each entry point.
 * Sixty small files cost every user 50 ms at start; three cost less than 20. Types come from the compiler. Not minified:
 * an error prints the line that threw it.
 */

const ROOT = join(__dirname, '..');
const DIST = join(ROOT, 'dist');
/** Rooms that run without a CDK; all of them go into `core.js`, once, so that classes stay the same classes. */
const CORE = ['base', 'network', 'catalog', 'connection', 'plan', 'target', 'review', 'audit'];
const CLOUDS = ['aws', 'gcp'];

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
} as const;

/** Imports of a core room from outside become imports of `core.js`, and those of a cloud of its entry point. */
function roomsAreExternal(core: string): Plugin {
  return {
    name: 'rooms-are-external',
    setup: (setup) => {
      // A room, or a file inside it: what is in `core.js` must not be there twice.
      setup.onResolve({ filter: new RegExp(`^(\\.\\.?/)+(${CORE.join('|')})(/[a-z/-]+)?$`) }, ({ path, resolveDir }) =>
        CORE.some((room) => join(resolveDir, path).startsWith(join(ROOT, 'lib', room)))
          ? { path: core, external: true }
          : null,
      );
      setup.onResolve({ filter: new RegExp(`^(\\.\\.?/)+(${CLOUDS.join('|')})$`) }, ({ path }) => ({
        path: `./${path.replace(/^(\.\.?\/)+/, '')}/index.js`,
        external: true,
      }));
    },
  };
}

/** Modules of the provider cost up to 2 ms each, so each one is loaded when something of it is made. */
const providerIsLazy: Plugin = {
  name: 'provider-is-lazy',
  setup: (setup) => {
    setup.onResolve({ filter: /^@cdktf\/provider-google\// }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    setup.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => /^[A-Z]/.test(name));
      const getters = names.map((name) => `get ${name}() { return require('${path}').${name}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };`, loader: 'js' };
    });
  },
};

/** Names of the values that a module exports. */
async function exportsOf(contents: string): Promise<string[]> {
  const { metafile } = await build({
    ...common,
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    format: 'esm',
    metafile: true,
    write: false,
    outfile: 'probe.js',
  });
  return metafile.outputs['probe.js']!.exports.sort();
}

/**
 * A class that names itself inside becomes `Plan = class _Plan`, and `_Plan` is what errors and inspectors print. The
 * bundler's `keepNames` would mend it at the cost of a call for every function at start.
 */
function keepClassNames(file: string): void {
  const code = readFileSync(file, 'utf8');
  const names = new Set([...code.matchAll(/\b(\w+) = class _\1\b/g)].map(([, name]) => name));
  writeFileSync(
    file,
    code.replace(/\b_(\w+)\b/g, (whole, name: string) => (names.has(name) ? name : whole)),
  );
}

async function main(): Promise<void> {
  const rooms = CORE.map((room) => `export * from './lib/${room}';`).join('\n');
  await build({
    ...common,
    stdin: { contents: rooms, resolveDir: ROOT, loader: 'ts' },
    format: 'cjs',
    outfile: join(DIST, 'core.js'),
  });
  await checkUnambiguous(join(DIST, 'core.js'));
  const names = await exportsOf("export * from './lib/index';");
  const lines = names.map((name) => `exports.${name} = core.${name};`);
  writeFileSync(
    join(DIST, 'index.js'),
    ["'use strict';", "const core = require('./core.js');", ...lines, ''].join('\n'),
  );
  for (const cloud of CLOUDS) {
    await build({
      ...common,
      entryPoints: [join(ROOT, 'lib', cloud, 'index.ts')],
      plugins: [roomsAreExternal('../core.js'), providerIsLazy],
      format: 'cjs',
      outfile: join(DIST, cloud, 'index.js'),
    });
  }
  await build({
    ...common,
    entryPoints: [join(ROOT, 'lib/cli/main.ts')],
    plugins: [roomsAreExternal('./core.js')],
    format: 'cjs',
    outfile: join(DIST, 'cli.js'),
  });
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .forEach((file) => keepClassNames(join(DIST, file)));
  writeFileSync(
    join(DIST, 'bin.js'),
    ['#!/usr/bin/env node', "'use strict';", "require('./cli.js').main(require('../package.json').version);", ''].join(
      '\n',
    ),
    { mode: 0o755 },
  );
}

/** Two rooms that export one name would lose it without a word. */
async function checkUnambiguous(core: string): Promise<void> {
  const all = await Promise.all(CORE.map((room) => exportsOf(`export * from './lib/${room}';`)));
  const together = Object.keys((await import(core)) as object);
  const lost = [...new Set(all.flat())].filter((name) => !together.includes(name));
  if (lost.length > 0) {
    throw new Error(`two rooms export ${lost.join(', ')}`);
  }
}

void main();
