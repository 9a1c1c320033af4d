import tsPlugin from '@typescript-eslint/eslint-plugin';
import * as tsParser from '@typescript-eslint/parser';
import { defineConfig } from 'eslint/config';
import importPlugin from 'eslint-plugin-import';
import prettier from 'eslint-plugin-prettier/recommended';
import { cloudNames } from './lint/no-cloud-names';
import { words } from './lint/plain-words';
import { CLOUD_WORDS, NEUTRAL, ROOMS } from './lint/rooms';
import { cdkFiles, sources, zones } from './lint/walls';

const TSCONFIG = './tsconfig.dev.json';
/** `npm run check` leaves out what needs the types of the whole project; `npm run lint` has it. */
const TYPED = process.env.LINT_WITHOUT_TYPES !== '1';
const CDK_FILES = cdkFiles(ROOMS);
const CDK_PACKAGES = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdktf', 'cdktf/*', '@cdktf/*'];
/** Files that are not in the package, or that are loaded only where a CDK is. */
const MAY_IMPORT_DEV = [
  '{test,examples,bench,scripts,lint,projenrc}/**',
  'eslint.config.ts',
  '.projenrc.ts',
  ...CDK_FILES,
  // Their packages are bundled: scripts/bundle/chunks.ts.
  'lib/{cli/program,compare/parse-template,connection/file/*,import/read-yaml,network/{address,cidr},platforms/kubernetes/to-yaml,platforms/aws/caller/{sts,simulate},platforms/gcp/caller/simulate}.ts',
];

const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/return-await': 'error',
} as const;

export default defineConfig(
  { ignores: ['**/*.{js,cjs,mjs}', '**/*.d.ts', '{dist,coverage,artifacts,cdk.out,cdktf.out,.scratch,bench/out}/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  importPlugin.flatConfigs.typescript,
  prettier,
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tsParser,
      parserOptions: TYPED ? { project: TSCONFIG, tsconfigRootDir: __dirname } : {},
    },
    plugins: { '@typescript-eslint': tsPlugin as never },
    settings: { 'import/resolver': { node: {}, typescript: { project: TSCONFIG, alwaysTryTypes: true } } },
    rules: {
      'curly': ['error', 'multi-line', 'consistent'],
      'dot-notation': 'error',
      'no-bitwise': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-require-imports': 'error',
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/member-ordering': [
        'error',
        {
          default: [
            ...['public-static-field', 'public-static-method', 'protected-static-field', 'protected-static-method'],
            ...['private-static-field', 'private-static-method', 'field', 'constructor', 'method'],
          ],
        },
      ],
      'import/no-duplicates': 'error',
      'import/no-unresolved': 'error',
      'import/no-extraneous-dependencies': ['error', { devDependencies: MAY_IMPORT_DEV, peerDependencies: true }],
      'import/order': [
        'error',
        { groups: ['builtin', 'external'], alphabetize: { order: 'asc', caseInsensitive: true } },
      ],
      'import/no-restricted-paths': ['error', { zones: zones(ROOMS) }],
      ...(TYPED ? typed : {}),
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: CDK_FILES,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: CDK_PACKAGES,
              message: 'only a cloud room may import a CDK: everything before it runs without one',
            },
          ],
        },
      ],
    },
  },
  {
    files: [...CDK_FILES, '{examples,bench}/**/*.ts'],
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
  },
  {
    files: sources(NEUTRAL),
    plugins: { 'cloud-names': cloudNames },
    rules: { 'cloud-names/no-decision': ['error', CLOUD_WORDS] },
  },
  {
    files: ['{lib,scripts,bench,examples,lint}/**/*.ts'],
    plugins: { words },
    rules: { 'words/plain': 'error' },
  },
  {
    // Addresses and hashes are numbers of bits, and so are the sets of the exhaustive search.
    files: ['lib/network/*.ts', 'lib/base/hash.ts', 'test/network/*.ts'],
    rules: { 'no-bitwise': 'off' },
  },
);
