import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { DIST, ROOT } from './chunks';

/** Types of the package: of those that the compiler wrote, what an entry point leads to. */

const WRITTEN = join(ROOT, '.scratch/types');

export function writeTypes(): void {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types]));
  const reached = new Set(entries.map((types) => join(WRITTEN, relative('dist', types))));
  // A set gives what is added while it is read.
  for (const file of reached) {
    importsOf(file).forEach((imported) => reached.add(imported));
    cpSync(file, join(DIST, relative(WRITTEN, file)));
  }
}

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => {
      const base = join(dirname(file), fileName);
      return [`${base}.d.ts`, join(base, 'index.d.ts')].find((path) => existsSync(path))!;
    });
}
