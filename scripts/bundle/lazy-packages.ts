import type { Plugin } from 'esbuild';

/**
 * Modules of the provider cost up to 2 ms each, and so does Node's own for hashes, so each one is loaded when something
 * of it is used.
 */
export const packagesAreLazy: Plugin = {
  name: 'packages-are-lazy',
  setup: (setup) => {
    setup.onResolve({ filter: /^(@cdktf\/provider-google\/.*|node:crypto)$/ }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    setup.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => {
      const names =
        path === 'node:crypto'
          ? ['createHash']
          : Object.keys((await import(path)) as object).filter((name) => /^[A-Z]/.test(name));
      const getters = names.map((name) => `get ${name}() { return require('${path}').${name}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };`, loader: 'js' };
    });
  },
};
