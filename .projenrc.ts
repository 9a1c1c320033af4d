import { javascript, typescript } from 'projen';

/** Everything the machine needs to know about the project; package.json and the configuration files are made from it. */

const ENTRY_POINTS = { '.': 'index', './aws': 'aws/index', './gcp': 'gcp/index' } as const;
const SELF = 'harness-delegate-access';

const paths = Object.fromEntries(
  Object.entries(ENTRY_POINTS).map(([entry, file]) => [SELF + entry.slice(1), [`./lib/${file}.ts`]]),
);

const compilerOptions: javascript.TypeScriptCompilerOptions = {
  target: 'ES2022',
  lib: ['es2022'],
  module: 'node16',
  moduleResolution: javascript.TypeScriptModuleResolution.NODE16,
  strict: true,
  noUncheckedIndexedAccess: true,
  stripInternal: true,
  // TypeScript 6 calls projen's default (`alwaysStrict`) deprecated; `strict` implies it.
  alwaysStrict: undefined,
};

const project = new typescript.TypeScriptProject({
  name: SELF,
  description: 'Exactly the egress and the IAM that a Harness Delegate needs, from one list of connections.',
  keywords: ['harness', 'delegate', 'cdk', 'aws-cdk', 'security-group', 'egress', 'iam', 'least-privilege', 'firewall'],
  authorName: 'The harness-delegate-access authors',
  authorOrganization: true,
  license: 'Apache-2.0',
  copyrightOwner: 'The harness-delegate-access authors',
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',

  srcdir: 'lib',
  libdir: 'dist',
  artifactsDirectory: 'artifacts',
  entrypoint: 'dist/index.js',
  entrypointTypes: 'dist/index.d.ts',
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx({ typeCheck: false }),
  sampleCode: false,

  github: false,
  buildWorkflow: false,
  release: false,
  depsUpgrade: false,
  npmignoreEnabled: false,

  typescriptVersion: '^6.0.0',
  tsconfig: {
    // The compiler writes the types; scripts/bundle/main.ts writes the code.
    compilerOptions: {
      ...compilerOptions,
      rootDir: 'lib',
      emitDeclarationOnly: true,
      inlineSourceMap: false,
      inlineSources: false,
    },
  },
  tsconfigDev: {
    compilerOptions: { ...compilerOptions, noEmit: true, isolatedModules: true, skipLibCheck: true, paths } as never,
    include: ['.projenrc.ts'],
    exclude: ['dist', 'cdk.out', 'cdktf.out', 'artifacts'],
  },
  typecheckTests: true,

  prettier: true,
  prettierOptions: {
    settings: {
      printWidth: 120,
      singleQuote: true,
      trailingComma: javascript.TrailingComma.ALL,
      quoteProps: javascript.QuoteProps.CONSISTENT,
    },
  },

  eslintOptions: {
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
    prettier: true,
    dirs: ['lib'],
    devdirs: ['test', 'examples', 'bench', 'scripts'],
    commandOptions: { fix: false, extraArgs: ['--no-error-on-unmatched-pattern', '--max-warnings=0'] },
  },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      collectCoverage: false,
      setupFiles: ['<rootDir>/test/setup.ts'],
      // Copies of the project, such as that of mutation testing.
      modulePathIgnorePatterns: ['<rootDir>/.scratch/'],
      moduleNameMapper: {
        ...Object.fromEntries(
          Object.entries(paths).map(([name, [file]]) => [`^${name}$`, file!.replace('.', '<rootDir>')]),
        ),
      },
    },
  },

  deps: ['@dagrejs/dagre@^3.1.0', 'commander@^14.0.0', 'ipaddr.js@^2.2.0', 'yaml@^2.8.0'],
  peerDeps: ['@cdktf/provider-google@^16.0.0', 'aws-cdk-lib@^2.200.0', 'cdktf@>=0.21.0 <0.25.0', 'constructs@^10.5.0'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    '@microsoft/api-extractor@^7.52.0',
    '@cdktf/provider-google@^16.12.0',
    '@grpc/grpc-js@^1.14.0',
    '@grpc/proto-loader@^0.8.0',
    '@msgpack/msgpack@^3.1.0',
    '@stryker-mutator/core@^9.0.0',
    '@stryker-mutator/jest-runner@^9.0.0',
    '@types/node@^20',
    'aws-cdk@^2.1148.1',
    'aws-cdk-lib@^2.276.0',
    'cdk-nag@^3.0.0',
    'cdktf@^0.21.0',
    'constructs@~10.7.0',
    'esbuild@^0.28.0',
    'ajv@^8.17.0',
    'fast-check@^4.0.0',
    'mitata@^1.0.34',
    'playwright-core@^1.56.0',
  ],
  tsconfigDevFile: 'tsconfig.dev.json',
  gitignore: [
    '/cdk.out/',
    '/cdktf.out/',
    '/artifacts/',
    '/.scratch/',
    '/test-reports/',
    '/bench/out/',
    '/test/mutation/suites.js',
  ],
});

// --- package.json -----------------------------------------------------------------------------------------------
project.package.addField('exports', {
  ...Object.fromEntries(
    Object.entries(ENTRY_POINTS).map(([entry, file]) => [
      entry,
      { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` },
    ]),
  ),
  './connections.schema.json': './connections.schema.json',
  './review.schema.json': './review.schema.json',
  './package.json': './package.json',
});
project.package.addField('typesVersions', { '*': { aws: ['./dist/aws/index.d.ts'], gcp: ['./dist/gcp/index.d.ts'] } });
project.package.addField('files', [
  'dist',
  'connections.schema.json',
  'review.schema.json',
  'README.md',
  'CONNECTIONS.md',
  'LICENSE',
  'ARCHITECTURE.md',
]);
project.package.addField('type', 'commonjs');
project.package.addField('bin', { [SELF]: './dist/bin.js' });
project.package.addField('sideEffects', false);
project.package.addField(
  'peerDependenciesMeta',
  Object.fromEntries(
    ['@cdktf/provider-google', 'aws-cdk-lib', 'cdktf', 'constructs'].map((name) => [name, { optional: true }]),
  ),
);

// 1.13.0 lists bindings that its registry does not have yet, so that `npm ci` refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// --- tasks ------------------------------------------------------------------------------------------------------
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json scripts/bundle/main.ts');
const task = (name: string, description: string, exec: string, receiveArgs = false) =>
  project.addTask(name, { description, exec, receiveArgs });
project.addTask('synth', {
  description: 'Synthesize the examples and print what they open, for review',
  steps: [{ exec: 'cdk synth --quiet' }, { exec: 'tsx --tsconfig tsconfig.dev.json examples/gcp/main.ts' }],
});
task('api', 'Write the API reports in api/', 'tsx --tsconfig tsconfig.dev.json scripts/api-reports.ts');
task(
  'examples:update',
  'Write the expected output of the examples',
  'tsx --tsconfig tsconfig.dev.json scripts/example.ts',
);
task(
  'plans',
  'Write what every row opens and allows into api/plans.txt; `--check` holds it against the last release',
  'tsx --tsconfig tsconfig.dev.json scripts/plan-report.ts',
  true,
);
task('docs', 'Write CONNECTIONS.md and the picture of the README', 'tsx --tsconfig tsconfig.dev.json scripts/docs.ts');
task(
  'schema',
  'Write the JSON Schemas of a list of connections and of a review',
  'tsx --tsconfig tsconfig.dev.json scripts/json-schema.ts',
);
task('bench', 'Measure what the README claims', 'tsx --tsconfig tsconfig.dev.json bench/main.ts', true);
task(
  'test:package',
  'Install the packed library into fresh projects',
  'tsx --tsconfig tsconfig.dev.json scripts/test-package.ts',
  true,
);
task(
  'test:conformance',
  'Ten thousand random lists and a thousand sequences of edits, checked from outside',
  'tsx --tsconfig tsconfig.dev.json scripts/test-conformance.ts',
  true,
);
task(
  'test:browser',
  'The page of the review in a real browser; installs Chromium where there is none',
  'tsx --tsconfig tsconfig.dev.json scripts/test-browser.ts',
  true,
);
task(
  'test:lint-templates',
  'cfn-lint over every row, both profiles, and the example',
  'tsx --tsconfig tsconfig.dev.json scripts/lint-templates.ts',
  true,
);
task(
  'test:terraform',
  'Terraform over every row, both profiles, both kinds of firewall, the example, and hostile texts',
  'tsx --tsconfig tsconfig.dev.json scripts/terraform/main.ts',
  true,
);
task(
  'test:deploy',
  'Every row, both profiles and random lists, deployed by the CDK CLI to a local AWS',
  'tsx --tsconfig tsconfig.dev.json scripts/test-deploy.ts',
  true,
);
task(
  'test:mutation',
  'Changes the code of lib/network and lib/plan, one place at a time, and counts what the tests notice',
  'stryker run',
  true,
);

// --- lint: rooms and one-way imports ----------------------------------------------------------------------------
const CLOUD_ROOMS = ['aws', 'gcp'];
const BEFORE: Record<string, string> = {
  base: 'base knows only errors and text',
  network: 'network knows ports and addresses, nothing else',
  catalog: 'rows are data and know no rules and no clouds',
  connection: 'a connection says what the user asked for, not what follows from it',
  plan: 'the plan decides without knowing any platform',
  target: 'a target knows what a platform matches, not what a row or a user said',
  review: 'the review shows a plan on a target and asks no cloud',
  audit: 'an audit compares a review with a template, and asks no cloud',
  cli: 'the command reads arguments and files, and leaves the rest to the rooms',
};
const order = Object.keys(BEFORE);
/** A room may import only rooms before it; some of those are closed to it as well. */
const CLOSED: Record<string, string[]> = {
  target: ['catalog', 'connection'],
  review: ['catalog'],
  audit: ['catalog', 'connection', 'plan', 'target'],
};
const ROOMS: Record<string, { never: string[]; because: string }> = {
  ...Object.fromEntries(
    order.map((room, i) => [
      room,
      {
        // The command alone may reach the clouds, and only when it synthesizes.
        never: [...order.slice(i + 1), ...(room === 'cli' ? [] : CLOUD_ROOMS), 'index.ts', ...(CLOSED[room] ?? [])],
        because: BEFORE[room]!,
      },
    ]),
  ),
  aws: {
    never: ['catalog', 'audit', 'cli', 'gcp', 'index.ts'],
    because: 'a cloud renders plans, reads no rows and knows no other cloud',
  },
  gcp: {
    never: ['catalog', 'audit', 'cli', 'aws', 'index.ts'],
    because: 'a cloud renders plans, reads no rows and knows no other cloud',
  },
};
const zones = Object.entries(ROOMS).flatMap(([room, { never, because }]) =>
  never.map((other) => ({
    target: `./lib/${room}`,
    from: `./lib/${other}`,
    message: `${because} (ARCHITECTURE.md, "Rooms")`,
  })),
);
const CLOUD_PACKAGES = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdktf', 'cdktf/*', '@cdktf/*'];
const eslint = project.eslint!;
eslint.addRules({
  'import/no-restricted-paths': ['error', { zones }],
  'import/no-extraneous-dependencies': [
    'error',
    {
      devDependencies: [
        'test/**',
        'examples/**',
        'bench/**',
        'scripts/**',
        '.projenrc.ts',
        'lib/aws/**',
        'lib/gcp/**',
        'lib/cli/synth/**',
      ],
      peerDependencies: true,
    },
  ],
  '@typescript-eslint/no-explicit-any': 'error',
});
eslint.addOverride({
  files: ['lib/!(aws|gcp|cli)/**/*.ts', 'lib/cli/!(synth)/**/*.ts', 'lib/cli/*.ts', 'lib/index.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: CLOUD_PACKAGES,
            message: 'only a cloud room may import a CDK: everything before it runs without one',
          },
        ],
      },
    ],
  },
});

eslint.addOverride({
  files: ['lib/aws/**/*.ts', 'lib/gcp/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [
          {
            name: '@cdktf/provider-google',
            message: "import by sub-path: the provider's index costs every user seconds and hundreds of megabytes",
          },
        ],
      },
    ],
  },
});

// Addresses and hashes are numbers of bits, and so are the sets of the exhaustive search.
eslint.addOverride({
  files: ['lib/network/*.ts', 'lib/target/rendezvous.ts', 'test/network/*.ts'],
  rules: { 'no-bitwise': 'off' },
});

project.synth();
