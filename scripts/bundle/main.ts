import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { chunkOf, CHUNKS, DIST, entryOf, moduleOf, modulesOf, ROOT, type Chunk } from './chunks';
import { lazyModule, packagesAreLazy } from './lazy-packages';
import { writeTypes } from './types';
import { vendoredIsOwnFile, writeVendored } from './vendored';

/**
 * Writes `dist` anew: the JavaScript in a few files, since two hundred small ones cost every user 50 ms at start, and of
 * the types that the compiler wrote those that an entry point leads to. Not minified: an error prints the line that threw
 * it.
 */

/** Before the file of a chunk whose modules are made one by one. */
const LOADER = 'modules:';

const common = { bundle: true, platform: 'node', target: 'node20', packages: 'external' } as const;

/** A file of `dist` as another one requires it. */
function requirePath(from: Chunk, to: Chunk): string {
  const path = posix.relative(posix.dirname(from.file), to.file);
  return path.startsWith('.') ? path : `./${path}`;
}

function resolve(path: string, folder: string): string | undefined {
  const base = join(folder, path);
  return [`${base}.ts`, join(base, 'index.ts')].find((file) => existsSync(file));
}

/** A module of another chunk is required from the file of that chunk; from a lazy one when something of it is used. */
function chunksAreExternal(own: Chunk): Plugin {
  return {
    name: 'chunks-are-external',
    setup: (setup) => {
      setup.onResolve({ filter: /^\.\.?(\/|$)/ }, ({ path, resolveDir, namespace }) => {
        if (namespace === 'chunk' || namespace === 'loader') {
          return { path, external: true };
        }
        const module = moduleOf(resolve(path, resolveDir) ?? '/');
        const chunk = module === undefined ? own : chunkOf(module);
        return chunk === own
          ? null
          : chunk.isLazy === true || chunk.isLoader === true
            ? { path: module!, namespace: 'chunk' }
            : { path: requirePath(own, chunk), external: true };
      });
      // Found once: Node needs 30 µs to find a file that is loaded already.
      setup.onResolve({ filter: new RegExp(`^${LOADER}`) }, ({ path }) => ({ path, namespace: 'loader' }));
      setup.onLoad({ filter: /.*/, namespace: 'loader' }, ({ path }) => {
        const chunk = CHUNKS.find(({ file }) => `${LOADER}${file}` === path)!;
        return { contents: `module.exports = require('${requirePath(own, chunk)}');`, loader: 'js', resolveDir: ROOT };
      });
      setup.onLoad({ filter: /.*/, namespace: 'chunk' }, async ({ path: module }) => {
        const chunk = chunkOf(module);
        const required = `require('${requirePath(own, chunk)}')`;
        if (chunk.isLoader === true) {
          const contents = `module.exports = require('${LOADER}${chunk.file}')['./lib/${module}']();`;
          return { contents, loader: 'js', resolveDir: ROOT };
        }
        return { contents: lazyModule(await exportsOf(module), required), loader: 'js', resolveDir: ROOT };
      });
    },
  };
}

const known = new Map<string, Promise<string[]>>();

/** Names of the values that a module exports. */
function exportsOf(module: string): Promise<string[]> {
  const found = known.get(module) ?? readExports(module);
  known.set(module, found);
  return found;
}

async function readExports(module: string): Promise<string[]> {
  const { metafile } = await build({
    ...common,
    entryPoints: [join(ROOT, 'lib', module)],
    format: 'esm',
    metafile: true,
    write: false,
    outfile: 'probe.js',
  });
  return metafile.outputs['probe.js']!.exports.sort();
}

async function write(chunk: Chunk): Promise<void> {
  const outfile = join(DIST, chunk.file);
  await build({
    ...common,
    stdin: { contents: entryOf(chunk), resolveDir: ROOT, loader: 'ts' },
    plugins: [chunksAreExternal(chunk), vendoredIsOwnFile(chunk), packagesAreLazy],
    format: 'cjs',
    outfile,
  });
  mend(outfile, requiredOnce, withClassNames);
}

function mend(file: string, ...changes: ((code: string) => string)[]): void {
  writeFileSync(
    file,
    changes.reduce((code, change) => change(code), readFileSync(file, 'utf8')),
  );
}

/** A chunk that is loaded at once is required once, and not for each module of it. */
function requiredOnce(code: string): string {
  const paths = new Set(
    [...code.matchAll(/^ *(?:var )?import_\w+ = require\("(\.[^"]+)"\);$/gm)].map(([, path]) => path!),
  );
  const nameOf = (path: string): string => `chunk_${path.replace(/\W+/g, '_')}`;
  const required = [...paths].map((path) => `var ${nameOf(path)} = require("${path}");\n`);
  return (
    required.join('') +
    code.replace(
      /(import_\w+ = )require\("(\.[^"]+)"\);$/gm,
      (_, head: string, path: string) => `${head}${nameOf(path)};`,
    )
  );
}

/**
 * A class that names itself inside becomes `Plan = class _Plan`, and `_Plan` is what errors and inspectors print. The
 * bundler's `keepNames` would mend it at the cost of a call for every function at start.
 */
function withClassNames(code: string): string {
  const names = new Set([...code.matchAll(/\b(\w+) = class _\1\b/g)].map(([, name]) => name));
  return code.replace(/\b_(\w+)\b/g, (whole, name: string) => (names.has(name) ? name : whole));
}

/** Two modules of a chunk that export one name would lose it without a word. */
async function checkUnambiguous(chunk: Chunk): Promise<void> {
  const modules = modulesOf(chunk).filter((module) => !module.endsWith('index.ts'));
  const names = (await Promise.all(modules.map(exportsOf))).flat();
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) {
    throw new Error(`two modules of ${chunk.file} export ${twice.join(', ')}`);
  }
}

async function main(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  writeTypes();
  for (const chunk of CHUNKS) {
    if (chunk.entry === undefined && chunk.isLoader !== true) {
      await checkUnambiguous(chunk);
    }
    await write(chunk);
  }
  await writeVendored();
  const bin = [
    '#!/usr/bin/env node',
    "'use strict';",
    "require('./chunks/cli.js').main(require('../package.json').version);",
    '',
  ];
  writeFileSync(join(DIST, 'bin.js'), bin.join('\n'), { mode: 0o755 });
}

void main();
