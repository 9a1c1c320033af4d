const TSX = 'tsx --tsconfig tsconfig.dev.json';
/** Both compilers have a `tsc`, so each is called by its path. */
const CHECKER = 'node node_modules/typescript-native/bin/tsc';
const COMPILER = 'node node_modules/typescript/bin/tsc';
const ESLINT =
  'eslint . --max-warnings=0 --cache --cache-strategy content --cache-location node_modules/.cache/eslint/';
/** Scripts of package.json in the order in which `npm run` prints them; a name that begins with `#` is a heading. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  '# every day': '# check: types, lint and tests of what changed, in seconds; test: all of them; synth: the examples',
  'check': `${TSX} scripts/check.ts`,
  'test': 'npm run types && npm run lint && jest --ci',
  'types': `${CHECKER} -p tsconfig.dev.json --incremental --tsBuildInfoFile node_modules/.cache/types.tsbuildinfo`,
  'lint': `${ESLINT} && npm run lint:circles && knip`,
  'lint:circles': 'depcruise --config lint/circles.cjs lib',
  'synth': `${TSX} scripts/synth.ts`,
  'examples': `${TSX} scripts/small-examples.ts`,

  '# what is made': '# compile: dist; docs:site: artifacts/site; the others rewrite what is checked in',
  'compile': `${COMPILER} --build && ${TSX} scripts/bundle/main.ts`,
  'generate': `${TSX} scripts/generate/rows.ts && ${TSX} scripts/generate/main.ts`,
  'api': `${TSX} scripts/api-reports.ts`,
  'plans': `${TSX} scripts/plan-report.ts`,
  'schema': `${TSX} scripts/json-schema.ts`,
  'docs': `${TSX} scripts/docs.ts`,
  'examples:update': `${TSX} scripts/example.ts`,
  'docs:site': 'typedoc',
  'changelog': `${TSX} scripts/changelog/main.ts`,
  'projen': 'projen',

  '# from outside':
    '# minutes each, with real tools; CONTRIBUTING.md says what each one shows; bench: what docs/performance.md claims',
  'test:conformance': `${TSX} scripts/test-conformance.ts`,
  'test:package': `${TSX} scripts/test-package.ts`,
  'test:browser': `${TSX} scripts/test-browser.ts`,
  'test:lint-templates': `${TSX} scripts/lint-templates.ts`,
  'test:terraform': `${TSX} scripts/terraform/main.ts`,
  'test:names': `${TSX} scripts/test-names.ts`,
  'test:preflight': `${TSX} scripts/test-preflight.ts`,
  'test:kubernetes': `${TSX} scripts/test-kubernetes.ts`,
  'test:deploy': `${TSX} scripts/test-deploy.ts`,
  'test:mutation': 'stryker run',
  'bench': `${TSX} bench/main.ts`,
};
