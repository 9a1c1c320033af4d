import { choose, nearest } from '../../scripts/check/nearest';

const imports = new Map([
  ['test/base/text.test.ts', ['lib/base/text.ts']],
  ['test/plan/plan.test.ts', ['lib/index.ts', 'test/support/help.ts']],
  ['test/plan/rule.test.ts', ['lib/index.ts']],
  ['test/review/page.test.ts', ['lib/review/page.ts']],
  ['lib/index.ts', ['lib/base/text.ts', 'lib/review/page.ts']],
  ['lib/review/page.ts', ['lib/index.ts']],
]);
const suites = [...imports.keys()].filter((file) => file.endsWith('.test.ts')).reverse();
const order = (...changed: string[]): string[] => nearest(suites, changed, imports).map(({ file }) => file);

describe('the suites of a change', () => {
  test('come nearest first, and of those as near the more specific', () => {
    expect(order('lib/base/text.ts')).toEqual([
      'test/base/text.test.ts',
      'test/plan/rule.test.ts',
      'test/plan/plan.test.ts',
      'test/review/page.test.ts',
    ]);
  });

  test('begin with those of its own room, however many imports away', () => {
    const far = new Map([...imports, ['test/base/far.test.ts', ['test/review/page.test.ts']]]);
    const [first, second] = nearest(['test/base/far.test.ts', ...suites], ['lib/base/text.ts'], far);
    expect([first?.file, second?.file, second?.distance]).toEqual([
      'test/base/text.test.ts',
      'test/base/far.test.ts',
      4,
    ]);
  });

  test('are those alone that load it', () => {
    expect(order('test/support/help.ts')).toEqual(['test/plan/plan.test.ts']);
    expect(order('README.md')).toEqual([]);
  });

  test('that are chosen are those of the room and one of each other, and always those that changed themselves', () => {
    const all = nearest(suites, ['lib/base/text.ts'], imports);
    expect(choose(all, 9)).toEqual(['test/base/text.test.ts', 'test/plan/rule.test.ts', 'test/review/page.test.ts']);
    expect(choose(all, 1)).toEqual(['test/base/text.test.ts']);
    expect(choose(nearest(suites, suites, imports), 1)).toHaveLength(4);
  });
});
