import {
  AWS_PLAN,
  CLOUDFORMATION,
  GOOGLE,
  GOOGLE_PLAN,
  LIVE,
  nodeAt,
  pathsOf,
  replaced,
  TERRAFORM,
  type Json,
  type Kind,
  type Path,
  type Rule,
} from './mutants';
import {
  AccessError,
  auditOf,
  Connection,
  Plan,
  readTemplate,
  reviewOf,
  Target,
  type Audit,
} from 'harness-delegate-access';

/**
 * A readable template says "exactly". Then one of its nodes becomes something that is known only later, goes, or gets a
 * neighbour, and a judge that shares no code with the library puts in what it may turn out to be: the original,
 * everything, nothing. When any of these opens more than the list, "exactly" is wrong.
 */

const MUTATIONS = Number(process.env.MUTATIONS ?? 3000);
const KINDS = [CLOUDFORMATION, TERRAFORM, GOOGLE, LIVE, AWS_PLAN, GOOGLE_PLAN];
const HARNESS: Rule = { port: 443, cidr: '10.9.9.9/32' };
const PROBES = [
  [22, '203.0.113.9'],
  [443, '203.0.113.9'],
  [65535, '10.9.9.9'],
  [8080, '10.1.2.3'],
] as const;

interface Mutant {
  readonly template: Json;
  readonly completions: readonly Json[];
  readonly what: string;
}

class Random {
  public constructor(private state: number) {}

  public below(most: number): number {
    this.state = (this.state * 48271) % 2147483647;
    return Math.floor((this.state / 2147483647) * most);
  }

  public of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

function rulesOf(random: Random): Rule[] {
  const count = 1 + random.below(4);
  return [
    HARNESS,
    ...Array.from({ length: count }, (_, i) => ({
      port: 1024 + random.below(5000),
      cidr: `10.${20 + i}.${random.below(256)}.${random.below(256)}/32`,
    })),
  ];
}

function auditOfTemplate(kind: Kind, rules: readonly Rule[], template: Json): Audit {
  const connections = rules
    .slice(1)
    .map(({ port, cidr }, i) => Connection.custom({ name: `c${i}`, to: [cidr], ports: [port], reason: 'x' }));
  const plan = Plan.of(connections, { reach: { harness: [HARNESS.cidr] }, asOf: '2026-11-25' });
  const target = kind === GOOGLE || kind === GOOGLE_PLAN ? Target.GCP_VPC_RULES : Target.AWS_SECURITY_GROUP;
  return auditOf(reviewOf(plan.on(target)), readTemplate(JSON.stringify(kind.encode?.(template) ?? template)));
}

/** A mutant of one node, with what it may turn out to be. */
function mutate(kind: Kind, template: Json, path: Path, random: Random): Mutant {
  const node = nodeAt(template, path);
  const key = path[path.length - 1]!;
  const all = kind.everything[typeof key === 'number' ? '[]' : key];
  const open = all === undefined ? [] : [replaced(template, path, all)];
  const original = [template];
  const without = replaced(template, path, undefined);
  const choice = random.below(kind.later.length + 2);
  const later = kind.later[choice];
  if (later !== undefined) {
    const completions = [...original, ...open, without];
    return { template: replaced(template, path, later(node)), completions, what: `later ${choice}` };
  }
  if (choice === kind.later.length) {
    return { template: without, completions: [without], what: 'gone' };
  }
  const isObject = typeof node === 'object' && node !== null && !Array.isArray(node);
  const beside = isObject ? { ...(node as object), someLaterAttribute: 'x' } : node;
  return { template: replaced(template, path, beside as Json), completions: original, what: 'an attribute beside' };
}

/** True when one of the completions opens more than the list. */
function opensMore(kind: Kind, { completions }: Mutant): boolean {
  return completions.some((completion) => PROBES.some(([port, address]) => kind.allows(completion, port, address)));
}

/** The reason why a verdict is false, or `undefined`. */
function falseVerdict(kind: Kind, rules: readonly Rule[], mutant: Mutant): string | undefined {
  const { template, completions, what } = mutant;
  const opens = opensMore(kind, mutant);
  let audit: Audit;
  try {
    audit = auditOfTemplate(kind, rules, template);
  } catch (error) {
    // Refused is no verdict.
    return error instanceof AccessError
      ? undefined
      : `${kind.name}, ${what}: ${String(error)}\n${JSON.stringify(template)}`;
  }
  const isMissingButOpen = audit.lacking.some(({ protocol, from, destination }) =>
    completions.some((completion) => protocol === 'tcp' && kind.allows(completion, from, destination.split('/')[0]!)),
  );
  const verdict = opens && audit.isClean ? 'exactly' : isMissingButOpen ? 'missing' : undefined;
  return verdict === undefined
    ? undefined
    : `${kind.name}, ${what}: "${verdict}" is false\n${JSON.stringify(template)}`;
}

test.each(KINDS)('a template of $name is exact as it is written, and open with more', (kind) => {
  const rules = rulesOf(new Random(1));
  const template = kind.write(rules);
  expect(auditOfTemplate(kind, rules, template)).toMatchObject({
    isClean: true,
    surplus: [],
    lacking: [],
    cannotTell: [],
  });
  rules.forEach(({ port, cidr }) => expect(kind.allows(template, port, cidr.split('/')[0]!)).toBe(true));
  PROBES.forEach(([port, address]) => expect(kind.allows(template, port, address)).toBe(false));
  const open = pathsOf(template).filter((path) => {
    const all = kind.everything[String(path[path.length - 1])];
    return (
      all !== undefined && PROBES.some(([port, address]) => kind.allows(replaced(template, path, all), port, address))
    );
  });
  expect(open.length).toBeGreaterThan(3);
});

test(`${MUTATIONS} mutations of readable templates make no verdict false`, () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`mutations: ${MUTATIONS} of seed ${seed}`);
  const random = new Random(1 + (seed % 2147483645));
  const wrong: string[] = [];
  let opening = 0;
  for (let i = 0; i < MUTATIONS && wrong.length < 5; i++) {
    const kind = random.of(KINDS);
    const rules = rulesOf(random);
    const template = kind.write(rules);
    // A plan marks resources and what is in them; it has no other nodes that could be unknown.
    const paths = pathsOf(template).filter((path) => kind.encode === undefined || path.length > 2);
    const mutant = mutate(kind, template, random.of(paths), random);
    opening += opensMore(kind, mutant) ? 1 : 0;
    const found = falseVerdict(kind, rules, mutant);
    wrong.push(...(found === undefined ? [] : [found]));
  }
  expect(wrong).toEqual([]);
  // Mutants that can open nothing prove nothing.
  expect(opening).toBeGreaterThan(MUTATIONS / 8);
}, 120_000);
