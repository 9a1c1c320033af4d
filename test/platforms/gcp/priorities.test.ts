import fc from 'fast-check';
import { DEFAULT_BAND, prioritiesOf, type PriorityBand } from '../../../lib/platforms/gcp/priorities';
import type { Problem } from 'harness-delegate-access';

const names = (count: number, start = 'rule'): string[] => Array.from({ length: count }, (_, i) => `${start}-${i}`);
const LAST = ['d-deny-ipv4', 'd-deny-ipv6'];

function prioritise(
  allow: readonly string[],
  band: PriorityBand,
): { priorities: ReadonlyMap<string, number>; problems: Problem[] } {
  const problems: Problem[] = [];
  return { priorities: prioritiesOf({ allow, last: LAST }, band, problems), problems };
}

const bands = fc
  .tuple(fc.nat(2_000_000_000), fc.integer({ min: 3, max: 100_000_000 }))
  .map(([from, width]) => ({ from, to: Math.min(from + width, 2_147_483_647) }));

test('are inside the band, those that deny after all that allow, whatever the band', () => {
  fc.assert(
    fc.property(bands, fc.uniqueArray(fc.string(), { maxLength: 20 }), (band, allow) => {
      const { priorities, problems } = prioritise(allow, band);
      const numbers = [...priorities.values()];
      if (problems.some(({ code }) => code === 'PrioritiesTooNarrow')) {
        return;
      }
      numbers.forEach((number) => expect(number >= band.from && number <= band.to).toBe(true));
      const last = Math.min(...LAST.map((name) => priorities.get(name)!));
      allow.forEach((name) => expect(priorities.get(name)!).toBeLessThan(last));
      expect(new Set(LAST.map((name) => priorities.get(name))).size).toBe(2);
    }),
  );
});

test('do not depend on other rules', () => {
  const some = prioritise(names(5), DEFAULT_BAND).priorities;
  const more = prioritise([...names(40), 'other'], DEFAULT_BAND).priorities;
  [...names(5), ...LAST].forEach((name) => expect(more.get(name)).toBe(some.get(name)));
});

test('a pin that the error names ends the clash, and moves no other rule', () => {
  const band = { from: 100, to: 160 };
  let pins: Record<string, number> = {};
  const first = prioritise(names(12), band);
  expect(first.problems[0]).toMatchObject({ code: 'PriorityClash' });
  for (let { problems } = first; problems.length > 0; { problems } = prioritise(names(12), { ...band, pins })) {
    problems.forEach(({ message }) => {
      const pairs = /pins: \{ (.+?) \}/.exec(message)![1]!.matchAll(/'([^']+)': (\d+)/g);
      const proposed = Object.fromEntries([...pairs].map(([, name, number]) => [name!, Number(number)]));
      expect(Object.keys(proposed).filter((name) => pins[name] === undefined)).toHaveLength(1);
      pins = { ...pins, ...proposed };
    });
  }
  const { priorities } = prioritise(names(12), { ...band, pins });
  expect(new Set(priorities.values()).size).toBe(14);
  names(12)
    .filter((name) => pins[name] === undefined)
    .forEach((name) => expect(priorities.get(name)).toBe(first.priorities.get(name)));
});

test.each([3, 20, 60])(
  'clash in less than 1 %% of the lists of %i rules in a band of the width that the error says',
  (n) => {
    const count = n + 2;
    const width = Math.ceil((400 * count * count) / 7);
    const runs = 2000;
    const clashing = Array.from({ length: runs }, (_, i) =>
      prioritise(names(n, `list-${i}`), { from: 1000, to: 1000 + width - 1 }),
    ).filter(({ problems }) => problems.length > 0);
    // Allowed: 1 % and three standard deviations of the sample.
    expect(clashing.length / runs).toBeLessThan(0.01 + 3 * Math.sqrt(0.01 / runs));
  },
);

test('rules that deny and rules that observe never share a number, and are the last', () => {
  fc.assert(
    fc.property(bands, fc.string({ minLength: 1 }), (band, name) => {
      const lastOf = (word: string): number[] => {
        const last = [`${name}-${word}-ipv4`, `${name}-${word}-ipv6`];
        const priorities = prioritiesOf({ allow: [], last }, band, []);
        return last.map((rule) => priorities.get(rule)!);
      };
      const numbers = [...lastOf('deny'), ...lastOf('observe')];
      expect(new Set(numbers).size).toBe(4);
      numbers.forEach((number) => expect(number >= band.from && number <= band.to).toBe(true));
    }),
  );
});

test('a rule that denies cannot be pinned before one that allows', () => {
  const { problems } = prioritise(['rule-0'], { from: 100, to: 9000, pins: { 'd-deny-ipv4': 100 } });
  expect(problems).toEqual([
    {
      code: 'InvalidPriority',
      message:
        '`firewallPolicy.priorities.pins` puts a rule that denies at 100, before rules that allow: rule-0 would be dead; pin it after all of them',
    },
  ]);
});
