import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '../support/cli';

/** Pairs of lists, compared on a target that does not draw what changes. */

const PAIRS = join(__dirname, 'corpus/pairs');
const RECOMMENDED = ['--profile', 'recommended'];

const before = (name: string): string => join(PAIRS, `${name}.before.yaml`);
const after = (name: string): string => join(PAIRS, `${name}.after.yaml`);

describe('a difference of two lists', () => {
  test.each<[what: string, name: string, flags: readonly string[], words: readonly string[]]>([
    ['a Google role that is added', 'google-role', RECOMMENDED, ['roles/']],
    ['a bucket that may be written to', 'bucket-access', RECOMMENDED, ['builds']],
    ['an external id that is removed', 'external-id-removed', RECOMMENDED, []],
    ['a bucket without its prefix', 'bucket-scope', RECOMMENDED, ['builds']],
    ['a block that is widened', 'block-widened', [], ['10.40.0.0/24']],
  ])('%s is wider, on every target', (_, name, flags, words) => {
    for (const target of ['aws-security-group', 'gcp-vpc-rules', 'gcp-firewall-policy']) {
      const { exit, out, err } = cli('diff', before(name), after(name), '--target', target, ...flags);
      expect([target, exit, err]).toEqual([target, 1, '']);
      expect(words.filter((word) => !out.includes(word))).toEqual([]);
    }
  });

  test('another profile of the same list is wider, when it grants more', () => {
    const change = (...flags: string[]): number => cli('diff', before('profile'), ...flags).exit;
    const [one, other] = [
      change('--from-profile', 'documented', '--to-profile', 'recommended'),
      change('--from-profile', 'recommended', '--to-profile', 'documented'),
    ];
    expect([one, other]).toContain(1);
    expect(change('--from-profile', 'documented', '--to-profile', 'documented')).toBe(0);
  });

  test.each(['order', 'narrower'])('%s is not wider', (name) => {
    expect(cli('diff', before(name), after(name)).exit).toBe(0);
  });
});

test('every list is the same as itself', () => {
  for (const file of readdirSync(PAIRS)) {
    expect([file, cli('diff', join(PAIRS, file), join(PAIRS, file), ...RECOMMENDED).exit]).toEqual([file, 0]);
  }
});
