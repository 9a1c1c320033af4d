import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_FLAGS, run } from './run';

/** TypeScript as users have it: the compilers, and how they look for a package. */

const COMPILERS = [
  { name: 'ts5', version: '~5.9.0', settings: [{ module: 'commonjs', moduleResolution: 'node10' }] },
  { name: 'ts6', version: '^6.0.0', settings: modern() },
  { name: 'ts7', version: '^7.0.0', settings: modern() },
] as const;

function modern(): readonly { readonly module: string; readonly moduleResolution: string }[] {
  return [
    { module: 'node16', moduleResolution: 'node16' },
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'preserve', moduleResolution: 'bundler' },
  ];
}

const OPTIONS = { strict: true, noEmit: true, target: 'es2022', types: ['node'] };

/** The bindings of the provider are not checked themselves: they take minutes, and are not ours. */
export function checkTypes(directory: string, withLibraries: boolean): void {
  configure(directory, { ...OPTIONS, module: 'node16', skipLibCheck: !withLibraries });
  run(directory, 'node_modules/.bin/tsc', '-p', '.');
}

/** Every compiler with every way to look for a package. */
export function checkEveryCompiler(directory: string): void {
  run(
    directory,
    'npm',
    'install',
    ...NPM_FLAGS,
    ...COMPILERS.map(({ name, version }) => `${name}@npm:typescript@${version}`),
  );
  for (const { name, settings } of COMPILERS) {
    const { version, bin } = JSON.parse(
      readFileSync(join(directory, 'node_modules', name, 'package.json'), 'utf8'),
    ) as {
      version: string;
      bin: { tsc: string };
    };
    for (const setting of settings) {
      configure(directory, { ...OPTIONS, ...setting, skipLibCheck: true });
      run(directory, process.execPath, join('node_modules', name, bin.tsc), '-p', '.');
      console.log(`ok: TypeScript ${version}, ${setting.moduleResolution}`);
    }
  }
}

function configure(directory: string, compilerOptions: object): void {
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
}
