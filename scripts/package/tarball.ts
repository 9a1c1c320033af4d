import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { run } from './run';
import { CHUNKS, VENDORED } from '../bundle/chunks';

/** The tarball: only the files that it must hold, which need nothing else, and the licences of what is bundled. */

const ROOT = join(__dirname, '../..');
const DOCUMENTS = [
  ...['connections.schema.json', 'review.schema.json', 'package.json', 'dist/THIRD-PARTY.md'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE', 'ARCHITECTURE.md', 'docs/example.svg'],
  ...['docs', 'docs/decisions'].flatMap((folder) => filesOf(folder).filter((file) => file.endsWith('.md'))),
];

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/** Packs the library and looks at what was packed. @returns the path of the tarball */
export function pack(into: string): string {
  run(ROOT, 'npm', 'run', '--silent', 'compile');
  const [{ filename, files }] = JSON.parse(
    run(ROOT, 'npm', 'pack', '--json', '--silent', `--pack-destination=${into}`),
  ) as [{ filename: string; files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const manifest = manifestOf(ROOT);
  const scripts = paths.filter((path) => path.endsWith('.js'));
  const types = paths.filter((path) => path.endsWith('.d.ts'));
  const others = paths.filter((path) => !scripts.includes(path) && !types.includes(path));
  expectSame('scripts', scripts, [...CHUNKS.map(({ file }) => `dist/${file}`), 'dist/bin.js', ...vendored()]);
  expectSame('types', types, reachable(Object.values(manifest.exports)));
  expectSame('documents', others, DOCUMENTS);
  scripts.forEach((script) => checkRequires(script, Object.keys(manifest.peerDependencies ?? {})));
  checkNotices();
  console.log(`packed ${paths.length} files`);
  return join(into, filename);
}

function expectSame(what: string, packed: readonly string[], expected: readonly string[]): void {
  const wrong = [
    ...packed.filter((path) => !expected.includes(path)).map((path) => `+ ${path}`),
    ...expected.filter((path) => !packed.includes(path)).map((path) => `- ${path}`),
  ];
  if (wrong.length > 0) {
    throw new Error(`${what} of the tarball:\n${wrong.join('\n')}`);
  }
}

function vendored(): string[] {
  return Object.keys(VENDORED).map((name) => `dist/vendor/${name.replace(/\.js$/, '')}.js`);
}

/** Types that entry points lead to; a script where TypeScript would look before it comes to them is an error. */
function reachable(entries: Manifest['exports'][string][]): string[] {
  const found = new Set(entries.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types.slice(2)])));
  // A set gives what is added while it is read.
  for (const file of found) {
    ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'))
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .forEach(({ fileName }) => found.add(typesOf(join(dirname(file), fileName))));
  }
  return [...found];
}

function typesOf(imported: string): string {
  const places = ['.d.ts', '.js', '/index.d.ts'].map((end) => imported + end);
  const first = places.find((path) => existsSync(join(ROOT, path)));
  if (first?.endsWith('.d.ts') !== true) {
    throw new Error(`types of ${imported} are in ${first ?? 'no file'}: everything of it is \`any\` to users`);
  }
  return first;
}

/** A script requires other scripts of the package, Node and the peers. */
function checkRequires(script: string, peers: readonly string[]): void {
  const code = readFileSync(join(ROOT, script), 'utf8');
  const required = [...code.matchAll(/\b(?:require|import)\(\s*(["'`])([^"'`]+)\1\s*\)/g)].map(([, , path]) => path!);
  const strangers = required.filter((path) =>
    path.startsWith('.')
      ? !existsSync(join(ROOT, dirname(script), path))
      : !builtinModules.includes(path.replace(/^node:/, '')) &&
        !peers.some((peer) => path === peer || path.startsWith(`${peer}/`)),
  );
  if (strangers.length > 0) {
    throw new Error(`${script} requires ${strangers.join(', ')}, which is neither in the package nor a peer`);
  }
}

/** Every bundled package is named with its version and its whole licence, and brings no other package. */
function checkNotices(): void {
  const notices = readFileSync(join(ROOT, 'dist/THIRD-PARTY.md'), 'utf8');
  for (const name of Object.keys(VENDORED)) {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license, dependencies = {} } = manifestOf(folder);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))!;
    const licence = readFileSync(join(folder, file), 'utf8').trim();
    if (!notices.includes(`## ${name} ${version} (${license})`) || !notices.includes(licence)) {
      throw new Error(`dist/THIRD-PARTY.md has no licence of ${name} ${version}`);
    }
    if (Object.keys(dependencies).length > 0) {
      throw new Error(
        `${name} brings ${Object.keys(dependencies).join(', ')}, of which dist/THIRD-PARTY.md knows nothing`,
      );
    }
  }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
