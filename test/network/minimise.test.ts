import fc from 'fast-check';
import { Cidr, Destination, minimise, Port, type Rule } from '../../lib/network';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const min = (rules: readonly Rule<string>[]): Rule<string>[] => minimise(rules, byText);

function rule(text: string, reason = 'r', enforcement: Rule<string>['enforcement'] = 'address'): Rule<string> {
  const [destination, port] = text.split(' ');
  return { destination: Destination.parse(destination), port: Port.parse(port), enforcement, reasons: [reason] };
}

function texts(rules: readonly Rule<string>[]): string[] {
  return rules.map(
    ({ destination, port, enforcement }) =>
      `${destination.text} ${port.text}${enforcement === 'address' ? '' : ` ${enforcement}`}`,
  );
}

describe('minimising', () => {
  test.each<[string, string[], string[]]>([
    ['drops what repeats', ['10.0.0.0/8 443', '10.0.0.0/8 443'], ['10.0.0.0/8 443']],
    ['drops blocks inside others', ['10.0.0.0/8 443', '10.1.0.0/16 443'], ['10.0.0.0/8 443']],
    ['drops ranges inside others', ['10.0.0.0/8 80-90', '10.0.0.0/8 85'], ['10.0.0.0/8 80-90']],
    ['joins halves', ['10.0.0.0/25 443', '10.0.0.128/25 443'], ['10.0.0.0/24 443']],
    ['joins halves of halves', ['10.0.0.0/26 443', '10.0.0.64/26 443', '10.0.0.128/25 443'], ['10.0.0.0/24 443']],
    [
      'does not join neighbours that are no halves',
      ['10.0.0.128/25 443', '10.0.1.0/25 443'],
      ['10.0.0.128/25 443', '10.0.1.0/25 443'],
    ],
    ['joins ports that touch', ['10.0.0.0/8 80', '10.0.0.0/8 81', '10.0.0.0/8 82-90'], ['10.0.0.0/8 80-90']],
    ['joins both ways', ['10.0.0.0/25 80', '10.0.0.128/25 80', '10.0.0.0/24 81'], ['10.0.0.0/24 80-81']],
    [
      'fills a gap with what a larger block lets out',
      ['10.0.0.0/8 81', '10.0.0.0/24 80', '10.0.0.0/24 82'],
      ['10.0.0.0/24 80-82', '10.0.0.0/8 81'],
    ],
    ['keeps protocols apart', ['10.0.0.0/8 53', '10.0.0.0/8 53/udp'], ['10.0.0.0/8 53', '10.0.0.0/8 53/udp']],
    [
      'keeps families apart',
      ['0.0.0.0/1 443', '128.0.0.0/1 443', '::/1 443', '8000::/1 443'],
      ['0.0.0.0/0 443', '::/0 443'],
    ],
    [
      'joins the ports of a host name',
      ['a.example.com 80', 'a.example.com 81', 'b.example.com 80'],
      ['b.example.com 80', 'a.example.com 80-81'],
    ],
    ['makes nothing of nothing', [], []],
  ])('%s', (_, rules, expected) => {
    expect(texts(min(rules.map((text) => rule(text))))).toEqual(expected);
  });

  test('never lets a port-only rule take in an exact one', () => {
    const rules = [rule('0.0.0.0/0 443', 'a', 'port-only'), rule('10.0.3.7/32 443', 'b')];
    expect(texts(min(rules))).toEqual(['0.0.0.0/0 443 port-only', '10.0.3.7/32 443']);
  });

  test('keeps every reason with what took its rule in', () => {
    const [only] = min([rule('10.0.0.0/25 80', 'c'), rule('10.0.0.128/25 80', 'a'), rule('10.0.0.0/24 81', 'b')]);
    expect(only!.reasons).toEqual(['a', 'b', 'c']);
  });

  test('leaves a rule alone, the very same, when nothing joins it', () => {
    for (const only of [rule('10.0.0.0/8 443'), rule('a.example.com 53/udp'), rule('::/0 80-90', 'r', 'port-only')]) {
      expect(min([only])[0]).toBe(only);
      expect(min([only, rule('10.9.0.0/16 7')])).toContain(only);
    }
  });

  test('gives a rule the reasons of what it takes in, in order and once, and leaves its own to one that stays', () => {
    const reasons = (rules: Rule<string>[]): string[] =>
      min(rules).map(({ destination, port, reasons: all }) => `${destination.text} ${port.text} ${all.join('')}`);
    expect(reasons([rule('10.0.0.0/8 81', 'c'), rule('10.0.0.0/24 80', 'b'), rule('10.0.0.0/24 82', 'a')])).toEqual([
      '10.0.0.0/24 80-82 ab',
      '10.0.0.0/8 81 c',
    ]);
    expect(reasons([rule('10.0.0.0/8 80', 'b'), rule('10.0.0.0/8 80', 'a'), rule('10.0.0.0/8 80', 'b')])).toEqual([
      '10.0.0.0/8 80 ab',
    ]);
    expect(
      reasons([rule('a.example.com 80', 'b'), rule('a.example.com 81', 'a'), rule('a.example.com 90', 'c')]),
    ).toEqual(['a.example.com 80-81 ab', 'a.example.com 90 c']);
    expect(reasons([rule('10.1.0.0/16 80', 'a'), rule('10.0.0.0/8 80-90', 'b'), rule('11.0.0.0/8 70', 'c')])).toEqual([
      '11.0.0.0/8 70 c',
      '10.0.0.0/8 80-90 ab',
    ]);
    expect(
      reasons([rule('10.0.0.0/25 80', 'a'), rule('10.0.0.128/25 80', 'b'), rule('10.0.0.128/25 90', 'c')]),
    ).toEqual(['10.0.0.0/24 80 ab', '10.0.0.128/25 90 c']);
  });

  test('keeps protocol and enforcement apart', () => {
    const rules = [
      rule('10.0.0.0/25 53/udp', 'a', 'port-only'),
      rule('10.0.0.128/25 53/udp', 'b'),
      rule('10.0.0.0/24 53', 'c'),
    ];
    for (const list of [rules, [...rules].reverse()]) {
      expect(texts(min(list))).toEqual(['10.0.0.0/24 53', '10.0.0.0/25 53/udp port-only', '10.0.0.128/25 53/udp']);
    }
  });

  test('is one rule where joined ports are those of a rule that is checked', () => {
    const rules = [
      rule('0.0.0.0/0 443', 'a', 'port-only'),
      rule('0.0.0.0/0 444', 'b', 'port-only'),
      rule('0.0.0.0/0 443-444', 'c'),
    ];
    for (const list of [rules, [...rules].reverse()]) {
      expect(texts(min(list))).toEqual(['0.0.0.0/0 443-444']);
      expect(min(list)[0]!.reasons.join('')).toBe('abc');
    }
  });

  test('never joins two values that are known only at deployment', () => {
    const later = (name: string, port: number): Rule<string> => ({
      ...rule('10.0.0.0/8 1'),
      destination: Destination.deployTime('${Token[TOKEN.1]}', { name }),
      port: Port.tcp(port),
    });
    expect(texts(min([later('a', 80), later('b', 81), later('a', 81)]))).toEqual(['a 80-81', 'b 81']);
  });

  test.each<[string, string[], string[]]>([
    ['halves', ['2001:db8::/33 443', '2001:db8:8000::/33 443'], ['2001:db8::/32 443']],
    [
      'the last address',
      ['::ffff:ffff:ffff:fffe/128 1', '::ffff:ffff:ffff:ffff/128 1'],
      ['::ffff:ffff:ffff:fffe/127 1'],
    ],
    [
      'blocks inside others',
      ['2001:db8::/32 1-9', '2001:db8:1::/48 2', '2001:dba::/32 2'],
      ['2001:db8::/32 1-9', '2001:dba::/32 2'],
    ],
    ['far addresses', ['::1/128 1', '8000::/128 1'], ['::1/128 1', '8000::/128 1']],
  ])('joins %s of IPv6', (_, rules, expected) => {
    expect(texts(min(rules.map((text) => rule(text))))).toEqual(expected);
  });

  test.each([
    [['10.0.0.0/29 1', '10.0.0.1/32 2', '10.0.0.2/32 2']],
    [['2001:db8::/32 1', '2001:db8:0:1::/64 2', '2001:db8:0:4::/64 2']],
  ])('leaves parts where they are in a larger block: %j', (rules) => {
    expect(texts(min(rules.map((text) => rule(text))))).toEqual(rules);
  });

  test('of several equally good ways takes the one that gives each port to the largest block', () => {
    expect(texts(min([rule('10.0.0.0/32 1-2'), rule('10.0.0.1/32 1')]))).toEqual(['10.0.0.0/31 1', '10.0.0.0/32 2']);
  });

  test('finds fewer rules than addresses first and ports first, where largest first has them', () => {
    const rules = ['10.0.0.0/32 2-4', '10.0.0.1/32 1-2', '10.0.0.1/32 4', '10.0.0.2/32 1-2', '10.0.0.3/32 1-2'];
    expect(texts(min(rules.map((text) => rule(text))))).toEqual([
      '10.0.0.1/32 1-2',
      '10.0.0.2/31 1-2',
      '10.0.0.0/32 2-4',
      '10.0.0.0/31 4',
    ]);
  });

  test.each<[string, string[], string[], number]>([
    ['keeps whole ranges of ports, where these are fewer', ['2-3'], ['1-2'], 128],
    ['keeps what only some parts have inside a wider range', ['2', '5'], ['1-3'], 129],
  ])('of a region of many blocks %s', (_, even, odd, count) => {
    const rules = Array.from({ length: 128 }, (__, i) =>
      (i % 2 === 0 ? even : odd).map((port) => rule(`10.0.0.${i}/32 ${port}`)),
    ).flat();
    const result = min(rules);
    expect(traffic(result)).toEqual(traffic(rules));
    expect(result).toHaveLength(count);
  });

  test('joins UDP to UDP, and sorts the reasons of a rule that stays', () => {
    expect(texts(min([rule('10.0.0.0/8 53/udp'), rule('10.0.0.0/8 54/udp')]))).toEqual(['10.0.0.0/8 53-54/udp']);
    expect(min([{ ...rule('10.0.0.0/8 53'), reasons: ['b', 'a', 'b'] }])[0]!.reasons).toEqual(['a', 'b']);
  });
});

/** A small world in which everything can be counted: 8 addresses, 6 ports. */
const WORLD = { bits: 3, ports: 6 };
const smallRule = fc
  .record({
    prefix: fc.integer({ min: 0, max: WORLD.bits }),
    index: fc.nat(7),
    from: fc.integer({ min: 1, max: WORLD.ports }),
    length: fc.nat(3),
    reason: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ prefix, index, from, length, reason }) => {
    const size = 2 ** (WORLD.bits - prefix);
    const cidr = Cidr.of('ipv4', BigInt(index - (index % size)), 32 - WORLD.bits + prefix);
    return {
      destination: Destination.fromCidr(cidr),
      port: Port.tcpRange(from, Math.min(WORLD.ports, from + length)),
      enforcement: 'address' as const,
      reasons: [reason],
    };
  });

/** `address:port` of everything that gets out; shares no code with the library. */
function traffic(rules: readonly Rule<string>[]): Set<string> {
  const out = new Set<string>();
  for (const { destination, port } of rules) {
    const [address, mask] = destination.text.split('/');
    const first = address!.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    for (let offset = 0; offset < 2 ** (32 - Number(mask)); offset++) {
      for (let p = port.from; p <= port.to; p++) {
        out.add(`${first + offset}:${p}`);
      }
    }
  }
  return out;
}

/** Aligned blocks for a set of addresses. */
function blocksOf(addresses: ReadonlySet<number>, first: number, size: number): string[] {
  const inside = Array.from({ length: size }, (_, i) => addresses.has(first + i));
  if (!inside.includes(true)) {
    return [];
  }
  return inside.includes(false)
    ? [...blocksOf(addresses, first, size / 2), ...blocksOf(addresses, first + size / 2, size / 2)]
    : [`${first}/${size}`];
}

function portRanges(ports: readonly number[]): string[] {
  const sorted = [...ports].sort((a, b) => a - b);
  const starts = sorted.filter((port) => !sorted.includes(port - 1));
  return starts.map(
    (start) =>
      `${start}-${start + sorted.filter((port, i) => port >= start && port - start === i - sorted.indexOf(start)).length - 1}`,
  );
}

/** For each port the fewest blocks, then ports that touch joined for each block. */
function addressesFirst(out: ReadonlySet<string>, addresses: number, ports: number): number {
  const byBlock = new Map<string, number[]>();
  for (let port = 1; port <= ports; port++) {
    const set = new Set(
      Array.from({ length: addresses }, (_, i) => i).filter((address) => out.has(`${address}:${port}`)),
    );
    blocksOf(set, 0, addresses).forEach((block) => byBlock.set(block, [...(byBlock.get(block) ?? []), port]));
  }
  return [...byBlock.values()].reduce((sum, list) => sum + portRanges(list).length, 0);
}

/** For each address its ranges, then the fewest blocks for each range. */
function portsFirst(out: ReadonlySet<string>, addresses: number, ports: number): number {
  const byRange = new Map<string, Set<number>>();
  for (let address = 0; address < addresses; address++) {
    const own = Array.from({ length: ports }, (_, i) => i + 1).filter((port) => out.has(`${address}:${port}`));
    portRanges(own).forEach((range) => byRange.set(range, (byRange.get(range) ?? new Set()).add(address)));
  }
  return [...byRange.values()].reduce((sum, set) => sum + blocksOf(set, 0, addresses).length, 0);
}

describe('for any rules', () => {
  const lists = fc.array(smallRule, { maxLength: 12 });

  test('the traffic stays exactly the same', () => {
    fc.assert(
      fc.property(lists, (rules) => expect(traffic(min(rules))).toEqual(traffic(rules))),
      { numRuns: 500 },
    );
  });

  test('minimising again changes nothing', () => {
    fc.assert(
      fc.property(lists, (rules) => expect(min(min(rules))).toEqual(min(rules))),
      { numRuns: 300 },
    );
  });

  test('the order and the way of writing do not matter', () => {
    fc.assert(
      fc.property(lists, (rules) => {
        const expected = texts(min(rules));
        expect(texts(min([...rules].reverse()))).toEqual(expected);
        const single = rules.flatMap(({ port, ...rest }) =>
          Array.from({ length: port.to - port.from + 1 }, (_, i) => ({ ...rest, port: Port.tcp(port.from + i) })),
        );
        expect(texts(min(single))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('every reason stays, with a rule that its own rule shares traffic with', () => {
    fc.assert(
      fc.property(lists, (rules) => {
        const result = min(rules);
        for (const own of rules) {
          const touching = result.filter((other) => [...traffic([own])].some((point) => traffic([other]).has(point)));
          expect(touching.some(({ reasons }) => reasons.includes(own.reasons[0]!))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('there are never more than the better of addresses first and ports first', () => {
    fc.assert(
      fc.property(lists, (rules) => {
        const out = traffic(rules);
        expect(min(rules).length).toBeLessThanOrEqual(Math.min(addressesFirst(out, 8, 6), portsFirst(out, 8, 6)));
      }),
      { numRuns: 500 },
    );
  });
});

/** The fewest rectangles (block times range) that cover `goal` exactly, as bit masks, by search. */
function optimum(goal: number, rectangles: readonly number[], limit: number): number {
  if (goal === 0) {
    return 0;
  }
  const usable = rectangles.filter((mask) => (mask & ~goal) === 0);
  const maximal = usable.filter((mask) => !usable.some((other) => other !== mask && (mask & ~other) === 0));
  const search = (open: number, left: number): boolean => {
    if (open === 0) {
      return true;
    }
    const lowest = open & -open;
    return left > 0 && maximal.some((mask) => (mask & lowest) !== 0 && search(open & ~mask, left - 1));
  };
  let count = 1;
  while (count < limit && !search(goal, count)) {
    count += 1;
  }
  return count;
}

/** Mutation testing runs it hundreds of times, and looks at one in so many sets only. */
const SPARSER = Number(process.env.SPARSER ?? 1);

describe('very many rules', () => {
  const blocks = (count: number, step: number): Rule<string>[] =>
    Array.from({ length: count }, (_, i) => {
      const destination = Destination.fromCidr(Cidr.of('ipv4', BigInt(0xffffffff - step * ((i * 7919) % count)), 32));
      return { port: Port.tcp(443), destination, enforcement: 'address', reasons: [`${i}`] };
    });

  test('that nothing joins stay the very same, in order, and neighbours become few', () => {
    const rules = blocks(200_000, 2);
    const result = min(rules);
    expect(new Set(result)).toEqual(new Set(rules));
    expect(
      result.every(({ destination }, i) => i === 0 || result[i - 1]!.destination.cidr!.first < destination.cidr!.first),
    ).toBe(true);
    const [only, ...others] = min(blocks(2 ** 17, 1));
    expect([others, only!.destination.text, only!.reasons.length]).toEqual([[], '255.254.0.0/15', 2 ** 17]);
  });

  test('of one destination and of two that share a block are looked at a few times each', () => {
    const ports = Array.from({ length: 2000 }, (_, i) => 2 * i + 1);
    const one = ports.map((port) => rule(`10.0.0.0/32 ${port}`));
    const two = ports.map((port) => rule(`10.0.0.1/32 ${port % 4 === 1 ? port : port + 1}`));
    expect(min(one)).toHaveLength(2000);
    expect(min([...one, ...two])).toHaveLength(3000);
  });
});

describe('the gap to the optimum', () => {
  test.each([
    [2, 6, 'every'],
    [4, 3, 'every'],
    [8, 2, 'every seventh'],
    [4, 4, 'every seventh'],
  ])(
    'on %i addresses and %i ports is at most one rule for %s set',
    (addresses, ports, which) => {
      const bit = (address: number, port: number): number => 1 << (address * ports + port);
      const rectangles: number[] = [];
      for (let size = addresses; size >= 1; size /= 2) {
        for (let first = 0; first < addresses; first += size) {
          for (let from = 0; from < ports; from++) {
            for (let to = from; to < ports; to++) {
              let mask = 0;
              for (let a = first; a < first + size; a++) {
                for (let p = from; p <= to; p++) {
                  mask |= bit(a, p);
                }
              }
              rectangles.push(mask);
            }
          }
        }
      }
      const cells = addresses * ports;
      const gaps = new Map<number, number>();
      const step = (which === 'every' ? 1 : 7) * SPARSER;
      for (let goal = 1; goal < 2 ** cells; goal += step) {
        const rules: Rule<string>[] = [];
        for (let a = 0; a < addresses; a++) {
          for (let p = 0; p < ports; p++) {
            if ((goal & bit(a, p)) !== 0) {
              rules.push({
                destination: Destination.fromCidr(Cidr.of('ipv4', BigInt(a), 32)),
                port: Port.tcp(p + 1),
                enforcement: 'address',
                reasons: [],
              });
            }
          }
        }
        const found = min(rules).length;
        const gap = found - optimum(goal, rectangles, found);
        gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
      }
      const worst = Math.max(...gaps.keys());
      process.stdout.write(
        `gap to the optimum, ${addresses} addresses x ${ports} ports: ${[...gaps]
          .sort()
          .map(([gap, count]) => `${gap} in ${count}`)
          .join(', ')}\n`,
      );
      expect(worst).toBeLessThanOrEqual(1);
    },
    120_000,
  );
});
