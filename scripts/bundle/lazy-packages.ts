import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from './chunks';

/**
 * Modules of others that are loaded when something of them is used: those of a CDK cost up to 8 ms, of the provider up to
 * 2 ms each, and Node's own for hashes and processes as much.
 */
const LAZY = /^(aws-cdk-lib(\/.*)?|@cdktf\/provider-google\/.*|node:crypto|node:child_process)$/;

/** Names that our code takes of each package; those of `vendor/` are listed. */
function usedNames(): Map<string, Set<string>> {
  const used = new Map([['node:child_process', new Set(['spawn'])]]);
  const lib = join(ROOT, 'lib');
  for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const imports = readFileSync(join(lib, file), 'utf8').matchAll(/^import \{([^}]*)\} from '([^']+)';/gm);
    for (const [, names = '', path = ''] of imports) {
      const values = names.split(',').map((name) => name.trim().split(' as ')[0]!);
      const known = used.get(path) ?? new Set<string>();
      values.filter((name) => /^\w+$/.test(name)).forEach((name) => known.add(name));
      used.set(path, known);
    }
  }
  return used;
}

/** A module whose exports are loaded on use, once each; a function when it is called, since ES modules read every export. */
export function lazyModule(names: readonly string[], load: string): string {
  const exported = names.map((name) =>
    /^[a-z]/.test(name) ? `${name}: (...args) => of('${name}')(...args)` : `get ${name}() { return of('${name}'); }`,
  );
  return `const known = {};
const of = (name) => (name in known ? known[name] : (known[name] = ${load}[name]));
module.exports = { __esModule: true, ${exported.join(', ')} };`;
}

export const packagesAreLazy: Plugin = {
  name: 'packages-are-lazy',
  setup: (setup) => {
    const used = usedNames();
    setup.onResolve({ filter: LAZY }, ({ path, namespace, kind, importer }) => {
      const ownRequire = kind === 'require-call' && importer.startsWith(join(ROOT, 'lib'));
      const whole = namespace === 'lazy' || ownRequire || !used.has(path);
      return whole ? { path, external: true } : { path, namespace: 'lazy' };
    });
    setup.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: lazyModule([...used.get(path)!], `require('${path}')`),
      loader: 'js',
    }));
  },
};
