import fc from 'fast-check';
import { Cidr, Destination, subtract, type Place, type Traffic } from '../../lib/network';

const BASE = Cidr.parse('10.0.0.0/28').first;

const block = (index: number, bits: number): Place =>
  Destination.fromCidr(Cidr.of('ipv4', BASE + BigInt((index % 2 ** bits) * 2 ** (4 - bits)), 28 + bits));
const place = fc.tuple(fc.nat(15), fc.nat(4)).map(([index, bits]) => block(index, bits));
const ports = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 3 }));
const traffic = fc
  .tuple(fc.constantFrom('tcp', 'udp'), ports, place)
  .map(([protocol, [from, more], where]): Traffic => ({ protocol, from, to: from + more, place: where }));

function lets(all: readonly Traffic[], protocol: string, port: number, address: bigint): number {
  return all.filter(
    (one) =>
      one.protocol === protocol &&
      one.from <= port &&
      port <= one.to &&
      one.place.cidr!.first <= address &&
      address <= one.place.cidr!.last,
  ).length;
}

describe('what is in one set of traffic and not in another', () => {
  test('holds exactly the points that only the first lets out, each once for each entry', () => {
    fc.assert(
      fc.property(fc.array(traffic, { maxLength: 6 }), fc.array(traffic, { maxLength: 8 }), (all, other) => {
        const rests = new Map(subtract(all, other).map(({ of, parts }) => [of, parts]));
        const wrong: unknown[] = [];
        for (const one of all) {
          for (const protocol of ['tcp', 'udp']) {
            for (let port = 1; port <= 12; port++) {
              for (let address = BASE; address < BASE + 16n; address++) {
                const expected =
                  lets([one], protocol, port, address) === 1 && lets(other, protocol, port, address) === 0;
                const found = lets(rests.get(one) ?? [], protocol, port, address);
                if (found !== (expected ? 1 : 0)) {
                  wrong.push([one, protocol, port, address, found]);
                }
              }
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('is empty for a set and itself', () => {
    fc.assert(fc.property(fc.array(traffic, { maxLength: 10 }), (all) => expect(subtract(all, all)).toEqual([])));
  });

  const tcp = (where: string | Place, from = 443, to = from): Traffic => ({
    protocol: 'tcp',
    from,
    to,
    place: typeof where === 'string' ? Destination.parse(where) : where,
  });
  const vault: Place = { key: 'deploy-time:ipv4:vault', text: 'vault', family: 'ipv4' };
  const group: Place = { key: 'aws:connectable:db', text: 'db' };
  const texts = (all: readonly Traffic[], other: readonly Traffic[]): string[] =>
    subtract(all, other).flatMap(({ parts }) => parts.map(({ from, to, place: { text } }) => `${from}-${to} ${text}`));

  test.each<[string, Traffic[], Traffic[], string[]]>([
    [
      'a block with an exception becomes the fewest blocks',
      [tcp('10.0.0.0/30')],
      [tcp('10.0.0.1/32')],
      ['443-443 10.0.0.0/32', '443-443 10.0.0.2/31'],
    ],
    [
      'a range with a gap becomes its two sides',
      [tcp('10.0.0.0/8', 1, 9)],
      [tcp('0.0.0.0/0', 4, 5)],
      ['1-3 10.0.0.0/8', '6-9 10.0.0.0/8'],
    ],
    ['many blocks together cover one', [tcp('10.0.0.0/31')], [tcp('10.0.0.0/32'), tcp('10.0.0.1/32')], []],
    [
      'ports of many blocks together cover a range',
      [tcp('10.0.0.0/8', 1, 2)],
      [tcp('10.0.0.0/8', 1), tcp('0.0.0.0/0', 2)],
      [],
    ],
    [
      'another protocol covers nothing',
      [tcp('10.0.0.0/8')],
      [{ ...tcp('10.0.0.0/8'), protocol: 'udp' }],
      ['443-443 10.0.0.0/8'],
    ],
    ['IPv6 is not in IPv4', [tcp('::/0')], [tcp('0.0.0.0/0')], ['443-443 ::/0']],
    ['all of IPv6 but a block', [tcp('2001:db8::/32')], [tcp('2001:db8:8000::/33')], ['443-443 2001:db8::/33']],
    ['a host name is in itself', [tcp('api.example.com')], [tcp('api.example.com')], []],
    ['a host name is in no address', [tcp('api.example.com')], [tcp('0.0.0.0/0')], ['443-443 api.example.com']],
    ['an address is in no host name', [tcp('10.0.0.0/8')], [tcp('api.example.com')], ['443-443 10.0.0.0/8']],
    ['a value of later is in itself', [tcp(vault)], [tcp(vault)], []],
    ['a value of later is in every address of its family', [tcp(vault)], [tcp('0.0.0.0/0')], []],
    ['a value of later is in no other block', [tcp(vault)], [tcp('10.0.0.0/8')], ['443-443 vault']],
    ['a value of later is in no other family', [tcp(vault)], [tcp('::/0')], ['443-443 vault']],
    ['a group is in itself alone', [tcp(group)], [tcp('0.0.0.0/0'), tcp('::/0')], ['443-443 db']],
  ])('%s', (_, all, other, expected) => {
    expect(texts(all, other)).toEqual(expected);
  });

  test('names what it is a rest of, and says of each part where it leads', () => {
    const [asked, later] = [tcp('10.0.0.0/30'), tcp(vault, 1, 9)];
    const rests = subtract([asked, later], [tcp('10.0.0.1/32'), tcp(vault, 4)]);
    expect(rests.map(({ of }) => of)).toEqual([asked, later]);
    expect(rests[0]!.of).toBe(asked);
    expect(rests[0]!.parts[0]).toEqual({
      protocol: 'tcp',
      from: 443,
      to: 443,
      place: { key: '10.0.0.0/32', text: '10.0.0.0/32', cidr: Cidr.parse('10.0.0.0/32'), family: 'ipv4' },
    });
    expect(rests[1]!.parts).toEqual([
      { protocol: 'tcp', from: 1, to: 3, place: vault },
      { protocol: 'tcp', from: 5, to: 9, place: vault },
    ]);
  });

  test('of IPv6 known only at deployment is in every IPv6 address, of its protocol', () => {
    const later: Place = { key: 'deploy-time:ipv6:db', text: 'db', family: 'ipv6' };
    expect(texts([tcp(later)], [tcp('::/0')])).toEqual([]);
    expect(texts([tcp(later)], [tcp('0.0.0.0/0')])).toEqual(['443-443 db']);
    expect(texts([tcp(later)], [{ ...tcp('::/0'), protocol: 'udp' }])).toEqual(['443-443 db']);
    expect(texts([tcp(later)], [{ ...tcp(later), protocol: 'udp' }])).toEqual(['443-443 db']);
  });
});
