import fc from 'fast-check';
import type { Template } from '../oracle/aws-egress';
import type { TerraformResources } from '../oracle/google-egress';
import { interruptions } from '../oracle/interruptions';
import { LATER, lists, paste, type EntrySpec, type ListSpec } from '../support/random-lists';
import { renderAll, type Rendered } from '../support/render-lists';
import { differenceOf, type ReviewDocument } from 'harness-delegate-access';

/**
 * What an edit of a list may change, and what it must not: names come from content and never from a position, so what an
 * edit does not touch keeps its logical id, its name, its priority, its group and its policy, and nothing that survives
 * gets another value in a field that can only be set at creation.
 */

/** Sequences of one run; `npm run test:conformance` takes a thousand. */
const SEQUENCES = Number(process.env.SEQUENCES ?? 10);
const EDITS = 3;

type EditKind = 'add' | 'remove' | 'reorder' | 'rename' | 'change destination' | 'change ports' | 'rename delegate';
const KINDS: readonly EditKind[] = [
  'add',
  'remove',
  'reorder',
  'rename',
  'change destination',
  'change ports',
  'rename delegate',
];

interface Edit {
  readonly kind: EditKind;
  /** Name of the connection that is edited. */
  readonly name: string;
  readonly before: ListSpec;
  readonly after: ListSpec;
}

const nameOf = ({ props }: EntrySpec): string => props.name as string;

const sequences = fc.record({
  start: lists({ maxLength: 5 }),
  more: fc.array(lists({ maxLength: 1 }), { minLength: EDITS, maxLength: EDITS }),
  picks: fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.nat(99)), { minLength: EDITS, maxLength: EDITS }),
});

/** The edits of a sequence, each on the list that the one before it left; an edit that a list cannot take is another one. */
function editsOf({
  start,
  more,
  picks,
}: {
  start: ListSpec;
  more: readonly ListSpec[];
  picks: readonly (readonly [EditKind, number])[];
}): Edit[] {
  const edits: Edit[] = [];
  let spec = start;
  picks.forEach(([wanted, pick], i) => {
    const added = { ...more[i]!.entries[0]!, props: { ...more[i]!.entries[0]!.props, name: `new-${i}` } };
    const edit = editOf(spec, wanted, pick, added, i);
    edits.push({ ...edit, before: spec });
    spec = edit.after;
  });
  return edits;
}

function editOf(spec: ListSpec, wanted: EditKind, pick: number, added: EntrySpec, step: number): Omit<Edit, 'before'> {
  const { entries } = spec;
  const at = pick % entries.length;
  const entry = entries[at]!;
  const others = entries.filter((_, i) => i !== at);
  const changed = (props: object): EntrySpec => ({ id: entry.id, props: { ...entry.props, ...props } });
  const replaced = (by: EntrySpec): ListSpec => ({ ...spec, entries: entries.map((one, i) => (i === at ? by : one)) });
  const canMove = Array.isArray(entry.props.to);
  const kind =
    (wanted === 'remove' && entries.length === 1) ||
    (wanted === 'change destination' && !canMove) ||
    (wanted === 'change ports' && !Array.isArray(entry.props.ports))
      ? 'add'
      : wanted;
  switch (kind) {
    case 'add':
      return { kind, name: nameOf(added), after: { ...spec, entries: [...entries, added] } };
    case 'remove':
      return { kind, name: nameOf(entry), after: { ...spec, entries: others } };
    case 'reorder':
      return { kind, name: '', after: { ...spec, entries: [...others, entry].reverse() } };
    case 'rename':
      return { kind, name: nameOf(entry), after: replaced(changed({ name: `renamed-${step}` })) };
    case 'change destination':
      return { kind, name: nameOf(entry), after: replaced(changed({ to: ['10.77.0.0/16'] })) };
    case 'change ports':
      return { kind, name: nameOf(entry), after: replaced(changed({ ports: [...(entry.props.ports as []), 9443] })) };
    case 'rename delegate':
      return { kind, name: '', after: { ...spec, name: `delegate-${step}` } };
  }
}

/** Fields that can be changed in place; every other field of a resource is set at creation, or must not change here. */
const MUTABLE: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SecurityGroup': ['SecurityGroupEgress'],
  'AWS::EC2::PrefixList': ['Entries'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
  'AWS::IAM::Role': ['ManagedPolicyArns'],
  'google_compute_firewall': ['description', 'destination_ranges', 'allow'],
  'google_compute_network_firewall_policy_rule': ['description', 'match'],
};

type Json = Record<string, unknown>;

/** Resources by type and id, of whatever tool. */
function resourcesOf({ Resources }: Template): Map<string, Json> {
  return new Map(Object.entries(Resources).map(([id, { Type, Properties }]) => [`${Type} ${id}`, Properties ?? {}]));
}

function blocksOf(resources: TerraformResources): Map<string, Json> {
  return new Map(
    Object.entries(resources).flatMap(([type, named]) =>
      Object.entries(named).map(([id, block]) => [`${type} ${id}`, block]),
    ),
  );
}

/** Fields of a surviving resource that changed and must not. */
function frozenChanges(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>): string[] {
  return [...before].flatMap(([key, one]) => {
    const other = after.get(key);
    // The order of writes is no argument: Terraform updates nothing for it.
    const mutable = ['depends_on', ...(MUTABLE[key.split(' ')[0]!] ?? [])];
    return other === undefined
      ? []
      : [...new Set([...Object.keys(one), ...Object.keys(other)])]
          .filter((field) => !mutable.includes(field) && JSON.stringify(one[field]) !== JSON.stringify(other[field]))
          .map((field) => `${key} changed its ${field}`);
  });
}

/** Resources of connections that nobody edited and that changed all the same. */
function untouchedChanges(
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
  isOf: (key: string, block: Json) => boolean,
): string[] {
  const one = [...before].filter(([key, block]) => isOf(key, block));
  const other = new Map([...after].filter(([key, block]) => isOf(key, block)));
  return [
    ...one
      .filter(([key, block]) => JSON.stringify(other.get(key)) !== JSON.stringify(block))
      .map(([key]) => `${key} changed or went`),
    ...[...other.keys()].filter((key) => !before.has(key)).map((key) => `${key} came`),
  ];
}

/** The group of every rule, by what the rule lets out. */
function groupsOf({ Resources }: Template): { count: number; of: Map<string, string> } {
  const groups = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroup');
  const rules = groups.flatMap(([id, { Properties }]) =>
    (Properties!.SecurityGroupEgress as Json[]).map(
      ({ Description: _, ...rule }) => [JSON.stringify(rule), id] as const,
    ),
  );
  return { count: groups.length, of: new Map(rules) };
}

function moved(before: Template, after: Template): string[] {
  const [one, other] = [groupsOf(before), groupsOf(after)];
  return one.count !== other.count
    ? []
    : [...one.of]
        .filter(([rule, id]) => other.of.has(rule) && other.of.get(rule) !== id)
        .map(([rule]) => `${rule} moved to another group`);
}

/** The connection that a resource of Google Cloud is of, from the name of the rule. */
function isOfOthers(names: readonly string[]): (key: string, block: Json) => boolean {
  return (key, { name, rule_name: ruleName }) =>
    /^google_compute_(firewall|network_firewall_policy_rule) /.test(key) &&
    names.some((own) => String(ruleName ?? name).includes(`-${own}-`));
}

/** Where `diff` and the judge do not agree on what is not changed in place. */
function rewritesNotNamed(
  before: TerraformResources,
  after: TerraformResources,
  [one, other]: readonly [ReviewDocument, ReviewDocument],
): string[] {
  const rules = interruptions(before, after);
  const alone = interruptions(before, after, APART);
  const { rewrites } = differenceOf(one, other);
  // One entry for all rules, when all of them are written anew.
  if (rewrites.some(({ traffic, way }) => traffic[0] === 'all of it' && way !== '')) {
    named += rules.length;
    return [];
  }
  const said = new Set(rewrites.map(({ rule }) => rule));
  named += rules.filter((rule) => said.has(rule)).length;
  return [
    ...rules.filter((rule) => !said.has(rule)).map((rule) => `diff does not name ${rule}, which is not in place`),
    ...rewrites
      .filter(({ rule, traffic }) => !alone.includes(rule) && !traffic.every(isLater))
      .map(({ rule }) => `diff names ${rule}, which is in place`),
  ];
}

/** Values of the deployment that no block of a list holds or is inside of, as far as `diff` can know. */
const APART = { one: '198.51.100.0/28', two: '198.51.100.16/28', six: '2001:db8:ffff::/48' };

/** Only the judge knows that a value of the deployment lies inside another block. */
function isLater(traffic: string): boolean {
  return Object.keys(LATER).some((name) => traffic.endsWith(` to ${name}`));
}

let named = 0;

function wrong(edit: Edit, before: Rendered, after: Rendered): string[] {
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  if (edit.kind === 'reorder') {
    // Parameters and variables are the app's own, in the order in which it asks for them.
    const own = ({ template, vpcRules, policy }: Rendered): unknown => [template.Resources, vpcRules, policy];
    return same(own(before), own(after)) ? [] : ['another order gives another output'];
  }
  const notNamed = (['vpcRules', 'policy'] as const).flatMap((kind) =>
    rewritesNotNamed(before[kind], after[kind], [before.reviews[kind], after.reviews[kind]]),
  );
  if (edit.kind === 'rename delegate') {
    return [...notNamed, ...(same(before.template.Resources, after.template.Resources) ? [] : ['AWS changed'])];
  }
  const others = edit.before.entries.map(nameOf).filter((name) => name !== edit.name);
  const [policiesBefore, policiesAfter] = [before, after].map(({ template }) => resourcesOf(template)) as [
    Map<string, Json>,
    Map<string, Json>,
  ];
  return [
    ...notNamed,
    ...frozenChanges(policiesBefore, policiesAfter),
    ...moved(before.template, after.template),
    // A policy is its connection's; the one that all rows share is nobody's.
    ...untouchedChanges(
      policiesBefore,
      policiesAfter,
      (key) =>
        key.startsWith('AWS::IAM::ManagedPolicy') &&
        others.some((name) => key.includes(`Permissions${name.replace(/[^A-Za-z0-9]/g, '')}`)),
    ),
    ...(['vpcRules', 'policy'] as const).flatMap((kind) => [
      ...frozenChanges(blocksOf(before[kind]), blocksOf(after[kind])),
      ...untouchedChanges(blocksOf(before[kind]), blocksOf(after[kind]), isOfOthers(others)),
    ]),
  ];
}

test(`${SEQUENCES} sequences of ${EDITS} random edits change nothing but what they must`, () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`stability: ${SEQUENCES} sequences of ${EDITS} edits of seed ${seed}`);
  const counts = new Map<EditKind, number>();
  for (const sequence of fc.sample(sequences, { numRuns: SEQUENCES, seed })) {
    const edits = editsOf(sequence);
    const rendered = renderAll([edits[0]!.before, ...edits.map(({ after }) => after)], { hasLists: () => false });
    edits.forEach((edit, i) => {
      counts.set(edit.kind, (counts.get(edit.kind) ?? 0) + 1);
      const found = wrong(edit, rendered[i]!, rendered[i + 1]!);
      if (found.length > 0) {
        throw new Error(
          `${edit.kind} ${edit.name}:\n${found.slice(0, 5).join('\n')}\nbefore: ${paste(edit.before)}\nafter: ${paste(edit.after)}`,
        );
      }
    });
  }
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(SEQUENCES * EDITS);
  // A few sequences may miss a kind by chance.
  expect(counts.size).toBeGreaterThanOrEqual(SEQUENCES < 100 ? 3 : KINDS.length);
  console.log(`stability: ${named} rules that were not changed in place, each named by diff`);
  // Renaming a delegate writes all of its rules anew.
  expect(named).toBeGreaterThan(SEQUENCES < 100 ? 0 : SEQUENCES);
}, 3_600_000);
