import type { Plugin } from 'esbuild';

/**
 * Modules of others that are loaded when something of them is used: those of a CDK cost up to 8 ms, of the provider up to
 * 2 ms each, and Node's own for hashes and processes as much.
 */
const LAZY = /^(aws-cdk-lib(\/.*)?|@cdktf\/provider-google\/.*|node:crypto|node:child_process)$/;
const OF_NODE: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['createHash'],
  'node:child_process': ['spawn'],
};

/** A module whose exports are loaded on use, once each. */
export function lazyModule(names: readonly string[], load: string): string {
  const getters = names.map((name) => `get ${name}() { return of('${name}'); }`);
  return `const known = {};
const of = (name) => (name in known ? known[name] : (known[name] = ${load}[name]));
module.exports = { __esModule: true, ${getters.join(', ')} };`;
}

export const packagesAreLazy: Plugin = {
  name: 'packages-are-lazy',
  setup: (setup) => {
    setup.onResolve({ filter: LAZY }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    setup.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => {
      const names =
        OF_NODE[path] ?? Object.keys((await import(path)) as object).filter((name) => /^[A-Z]\w*$|^attach/.test(name));
      return { contents: lazyModule(names, `require('${path}')`), loader: 'js' };
    });
  },
};
