import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Environment } from './engines';
import { Workspace } from './workspace';
import type { WrittenStack } from './written';
import type { Block } from '../../test/support/terraform';

/** Proof that the check can fail: a stack that is spoiled in one place is refused, and for just that. */

interface Spoiled {
  readonly what: string;
  readonly spoil: (rule: Block) => void;
  readonly refusal: RegExp;
}

const CANARY = 'evaluated';

const SPOILED: readonly Spoiled[] = [
  {
    what: 'an argument that there is not',
    spoil: (rule) => (rule.destination_range = ['10.0.0.0/8']),
    refusal: /^error: .* named "destination_range"/,
  },
  {
    what: 'a rule without its network',
    spoil: (rule) => delete rule.network,
    refusal: /^error: Missing required argument: The argument "network"/,
  },
  {
    what: 'a priority that is no number',
    spoil: (rule) => (rule.priority = 'high'),
    refusal: /^error: .* attribute "priority": a number is required/,
  },
  {
    what: 'a text where a set belongs',
    spoil: (rule) => (rule.target_service_accounts = 'all'),
    refusal: /^error: .* attribute "target_service_accounts": set of string required/,
  },
  {
    what: 'two blocks where one is allowed',
    spoil: (rule) => (rule.log_config = [rule.log_config, rule.log_config]),
    refusal: /^error: Too many log_config blocks/,
  },
  {
    what: 'a block without its argument',
    spoil: (rule) => (rule.log_config = {}),
    refusal: /^error: Missing required argument: The argument "metadata"/,
  },
  {
    what: 'a reference to nothing',
    spoil: (rule) => (rule.network = '${google_compute_network.other.name}'),
    refusal: /^error: Reference to undeclared resource: .* "google_compute_network" "other"/,
  },
  {
    what: 'a text that is not escaped, and no expression either',
    spoil: (rule) => (rule.description = '$${a} and ${already}'),
    refusal: /^error: Invalid reference/,
  },
];

/** How many were refused. @throws Error when one was not */
export async function checkSpoiled(engine: Engine, environment: Environment, good: WrittenStack): Promise<number> {
  for (const { what, spoil, refusal } of SPOILED) {
    const workspace = await spoiledWorkspace(engine, environment, good, spoil);
    const complaints = await workspace.validate();
    if (complaints.length !== 1 || !refusal.test(complaints[0]!)) {
      throw new Error(`${engine.name}: of ${what} it said: ${complaints.join('; ') || 'nothing'}`);
    }
  }
  return SPOILED.length;
}

/** A text that nobody escaped is evaluated, files are read: only the escape keeps the texts of the library plain. */
export async function checkCanary(engine: Engine, environment: Environment, good: WrittenStack): Promise<void> {
  const workspace = await spoiledWorkspace(engine, environment, good, (rule) => {
    rule.description = '${file("${path.module}/canary")}%{ if true }!%{ endif }';
  });
  const planned = await workspace.plan();
  if (!planned.some(({ change }) => change.after.description === `${CANARY}!`)) {
    throw new Error(`${engine.name}: a text that is not escaped was not evaluated`);
  }
}

/** The good stack with its first firewall rule changed. */
function spoiledWorkspace(
  engine: Engine,
  environment: Environment,
  good: WrittenStack,
  spoil: (rule: Block) => void,
): Promise<Workspace> {
  const json = structuredClone(good.json);
  spoil(Object.values(json.resource.google_compute_firewall!)[0]!);
  const directory = join(good.directory, 'spoiled');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'canary'), CANARY);
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(json));
  return Workspace.initialize(engine, environment, directory);
}
