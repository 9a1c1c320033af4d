import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Files of the package and their code. A module is in one chunk only, so that a class is one class; code that a user may
 * never need is in a chunk of its own, and loaded on use.
 */

export const ROOT = join(__dirname, '../..');
export const DIST = join(ROOT, 'dist');
const LIB = join(ROOT, 'lib');

export interface Chunk {
  /** Its file in `dist`; those of a user's own imports apart, not beside the types, where `./compare` is a folder of them. */
  readonly file: string;
  /** The modules of lib that it holds; the first chunk that fits has a module. */
  readonly holds: RegExp;
  /** Loaded when something of it is used. */
  readonly isLazy?: boolean;
  /** Each of its modules is made on use. */
  readonly isLoader?: boolean;
  /** Its exports, when they are not all those of its modules. */
  readonly entry?: string;
}

export const CHUNKS: readonly Chunk[] = [
  {
    file: 'chunks/connections.js',
    holds: /^(connections\/(?!(index|beyond|definition|props|scope)\.ts)|catalog\/\w+-templates\.ts)/,
    isLoader: true,
  },
  { file: 'chunks/iam-actions.js', holds: /^catalog\/iam-actions/, isLazy: true },
  { file: 'chunks/synth.js', holds: /^platforms\/(\w+\/synth(-names)?|synth-folder)\.ts/, isLoader: true },
  { file: 'chunks/callers.js', holds: /^platforms\/\w+\/caller\//, isLoader: true },
  { file: 'chunks/readers.js', holds: /^platforms\/\w+\/readers\//, isLoader: true },
  {
    file: 'chunks/filters.js',
    holds:
      /^platforms\/(aws\/(suricata|domain-list|names-findings|source-families)|proxy\/(squid|delegate-env|one-proxy))\.ts/,
    isLazy: true,
  },
  { file: 'chunks/template.js', holds: /^platform\/template\//, isLazy: true },
  { file: 'chunks/compare.js', holds: /^compare\//, isLazy: true },
  {
    file: 'chunks/policies.js',
    holds: /^platforms\/kubernetes\/(?!constructs\/|readers\/|(platform|targets|grants|synth)\.ts)/,
    isLazy: true,
  },
  { file: 'chunks/import.js', holds: /^import\//, isLazy: true },
  { file: 'chunks/http.js', holds: /^http\//, isLazy: true },
  { file: 'chunks/preflight.js', holds: /^preflight\//, isLazy: true },
  { file: 'chunks/review.js', holds: /^review\//, isLazy: true },
  { file: 'chunks/constructs.js', holds: /^constructs\// },
  { file: 'chunks/cli.js', holds: /^cli\//, entry: 'cli/main.ts' },
  {
    file: 'chunks/core.js',
    holds:
      /^(base|network|catalog|connections?|plan|platform)\/|^platforms\/(index|target|\w+\/(platform|targets|grants))\.ts/,
  },
  { file: 'aws/index.js', holds: /^platforms\/aws\//, entry: 'platforms/aws/constructs/index.ts' },
  { file: 'gcp/index.js', holds: /^platforms\/gcp\//, entry: 'platforms/gcp/constructs/index.ts' },
  { file: 'kubernetes/index.js', holds: /^platforms\/kubernetes\//, entry: 'platforms/kubernetes/constructs/index.ts' },
  { file: 'index.js', holds: /^index\.ts/, entry: 'index.ts' },
];

/**
 * Packages that are bundled, each in a file of its own, and what is used of them: as they are published, `yaml` alone has
 * seventy files, which take three times as long to load as all of our own code.
 */
export const VENDORED: Readonly<Record<string, readonly string[]>> = {
  'aws4': ['sign'],
  'commander': ['Command', 'CommanderError'],
  'ipaddr.js': ['IPv4', 'IPv6'],
  'yaml': [
    'Composer',
    'isAlias',
    'isMap',
    'isNode',
    'isScalar',
    'isSeq',
    'Lexer',
    'LineCounter',
    'parseDocument',
    'Parser',
    'stringify',
    'visit',
  ],
};

/** A module of lib by its path there. */
export function moduleOf(path: string): string | undefined {
  const inside = relative(LIB, path);
  return inside.startsWith('..') ? undefined : inside;
}

/** The chunk that holds a module. */
export function chunkOf(module: string): Chunk {
  const chunk = CHUNKS.find(({ holds }) => holds.test(module));
  if (chunk === undefined) {
    throw new Error(`no chunk holds lib/${module}`);
  }
  return chunk;
}

/** The modules that a chunk holds. */
export function modulesOf(chunk: Chunk): string[] {
  return readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && chunkOf(file) === chunk)
    .sort();
}

/** A chunk as a program. */
export function entryOf(chunk: Chunk): string {
  const paths = (chunk.entry === undefined ? modulesOf(chunk) : [chunk.entry]).map((module) => `./lib/${module}`);
  return chunk.isLoader === true
    ? `module.exports = {${paths.map((path) => `'${path}': () => require('${path}')`).join(',')}};`
    : paths.map((path) => `export * from '${path}';`).join('\n');
}
