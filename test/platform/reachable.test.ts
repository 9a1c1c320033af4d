import fc from 'fast-check';
import { Destination, Port, type Rule } from '../../lib/network';
import { isInside } from '../../lib/platform/inside';
import { RuleIndex } from '../../lib/platform/rule-index';

const later = (name: string, family: 'ipv4' | 'ipv6'): Destination =>
  Destination.deployTime('${Token[TOKEN.1]}', { name, family });
const destination = fc.constantFrom(
  ...['10.0.0.0/8', '10.0.0.0/9', '10.64.0.0/10', '10.0.0.0/32', '10.0.0.1/32', '0.0.0.0/0', '8.0.0.0/7', '8.8.8.8/32'],
  ...['::/0', '2001:db8::/32', 'fc00::/7', 'api.example.com', 'b.example.com'],
  ...[later('a', 'ipv4'), later('b', 'ipv4'), later('a', 'ipv6')],
);
const rule = fc.tuple(fc.constantFrom(80, 443), fc.nat(1), destination).map(([from, length, to]): Rule<string> => ({
  port: Port.tcpRange(from, from + length),
  destination: Destination.parse(to),
  enforcement: 'address',
  reasons: ['r'],
}));

/** Every rule against every destination. */
function reaching(rules: readonly Rule<string>[], port: Port, destinations: readonly Destination[]): Rule<string>[] {
  return rules.filter(
    (one) =>
      one.port.contains(port) &&
      (destinations.length === 0 ||
        destinations.some(
          (to) =>
            one.destination.covers(to) ||
            to.covers(one.destination) ||
            (to.cidr === undefined && one.destination.cidr !== undefined && !isInside(one.destination)),
        )),
  );
}

describe('an index of rules', () => {
  test('finds the rules that a look at all of them finds, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 12 }),
        fc.constantFrom(80, 81, 443, 22),
        fc.array(destination, { maxLength: 3 }),
        (rules, port, texts) => {
          const destinations = texts.map((text) => Destination.parse(text));
          const found = new RuleIndex(rules).reaching(Port.tcp(port), destinations);
          const expected = reaching(rules, Port.tcp(port), destinations);
          expect(found).toHaveLength(expected.length);
          found.forEach((one, i) => expect(one).toBe(expected[i]));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('of 20,000 blocks compares a block of each with few of them', () => {
    const port = Port.tcp(443);
    const texts = Array.from({ length: 20_000 }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`);
    const rules = texts.map((text): Rule<string> => ({
      port,
      destination: Destination.parse(text),
      enforcement: 'address',
      reasons: ['r'],
    }));
    const index = new RuleIndex(rules);
    const asked = texts.map((text) => Destination.parse(text));
    const contains = jest.spyOn(Object.getPrototypeOf(asked[0]!.cidr!), 'contains');
    expect(index.reaching(port, asked)).toHaveLength(20_000);
    expect(contains.mock.calls.length).toBeLessThan(100_000);
    contains.mockRestore();
  });
});
