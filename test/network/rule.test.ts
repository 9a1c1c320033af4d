import fc from 'fast-check';
import { Cidr, Destination, Port } from '../../lib/network';
import { mergeSame, ruleKey, type Rule } from '../../lib/network/rule';

const blocks = ['10.0.0.0/8', '10.0.0.0/9', '0.0.0.0/0', '::/0', '192.168.0.0/16'];
const rule: fc.Arbitrary<Rule<string>> = fc.record({
  port: fc.integer({ min: 79, max: 82 }).map((port) => Port.tcp(port)),
  destination: fc.constantFrom(...blocks).map((text) => Destination.parse(text)),
  enforcement: fc.constantFrom('address' as const, 'port-only' as const),
  reasons: fc.constantFrom(['a'], ['b'], ['c']),
});
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Independent of the code under test: which of a few addresses and ports get out. */
function allow(rules: readonly Rule<string>[]): string[] {
  const addresses = ['10.1.0.0/32', '10.200.0.0/32', '192.168.1.1/32', '8.8.8.8/32', '2001:db8::1/128'].map((text) =>
    Cidr.parse(text),
  );
  const out = addresses.flatMap((address) =>
    [79, 80, 81, 82, 83]
      .filter((port) =>
        rules.some(({ port: p, destination }) => p.from <= port && port <= p.to && destination.cidr!.contains(address)),
      )
      .map((port) => `${address.text}:${port}`),
  );
  return out.sort();
}

describe('merging equal rules', () => {
  test('lets out exactly the same traffic', () => {
    fc.assert(fc.property(fc.array(rule), (rules) => expect(allow(mergeSame(rules, byText))).toEqual(allow(rules))));
  });

  test('does not depend on the order', () => {
    fc.assert(
      fc.property(
        fc
          .array(rule)
          .chain((rules) => fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length }))),
        ([rules, shuffled]) => expect(mergeSame(shuffled, byText)).toEqual(mergeSame(rules, byText)),
      ),
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(rule), (rules) => {
        const once = mergeSame(rules, byText);
        expect(mergeSame(once, byText)).toEqual(once);
      }),
    );
  });

  test('keeps every reason, and leaves each key once', () => {
    fc.assert(
      fc.property(fc.array(rule), (rules) => {
        const merged = mergeSame(rules, byText);
        expect(merged.flatMap(({ reasons }) => reasons).sort()).toEqual(rules.flatMap(({ reasons }) => reasons).sort());
        expect(new Set(merged.map(ruleKey)).size).toBe(merged.length);
      }),
    );
  });

  test('is port-only only when nobody asked for the address exactly', () => {
    const make = (enforcement: Rule<string>['enforcement']): Rule<string> => ({
      port: Port.tcp(443),
      destination: Destination.anyIpv4(),
      enforcement,
      reasons: ['a'],
    });
    expect(mergeSame([make('port-only'), make('port-only')], byText)[0]!.enforcement).toBe('port-only');
    expect(mergeSame([make('port-only'), make('address')], byText)[0]!.enforcement).toBe('address');
  });

  test('leaves a rule alone that nothing equals, and sorts the reasons of one that has several', () => {
    const make = (text: string, port: number, reasons: string[]): Rule<string> => ({
      port: Port.tcp(port),
      destination: Destination.parse(text),
      enforcement: 'address',
      reasons,
    });
    const alone = make('10.0.0.0/8', 80, ['a']);
    const [first, second] = mergeSame([make('10.0.0.0/8', 81, ['c', 'b']), alone], byText);
    expect(first).toBe(alone);
    expect(second!.reasons).toEqual(['b', 'c']);
  });

  test('puts ports before destinations', () => {
    const make = (text: string, port: number): Rule<string> => ({
      port: Port.tcp(port),
      destination: Destination.parse(text),
      enforcement: 'address',
      reasons: ['a'],
    });
    const merged = mergeSame([make('11.0.0.0/8', 81), make('10.0.0.0/8', 81), make('12.0.0.0/8', 80)], byText);
    expect(merged.map(ruleKey)).toEqual(['tcp:80 12.0.0.0/8', 'tcp:81 10.0.0.0/8', 'tcp:81 11.0.0.0/8']);
  });
});
