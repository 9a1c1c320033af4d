import fc from 'fast-check';
import { accountIdOf, DELEGATE_NAME, RESOURCE_NAME, ruleName } from '../../../lib/platforms/gcp/names';

describe('names on Google Cloud', () => {
  test('begin with the name of the delegate and the connection, which a reader knows', () => {
    expect(ruleName('delegate', 'datadog', 'x')).toMatch(/^delegate-datadog-[0-9a-f]{8}$/);
    expect(accountIdOf('dlg')).toBe('dlg-delegate');
    expect(accountIdOf('delegate')).toBe('delegate');
  });

  test('are valid, short enough and stable for every delegate, connection and identity', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(DELEGATE_NAME),
        fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/),
        fc.string(),
        (delegate, connection, identity) => {
          const name = ruleName(delegate, connection, identity);
          expect(name).toMatch(RESOURCE_NAME);
          expect(name.length).toBeLessThanOrEqual(58);
          expect(name).toBe(ruleName(delegate, connection, identity));
          expect(`${delegate}-observe-ipv4`).toMatch(RESOURCE_NAME);
          expect(accountIdOf(delegate)).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
        },
      ),
    );
  });

  test('differ for two delegates with the same rule', () => {
    expect(ruleName('a', 'datadog', 'x').slice(-8)).not.toBe(ruleName('b', 'datadog', 'x').slice(-8));
  });
});
