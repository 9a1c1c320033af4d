import fc from 'fast-check';
import { comparePorts } from '../../lib/network';
import { accessErrorOf } from '../support/errors';
import { Port } from 'harness-delegate-access';

describe('a port', () => {
  test.each([
    [443, 'tcp:443', '443'],
    ['443', 'tcp:443', '443'],
    ['443/tcp', 'tcp:443', '443'],
    ['tcp:443', 'tcp:443', '443'],
    ['53/udp', 'udp:53', '53/udp'],
    ['8000-8010', 'tcp:8000-8010', '8000-8010'],
    ['8000-8010/udp', 'udp:8000-8010', '8000-8010/udp'],
    [Port.udp(88), 'udp:88', '88/udp'],
    [1, 'tcp:1', '1'],
    [65535, 'tcp:65535', '65535'],
  ])('%p is read as %s', (value, key, text) => {
    expect(Port.parse(value)).toMatchObject({ key, text });
  });

  test.each([
    [0, 'InvalidPort', '`port` must be an integer between 1 and 65535, got 0'],
    [65536, 'InvalidPort', '`port` must be an integer between 1 and 65535, got 65536'],
    [70000, 'InvalidPort', '`port` must be an integer between 1 and 65535, got 70000'],
    [NaN, 'InvalidPort', 'got NaN'],
    [Infinity, 'InvalidPort', 'got Infinity'],
    [-1, 'InvalidPort', 'got -1'],
    [443.5, 'InvalidPort', 'got 443.5'],
    [-1.8881545897087626e289, 'InvalidPort', 'must be an integer'],
    ['0', 'InvalidPort', 'got 0'],
    ['443-', 'InvalidPort', 'a port must be a number'],
    ['all', 'InvalidPort', 'a port must be a number'],
    ['tcp:443/tcp', 'InvalidPort', 'a port must be a number'],
    ['9-1', 'InvalidPortRange', 'did you mean 1-9?'],
    [null, 'InvalidPort', 'got null'],
    [{ from: 1 }, 'InvalidPort', 'got a value of type object'],
  ])('fails on %p with %s', (value, code, message) => {
    const error = accessErrorOf(() => Port.parse(value));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test('round-trips through its text', () => {
    const arbitrary = fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 }), fc.boolean());
    fc.assert(
      fc.property(arbitrary, ([a, b, udp]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const port = udp ? Port.udpRange(from, to) : Port.tcpRange(from, to);
        expect(Port.parse(port.text)).toEqual(port);
        expect(port.contains(port)).toBe(true);
      }),
    );
  });

  test('contains ports of its own protocol only', () => {
    expect(Port.tcpRange(80, 90).contains(Port.tcp(85))).toBe(true);
    expect(Port.tcpRange(80, 90).contains(Port.udp(85))).toBe(false);
    expect(Port.tcp(80).contains(Port.tcpRange(80, 81))).toBe(false);
  });

  test.each([
    ['80-90', '80', true],
    ['80-90', '90', true],
    ['80-90', '80-90', true],
    ['80-90', '79', false],
    ['80-90', '91', false],
    ['80-90', '79-85', false],
    ['80-90', '85-91', false],
    ['80-90/udp', '85', false],
  ])('%s contains %s: %p', (outer, inner, expected) => {
    expect(Port.parse(outer).contains(Port.parse(inner))).toBe(expected);
  });

  test('is written as people write it, wherever it ends up in a text', () => {
    expect(`${Port.tcpRange(80, 90)} and ${Port.udp(53)}`).toBe('80-90 and 53/udp');
  });

  test('may be written in capitals and with spaces around it', () => {
    expect(Port.parse(' 53/UDP ').key).toBe('udp:53');
  });

  test('comes after smaller ones of its protocol, and TCP before UDP', () => {
    const sorted = ['53/udp', '443', '80-90', '80', '80-85', '22/udp']
      .map((text) => Port.parse(text))
      .sort(comparePorts);
    expect(sorted.map(({ text }) => text)).toEqual(['80', '80-85', '80-90', '443', '22/udp', '53/udp']);
  });
});
