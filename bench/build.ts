import { join } from 'node:path';
import { buildSync } from 'esbuild';

export const ROOT = join(__dirname, '..');

/** A program as plain JavaScript that loads the built library by its name, as an app does that installed it. */
export function build(name: string, root = ROOT, into = root): string {
  const outfile = join(into, 'bench/out', `${name}.cjs`);
  buildSync({
    entryPoints: [join(root, 'bench/programs', `${name}.ts`)],
    bundle: true,
    platform: 'node',
    packages: 'external',
    tsconfigRaw: {},
    outfile,
  });
  return outfile;
}
