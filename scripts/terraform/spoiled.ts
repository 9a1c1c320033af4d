import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engines';
import type { StandIn } from './stand-in';
import { validate } from './validate';
import type { WrittenStack } from './written';
import type { Block } from '../../test/support/terraform';

/** Proof that the check can fail: a stack that is spoiled in one place is refused, and for just that. */

/** Changes the first firewall rule of a stack, or what stands beside it. */
type Spoil = (rule: Block, rules: Record<string, Block>) => void;

const SPOILED: readonly (readonly [what: string, spoil: Spoil, refusal: RegExp])[] = [
  ['an unknown argument', (rule) => (rule.destination_range = ['10.0.0.0/8']), /^error: .* named "destination_range"/],
  [
    'a rule without its network',
    (rule) => delete rule.network,
    /^error: Missing required argument: The argument "network"/,
  ],
  [
    'a text where a set belongs',
    (rule) => (rule.target_service_accounts = 'all'),
    /^error: .* attribute "target_service_accounts": set of string required/,
  ],
  [
    'two blocks where one is allowed',
    (rule) => (rule.log_config = [rule.log_config, rule.log_config]),
    /^error: Too many log_config blocks/,
  ],
  [
    'a reference to nothing',
    (rule) => (rule.network = '${google_compute_network.other.name}'),
    /^error: Reference to undeclared resource: .* "google_compute_network" "other"/,
  ],
  [
    'a reference to an unknown attribute',
    (rule, rules) => (rule.network = `\${google_compute_firewall.${lastOf(rules)}.networks}`),
    /^error: Unsupported attribute: .* named "networks"/,
  ],
  [
    'a cycle',
    (rule, rules) => {
      const last = lastOf(rules);
      rule.network = `\${google_compute_firewall.${last}.network}`;
      rules[last]!.network = `\${google_compute_firewall.${Object.keys(rules)[0]}.network}`;
    },
    /^error: Cycle: google_compute_firewall\.\S+, google_compute_firewall\.\S+: $/,
  ],
  [
    'a text that is not escaped, and no expression either',
    (rule) => (rule.description = '$${a} and ${already}'),
    /^error: Invalid reference/,
  ],
];

/** Number of refused stacks. @throws Error when one was not */
export async function checkSpoiled(engine: Engine, { environment }: StandIn, good: WrittenStack): Promise<number> {
  for (const [what, spoil, refusal] of SPOILED) {
    const complaints = await validate(engine, environment, spoiled(good, spoil));
    if (complaints.length !== 1 || !refusal.test(complaints[0]!)) {
      throw new Error(`${engine.name}: of ${what} it said: ${complaints.join('; ') || 'nothing'}`);
    }
  }
  return SPOILED.length;
}

/** An unescaped string is evaluated, files are read: only the escape keeps the strings of the library plain. */
export async function checkCanary(engine: Engine, standIn: StandIn, good: WrittenStack): Promise<void> {
  const directory = spoiled(good, (rule) => {
    rule.description = '${file("${path.module}/canary")}%{ if true }!%{ endif }';
  });
  writeFileSync(join(directory, 'canary'), 'evaluated');
  standIn.takeEvaluated();
  await validate(engine, standIn.environment, directory);
  if (!standIn.takeEvaluated().some((resource) => resource.includes('evaluated!'))) {
    throw new Error(`${engine.name}: a text that is not escaped was not evaluated`);
  }
}

/** Folder of the good stack with its firewall rules changed. */
function spoiled(good: WrittenStack, spoil: Spoil): string {
  const json = structuredClone(good.json);
  const rules = json.resource.google_compute_firewall!;
  spoil(Object.values(rules)[0]!, rules);
  const directory = join(good.directory, 'spoiled');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(json));
  return directory;
}

function lastOf(rules: Record<string, Block>): string {
  return Object.keys(rules).at(-1)!;
}
