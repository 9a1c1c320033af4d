import fc from 'fast-check';
import { accessErrorOf } from '../support/errors';
import { Cidr, Destination } from 'harness-delegate-access';

describe('a CIDR', () => {
  test.each([
    ['10.0.0.0/8', 'ipv4', '10.0.0.0/8'],
    ['0.0.0.0/0', 'ipv4', '0.0.0.0/0'],
    ['255.255.255.255/32', 'ipv4', '255.255.255.255/32'],
    ['2001:DB8:0:0::/32', 'ipv6', '2001:db8::/32'],
    ['::/0', 'ipv6', '::/0'],
    ['::1/128', 'ipv6', '::1/128'],
    ['2001:db8:0:0:1:0:0:1/128', 'ipv6', '2001:db8::1:0:0:1/128'],
  ])('%s is read as %s %s', (text, family, canonical) => {
    expect(Cidr.parse(text)).toMatchObject({ family, text: canonical });
  });

  test.each([
    ['999.1.1.1/99', 'InvalidCidr', 'four decimal parts between 0 and 255'],
    ['10.0.0.5/8', 'HostBits', 'did you mean `10.0.0.0/8`?'],
    ['2001:db8::1/32', 'HostBits', 'did you mean `2001:db8::/32`?'],
    ['0.0.0.0/33', 'InvalidCidr', 'between /0 and /32'],
    ['::/129', 'InvalidCidr', 'between /0 and /128'],
    ['010.0.0.0/8', 'InvalidCidr', 'without leading zeros'],
    ['10/8', 'InvalidCidr', 'four decimal parts'],
    ['0x0a000000/8', 'InvalidCidr', 'four decimal parts'],
    ['10.0.0.0/08', 'InvalidCidr', 'without leading zeros'],
    ['10.0.0.0/', 'InvalidCidr', 'mask between'],
    ['10.0.0.0/8/8', 'InvalidCidr', 'an address and a mask'],
    ['10.0.0.0/-1', 'InvalidCidr', 'mask between'],
    ['10.0.0.0/8 ', 'InvalidCidr', 'mask between'],
    ['/8', 'InvalidCidr', 'four decimal parts'],
    ['fe80::1%eth0/128', 'InvalidCidr', 'zone id'],
    ['::ffff:10.0.0.0/104', 'InvalidCidr', 'embed an IPv4 address'],
    ['::ffff:a00:0/104', 'InvalidCidr', 'embed an IPv4 address'],
    ['2001:db8:::/32', 'InvalidCidr', 'valid IPv6 block'],
    ['10.0.0.1', 'MissingMask', 'did you mean `10.0.0.1/32`?'],
    ['2001:db8::1', 'MissingMask', 'did you mean `2001:db8::1/128`?'],
    ['${Token[TOKEN.12]}', 'TokenInText', 'Destination.deployTime(value, { name })'],
  ])('fails on %s with %s', (text, code, message) => {
    const error = accessErrorOf(() => Cidr.parse(text));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^[a-z`]/);
  });

  test.each([[undefined], [null], [8], [{}], [['10.0.0.0/8']]])('fails on %p, which is no string', (value) => {
    expect(accessErrorOf(() => Cidr.parse(value)).code).toBe('InvalidCidr');
  });

  test.each<[unknown[], string, string]>([
    [['ipv5', 0n, 8], 'InvalidCidr', '`family` must be `ipv4` or `ipv6`, got "ipv5"'],
    [['ipv4', 0n, 33], 'InvalidCidr', 'the mask of an ipv4 block must be an integer between 0 and 32, got 33'],
    [['ipv6', 0n, 129], 'InvalidCidr', 'the mask of an ipv6 block must be an integer between 0 and 128, got 129'],
    [['ipv4', 0n, -1], 'InvalidCidr', 'the mask of an ipv4 block must be an integer between 0 and 32, got -1'],
    [['ipv4', 0n, 8.5], 'InvalidCidr', 'the mask of an ipv4 block must be an integer between 0 and 32, got 8.5'],
    [['ipv4', 0n, '8'], 'InvalidCidr', 'the mask of an ipv4 block must be an integer between 0 and 32, got "8"'],
    [
      ['ipv4', 10, 8],
      'InvalidCidr',
      'an ipv4 address must be a bigint of at most 32 bits, such as 0x0a000000n, got 10',
    ],
    [
      ['ipv4', -1n, 32],
      'InvalidCidr',
      'an ipv4 address must be a bigint of at most 32 bits, such as 0x0a000000n, got -1',
    ],
    [['ipv4', 2n ** 32n, 32], 'InvalidCidr', 'an ipv4 address must be a bigint of at most 32 bits'],
    [['ipv6', 2n ** 128n, 128], 'InvalidCidr', 'an ipv6 address must be a bigint of at most 128 bits, such as 1n'],
    [['ipv4', 5n, 24], 'HostBits', 'got "0.0.0.5/24"; did you mean `0.0.0.0/24`?'],
  ])('of the parts %j fails', (parts, code, message) => {
    const error = accessErrorOf(() => Cidr.of(...(parts as Parameters<typeof Cidr.of>)));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
  });

  test('of the highest address and the longest mask is one address', () => {
    expect(Cidr.of('ipv4', 2n ** 32n - 1n, 32).text).toBe('255.255.255.255/32');
    expect(Cidr.of('ipv6', 2n ** 128n - 1n, 128).text).toBe('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128');
    expect(Cidr.of('ipv4', 0n, 0).isAny).toBe(true);
  });

  test('says what was written when it has host bits', () => {
    expect(accessErrorOf(() => Cidr.parse('2001:DB8::1/32')).message).toContain('got "2001:DB8::1/32"');
  });

  test('round-trips through its canonical text, whatever the block', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n - 1n), fc.integer({ min: 0, max: 128 }), (address, prefix) => {
        const size = 2n ** BigInt(128 - prefix);
        const base = address - (address % size);
        const isMapped = base / 2n ** 32n === 0xffffn;
        fc.pre(!isMapped);
        const cidr = Cidr.of('ipv6', base, prefix);
        expect(Cidr.parse(cidr.text)).toEqual(cidr);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const size = 2n ** BigInt(32 - prefix);
        const cidr = Cidr.of('ipv4', BigInt(address) - (BigInt(address) % size), prefix);
        expect(Cidr.parse(cidr.text)).toEqual(cidr);
        expect(cidr.last - cidr.first + 1n).toBe(size);
      }),
    );
  });

  test('contains exactly the blocks between its first and its last address', () => {
    const outer = Cidr.parse('10.0.0.0/8');
    expect(outer.contains(Cidr.parse('10.255.255.255/32'))).toBe(true);
    expect(outer.contains(outer)).toBe(true);
    expect(outer.contains(Cidr.parse('11.0.0.0/32'))).toBe(false);
    expect(outer.contains(Cidr.parse('8.0.0.0/7'))).toBe(false);
    expect(Cidr.parse('::/0').contains(outer)).toBe(false);
  });

  test('fails when IPv6 is given where IPv4 is asked for', () => {
    expect(accessErrorOf(() => Destination.ipv4('::/0')).message).toContain('takes an IPv4 block');
    expect(accessErrorOf(() => Destination.ipv6('10.0.0.0/8')).message).toContain('takes an IPv6 block');
  });

  test.each([
    [7, 'a CIDR must be a string such as 10.0.0.0/8 or 2001:db8::/32, got 7'],
    [
      '${Token[TOKEN.12]}',
      'a CIDR must be literal, got a deploy-time token; wrap it: `Destination.deployTime(value, { name })`',
    ],
    ['10.0.0.1', 'a CIDR needs a mask, got "10.0.0.1"; did you mean `10.0.0.1/32`?'],
    ['10.0.0.0/8/8', 'a CIDR must be an address and a mask such as 10.0.0.0/8 or 2001:db8::/32, got "10.0.0.0/8/8"'],
    ['10.0.0.0/33', 'a CIDR must end in a mask between /0 and /32, without leading zeros, got "10.0.0.0/33"'],
    ['10.0.0.1/8', 'a CIDR must not have host bits, got "10.0.0.1/8"; did you mean `10.0.0.0/8`?'],
    ['10.0.0/8', 'a CIDR must have four decimal parts between 0 and 255, without leading zeros, got "10.0.0/8"'],
    [
      '10.0.0.256/32',
      'a CIDR must have four decimal parts between 0 and 255, without leading zeros, got "10.0.0.256/32"',
    ],
    ['fe80::1%eth0/128', 'a CIDR must not carry a zone id, got "fe80::1%eth0/128"'],
    ['2001:db8:::/32', 'a CIDR must be a valid IPv6 block such as 2001:db8::/32, got "2001:db8:::/32"'],
    ['::10.0.0.0/104', 'a CIDR must not embed an IPv4 address: write the IPv4 block instead, got "::10.0.0.0/104"'],
    ['::ffff:a00:0/104', 'a CIDR must not embed an IPv4 address: write the IPv4 block instead, got "::ffff:a00:0/104"'],
  ])('fails on %s and says what, got, allowed', (value, message) => {
    expect(accessErrorOf(() => Cidr.parse(value)).problems.map((problem) => problem.message)).toEqual([message]);
  });

  test('that is no address at all is not told to have a mask', () => {
    for (const text of ['ten', '10.1', 'a:b']) {
      expect(accessErrorOf(() => Cidr.parse(text)).problems[0]!.message).toBe(
        `a CIDR must be an address and a mask such as 10.0.0.0/8 or 2001:db8::/32, got "${text}"`,
      );
    }
  });

  test('knows its ends, whether it is everything, and how it is written', () => {
    const block = Cidr.parse('10.0.0.0/8');
    expect([block.first, block.last, block.isAny]).toEqual([0x0a000000n, 0x0affffffn, false]);
    expect(Cidr.parse('::/0').isAny).toBe(true);
    expect(Cidr.parse('::/0').last).toBe(2n ** 128n - 1n);
    expect(`${block}`).toBe('10.0.0.0/8');
  });

  test('around an address is the block of that size that holds it', () => {
    expect(Cidr.around('ipv4', Cidr.parse('10.1.2.3/32').first, 16).text).toBe('10.1.0.0/16');
    expect(Cidr.around('ipv6', Cidr.parse('2001:db8::ff/128').first, 64).text).toBe('2001:db8::/64');
  });

  test('does not contain a larger block with the same first or the same last address', () => {
    expect(Cidr.parse('10.0.0.0/9').contains(Cidr.parse('10.0.0.0/8'))).toBe(false);
    expect(Cidr.parse('10.128.0.0/9').contains(Cidr.parse('10.0.0.0/8'))).toBe(false);
  });
});
