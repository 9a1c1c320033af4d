import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngines, type Engine, type Environment } from './engines';
import { pastedStacks } from './pasted';
import { checkCanary, checkSpoiled } from './spoiled';
import { writeStacks } from './stacks';
import { startStandIn, type StandIn } from './stand-in';
import { validate } from './validate';
import type { WrittenStack } from './written';
import { BINDINGS_VERSION, PROVIDER_VERSION } from '../../test/support/bindings';
import { HOSTILE } from '../../test/support/hostile';

/**
 * Everything that is synthesized for Google Cloud, through a real Terraform: arguments, blocks, references and cycles
 * must be right, and hostile texts stay texts. With `--provider` it is validated by the google provider too, which
 * Terraform then downloads.
 */

const WITH_PROVIDER = process.argv.includes('--provider');
const NOT_RUN = `NOT RUN: the google provider itself (hashicorp/google ${PROVIDER_VERSION}); it comes from registry.terraform.io.
  A provider with the schema of @cdktf/provider-google ${BINDINGS_VERSION} replaces it: names, types, required arguments, blocks
  and their number. So nothing here checks the values that the provider takes, nor the answers of Google's API.
  Where the registry can be reached, \`npm run test:terraform -- --provider\` validates with the provider as well.`;
const NO_TOFU = 'NOT RUN: OpenTofu; no `tofu` is on the path.';

async function main(scratch: string): Promise<void> {
  const engines = await findEngines(scratch);
  const stacks = [...writeStacks(scratch), ...pastedStacks()];
  const notRun = [WITH_PROVIDER ? '' : NOT_RUN, engines.some(({ name }) => name.startsWith('OpenTofu')) ? '' : NO_TOFU];
  notRun.filter((text) => text !== '').forEach((text) => console.log(text));
  const standIn = await startStandIn(typesOf(stacks));
  try {
    for (const engine of engines) {
      await checkEngine(engine, standIn, stacks);
    }
  } finally {
    standIn.close();
  }
  if (WITH_PROVIDER) {
    await validateWithProvider(engines[0]!, stacks, join(scratch, 'plugins'));
  }
}

async function checkEngine(engine: Engine, standIn: StandIn, stacks: readonly WrittenStack[]): Promise<void> {
  for (const stack of stacks) {
    await checkStack(engine, standIn, stack);
  }
  const good = stacks.find(({ name }) => name === 'example-documented-rules')!;
  const refused = await checkSpoiled(engine, standIn, good);
  await checkCanary(engine, standIn, good);
  console.log(`${engine.name}:
  ${stacks.length} stacks, ${sum(stacks.map(countResources))} resources of ${typesOf(stacks).length} types: no error, no warning; arguments, blocks, references and cycles are right
  ${HOSTILE.length} hostile texts in ${sum(stacks.map(({ texts }) => texts.length))} descriptions evaluated to plain text; one that was not escaped was evaluated
  ${refused} spoiled stacks refused, each for its own fault`);
}

/** @throws Error when Terraform complains, leaves out a resource, or makes anything else of a text */
async function checkStack(engine: Engine, standIn: StandIn, stack: WrittenStack): Promise<void> {
  standIn.takeEvaluated();
  await checkValid(engine, standIn.environment, stack);
  const evaluated = standIn.takeEvaluated();
  refuse(engine, stack, evaluated.length === countResources(stack) ? [] : [`it read ${evaluated.length} resources`]);
  const changed = stack.texts.filter((text) => !evaluated.some((resource) => resource.includes(text)));
  refuse(
    engine,
    stack,
    changed.map((text) => `it made something else of ${text}`),
  );
}

async function checkValid(engine: Engine, environment: Environment, stack: WrittenStack): Promise<void> {
  refuse(engine, stack, await validate(engine, environment, stack.directory));
}

/** @throws Error with all of them, when there are any */
function refuse(engine: Engine, { name }: WrittenStack, complaints: readonly string[]): void {
  if (complaints.length > 0) {
    throw new Error(`${engine.name}, stack ${name}:\n  ${complaints.join('\n  ')}`);
  }
}

async function validateWithProvider(engine: Engine, stacks: readonly WrittenStack[], cache: string): Promise<void> {
  mkdirSync(cache);
  for (const stack of stacks) {
    await checkValid(engine, { TF_PLUGIN_CACHE_DIR: cache }, stack);
  }
  console.log(
    `${engine.name}, hashicorp/google ${PROVIDER_VERSION}: ${stacks.length} stacks validated, no error, no warning`,
  );
}

function typesOf(stacks: readonly WrittenStack[]): string[] {
  return [...new Set(stacks.flatMap(({ json }) => Object.keys(json.resource)))].sort();
}

function countResources({ json }: WrittenStack): number {
  return sum(Object.values(json.resource).map((all) => Object.keys(all).length));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

const scratch = mkdtempSync(join(tmpdir(), 'terraform-'));
main(scratch)
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(scratch, { recursive: true, force: true }));
