import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStack, refuseComplaints, sum, type Tally } from './check';
import { findEngines, type Engine, type Environment } from './engines';
import { checkCanary, checkSpoiled } from './spoiled';
import { writeStacks } from './stacks';
import { startStandIn } from './stand-in';
import { Workspace } from './workspace';
import type { WrittenStack } from './written';
import { BINDINGS_VERSION, PROVIDER_VERSION } from '../../test/support/bindings';
import { HOSTILE } from '../../test/support/hostile';

/**
 * Everything that is synthesized for Google Cloud, through a real Terraform: it must find nothing wrong, and plan what
 * was written. With `--provider` it is validated by the google provider too, which Terraform then downloads.
 */

const WITH_PROVIDER = process.argv.includes('--provider');
const NOT_RUN = `NOT RUN: the google provider itself (hashicorp/google ${PROVIDER_VERSION}); it comes from registry.terraform.io.
  In its place stands a provider with the schema of @cdktf/provider-google ${BINDINGS_VERSION}: names, types, what is required,
  blocks and how often. So nothing here shows which values the provider takes, nor what Google's API says.
  Where that can be reached, \`npm run test:terraform -- --provider\` validates with the provider as well.`;
const NO_TOFU = 'NOT RUN: OpenTofu, of which no `tofu` is on the path.';

async function main(scratch: string): Promise<void> {
  const engines = await findEngines(scratch);
  const stacks = writeStacks(scratch);
  const notRun = [WITH_PROVIDER ? '' : NOT_RUN, engines.some(({ name }) => name.startsWith('OpenTofu')) ? '' : NO_TOFU];
  notRun.filter((text) => text !== '').forEach((text) => console.log(text));
  const standIn = await startStandIn(typesOf(stacks));
  try {
    for (const engine of engines) {
      await checkEngine(engine, standIn.environment, stacks);
    }
  } finally {
    standIn.close();
  }
  if (WITH_PROVIDER) {
    await validateWithProvider(engines[0]!, stacks, join(scratch, 'plugins'));
  }
}

async function checkEngine(engine: Engine, environment: Environment, stacks: readonly WrittenStack[]): Promise<void> {
  const tallies: Tally[] = [];
  for (const stack of stacks) {
    tallies.push(await checkStack(engine, environment, stack));
  }
  const { resources, known, afterApply, texts } = sum(tallies);
  const good = stacks.find(({ name }) => name === 'example-documented-rules')!;
  const refused = await checkSpoiled(engine, environment, good);
  await checkCanary(engine, environment, good);
  console.log(`${engine.name}:
  ${stacks.length} stacks, ${resources} resources of ${typesOf(stacks).length} types: init, validate and plan found no error and no warning
  ${known} values planned as they were written, ${afterApply} known after apply
  ${HOSTILE.length} hostile texts in ${texts} descriptions planned as plain text; one that was not escaped was evaluated
  ${refused} spoiled stacks refused, each for its own fault`);
}

async function validateWithProvider(engine: Engine, stacks: readonly WrittenStack[], cache: string): Promise<void> {
  mkdirSync(cache);
  for (const { name, directory } of stacks) {
    const workspace = await Workspace.initialize(engine, { TF_PLUGIN_CACHE_DIR: cache }, directory);
    refuseComplaints(engine, name, await workspace.validate());
  }
  console.log(
    `${engine.name}, hashicorp/google ${PROVIDER_VERSION}: ${stacks.length} stacks validated, no error, no warning`,
  );
}

function typesOf(stacks: readonly WrittenStack[]): string[] {
  return [...new Set(stacks.flatMap(({ json }) => Object.keys(json.resource)))].sort();
}

const scratch = mkdtempSync(join(tmpdir(), 'terraform-'));
main(scratch)
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(scratch, { recursive: true, force: true }));
