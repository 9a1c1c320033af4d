/**
 * Mutation testing of the two rooms that decide: `npm run test:mutation`, or one file with `-- --mutate lib/network/cidr.ts`.
 * CONTRIBUTING.md, "Mutants that live, and why", says how to read the result.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['lib/network/**/*.ts', 'lib/plan/**/*.ts', '!lib/**/index.ts'],
  testRunner: 'jest',
  coverageAnalysis: 'perTest',
  // A change of a constant of a module needs all suites anew, each time.
  ignoreStatic: true,
  disableTypeChecks: false,
  // One file: each mutant starts the library anew, and two hundred modules take several times as long. No suite of it
  // loads a CDK, which the platforms would bring along.
  buildCommand:
    'esbuild test/mutation/suites.ts --bundle --ignore-annotations --platform=node --tsconfig=tsconfig.dev.json --outfile=test/mutation/suites.js --external:aws-cdk-lib --external:cdktf --external:@cdktf/provider-google --external:constructs',
  jest: {
    // The jest settings of package.json, with only the suites that need no CDK and are about these rooms.
    config: {
      testMatch: ['<rootDir>/test/mutation/suites.js'],
      testEnvironment: './test/mutation/environment.js',
      transform: {},
    },
    enableFindRelatedTests: false,
  },
  concurrency: 2,
  timeoutMS: 5_000,
  tempDirName: '.scratch/stryker',
  cleanTempDir: 'always',
  ignorePatterns: [
    '/.scratch',
    '/dist',
    '/docs',
    '/api',
    '/bench',
    '/coverage',
    '/cdk.out',
    '/cdktf.out',
    '/artifacts',
    '/.git',
  ],
  reporters: ['clear-text', 'json', 'progress'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: '.scratch/mutation/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
};
