import type { Plugin } from 'esbuild';

/** Modules of the provider cost up to 2 ms each, so each one is loaded when something of it is made. */
export const providerIsLazy: Plugin = {
  name: 'provider-is-lazy',
  setup: (setup) => {
    setup.onResolve({ filter: /^@cdktf\/provider-google\// }, ({ path, namespace }) =>
      namespace === 'provider' ? { path, external: true } : { path, namespace: 'provider' },
    );
    setup.onLoad({ filter: /.*/, namespace: 'provider' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => /^[A-Z]/.test(name));
      const getters = names.map((name) => `get ${name}() { return require('${path}').${name}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };`, loader: 'js' };
    });
  },
};
