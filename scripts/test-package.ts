import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEveryCompiler, checkTypes } from './package/compilers';
import { checkErrors } from './package/errors';
import { lintPackage } from './package/linters';
import { pastePages } from './package/pages';
import { programsOf, type Entry } from './package/programs';
import { NPM_FLAGS, run } from './package/run';
import { pack } from './package/tarball';

/** Packs the library and uses it as a new user does: fresh projects, only what they install, both module systems. */

interface Scenario {
  readonly name: string;
  readonly install: readonly string[];
  /** Entry points whose peers are installed. */
  readonly entries: readonly Entry[];
  /** Further fields of package.json. */
  readonly manifest?: object;
}

const PROVIDER = '@cdktf/provider-google@^16.12.0';
/** CDK Terrain, the living fork of CDKTF, under the name that our peers ask for. */
const FORK = 'npm:cdktn@^0.24.0';

const SCENARIOS: readonly Scenario[] = [
  { name: 'root entry alone, no CDK installed', install: [], entries: ['root'] },
  { name: 'AWS, oldest peers', install: ['aws-cdk-lib@2.200.0', 'constructs@10.5.0'], entries: ['root', 'aws'] },
  { name: 'AWS, newest peers', install: ['aws-cdk-lib@^2.276.0', 'constructs@10.8.1'], entries: ['root', 'aws'] },
  {
    name: 'Google Cloud, oldest peers',
    install: ['cdktf@0.21.0', '@cdktf/provider-google@16.0.0', 'constructs@10.5.0'],
    entries: ['root', 'gcp'],
  },
  {
    name: 'Google Cloud and AWS, newest peers',
    install: ['cdktf@^0.21.0', PROVIDER, 'aws-cdk-lib@^2.276.0', 'constructs@10.8.1'],
    entries: ['root', 'aws', 'gcp'],
  },
  {
    name: 'Google Cloud on cdktn, which takes constructs before 10.8',
    install: [PROVIDER, 'constructs@~10.7.0'],
    entries: ['root', 'gcp'],
    manifest: { dependencies: { cdktf: FORK }, overrides: { cdktf: FORK } },
  },
];

/** Output of the Google Cloud program of the scenario, or nothing. */
function check(directory: string, tarball: string, { name, install, entries, manifest }: Scenario): string | undefined {
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'scratch', private: true, ...manifest }));
  run(directory, 'npm', 'install', ...NPM_FLAGS, tarball, 'typescript@6', '@types/node@20', ...install);
  checkInstalled(directory, name, entries);
  const files = programsOf(entries);
  Object.entries(files).forEach(([file, code]) => writeFileSync(join(directory, file), code));
  const outputs = new Map(
    Object.keys(files)
      .filter((file) => /\.[cm]js$/.test(file))
      .map((file) => [file, run(directory, process.execPath, file)]),
  );
  checkTypes(directory, !entries.includes('gcp'));
  if (entries.length === 3) {
    checkEveryCompiler(directory);
    checkErrors(directory);
  }
  console.log(`ok: ${name}`);
  return outputs.get('gcp.cjs');
}

function checkInstalled(directory: string, name: string, entries: readonly Entry[]): void {
  const installed = readdirSync(join(directory, 'node_modules'));
  if (
    installed.includes('aws-cdk-lib') !== entries.includes('aws') ||
    installed.includes('cdktf') !== entries.includes('gcp')
  ) {
    throw new Error(`${name}: installed ${installed.join(', ')}`);
  }
}

function checkScenarios(scratch: string, tarball: string): void {
  const written = SCENARIOS.flatMap((scenario, i) => check(join(scratch, `project-${i}`), tarball, scenario) ?? []);
  if (written.length !== 3 || new Set(written).size !== 1) {
    throw new Error(`cdktf (oldest, newest) and cdktn do not write the same Terraform JSON:\n${written.join('\n')}`);
  }
  console.log('ok: cdktf and cdktn write the same Terraform JSON');
}

/** @param only `pages`: the pages alone */
async function main(only?: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    const tarball = pack(scratch);
    if (only !== 'pages') {
      lintPackage(scratch, tarball);
      checkScenarios(scratch, tarball);
    }
    await pastePages(join(scratch, 'pages'), tarball);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void main(process.argv[2]);
