import fc from 'fast-check';
import {
  accountIdOf,
  allowPriority,
  denyPriority,
  prefixOf,
  RESOURCE_NAME,
  ruleName,
} from '../../../lib/platforms/gcp/names';

describe('names on Google Cloud', () => {
  test.each([
    ['stack/delegate-access/egress', 'stack-dele'],
    ['Prod', 'prod'],
    ['7up', 'd-7up'],
    ['a/b', 'a-b'],
  ])('a prefix for %s begins with %s', (path, start) => {
    expect(prefixOf(path).startsWith(start)).toBe(true);
  });

  test('are valid, short enough and stable for every path, connection and identity', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((path) => /[a-z0-9]/i.test(path)),
        fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/),
        fc.string(),
        (path, connection, identity) => {
          const prefix = prefixOf(path);
          expect(prefix).toMatch(/^[a-z][a-z0-9-]{0,23}$/);
          expect(ruleName(prefix, connection, identity)).toMatch(RESOURCE_NAME);
          expect(ruleName(prefix, connection, identity)).toBe(ruleName(prefixOf(path), connection, identity));
          expect(`${prefix}-deny-ipv4`).toMatch(RESOURCE_NAME);
          expect(accountIdOf(prefix)).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
        },
      ),
    );
  });

  test('differ for paths that differ only where they are cut', () => {
    const long = 'a-very-long-stack-name/with-a-long-construct/egress';
    expect(prefixOf(`${long}-1`)).not.toBe(prefixOf(`${long}-2`));
  });

  test('priorities that deny come after all that allow, within what Google Cloud takes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(allowPriority(a)).toBeLessThan(denyPriority(b));
        expect(allowPriority(a)).toBeGreaterThan(0);
        expect(denyPriority(b)).toBeLessThanOrEqual(2147483647);
      }),
    );
  });
});
