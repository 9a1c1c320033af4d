import { compareDestinations } from '../../lib/network';
import { accessErrorOf } from '../support/errors';
import { Destination } from 'harness-delegate-access';

const TOKEN = '${Token[TOKEN.7]}';

describe('a destination', () => {
  test.each([
    ['10.0.0.0/8', 'cidr', '10.0.0.0/8'],
    ['::/0', 'cidr', '::/0'],
    ['API.Example.com', 'hostname', 'host:api.example.com'],
    ['*.example.com', 'hostname', 'host:*.example.com'],
  ])('%s is read as a %s', (text, kind, key) => {
    expect(Destination.parse(text)).toMatchObject({ kind, key });
  });

  test.each([
    ['localhost', 'InvalidHostname'],
    ['https://api.example.com', 'InvalidHostname'],
    ['api.example.com.', 'InvalidHostname'],
    ['-a.example.com', 'InvalidHostname'],
    ['a..b', 'InvalidHostname'],
    ['', 'InvalidHostname'],
    ['10.0.0.0', 'MissingMask'],
    ['10.0.0', 'InvalidCidr'],
    ['api.example.com:443', 'InvalidCidr'],
    ['api.example.com/path', 'InvalidCidr'],
    [TOKEN, 'TokenInText'],
    [`a.${TOKEN}.com`, 'TokenInText'],
    [7, 'InvalidDestination'],
    [null, 'InvalidDestination'],
  ])('fails on %p with %s', (value, code) => {
    expect(accessErrorOf(() => Destination.parse(value)).code).toBe(code);
  });

  test('that is known at deployment is identified by its name, never by the text of its token', () => {
    const [a, b] = ['${Token[TOKEN.1]}', '${Token[TOKEN.2]}'].map((value) =>
      Destination.deployTime(value, { name: 'db' }),
    );
    expect(a!.key).toBe(b!.key);
    expect(a!.key).toBe('deploy-time:ipv4:db');
    expect(a!.text).toBe('db');
  });

  test('that was to be known at deployment but is literal is checked like any other', () => {
    expect(Destination.deployTime('10.0.0.0/8', { name: 'x' }).kind).toBe('cidr');
    expect(accessErrorOf(() => Destination.deployTime('10.0.0.1/8', { name: 'x' })).code).toBe('HostBits');
    expect(accessErrorOf(() => Destination.deployTime('::/0', { name: 'x' })).code).toBe('InvalidCidr');
  });

  test.each([
    [{ name: '' }, 'InvalidText'],
    [{ name: TOKEN }, 'TokenInText'],
    [{ name: 'a\u0000b' }, 'ControlCharacters'],
    [{ name: 'x', family: 'ipv5' }, 'InvalidDeployTimeValue'],
    [undefined, 'InvalidText'],
  ])('fails when its options are %p', (options, code) => {
    expect(accessErrorOf(() => Destination.deployTime(TOKEN, options as never)).code).toBe(code);
  });

  test('covers what it certainly matches, and nothing else', () => {
    const any = Destination.anyIpv4();
    expect(any.covers(Destination.ipv4('10.0.0.0/8'))).toBe(true);
    expect(any.covers(Destination.ipv6('::/0'))).toBe(false);
    expect(any.covers(Destination.deployTime(TOKEN, { name: 'db' }))).toBe(true);
    expect(Destination.ipv4('10.0.0.0/8').covers(Destination.deployTime(TOKEN, { name: 'db' }))).toBe(false);
    expect(Destination.hostname('a.example.com').covers(Destination.hostname('a.example.com'))).toBe(true);
    expect(Destination.hostname('*.example.com').covers(Destination.hostname('a.example.com'))).toBe(false);
  });

  test('covers one known at deployment only when it is every address of its family', () => {
    const later = (family: 'ipv4' | 'ipv6'): Destination => Destination.deployTime(TOKEN, { name: 'db', family });
    expect(Destination.anyIpv6().covers(later('ipv6'))).toBe(true);
    expect(Destination.anyIpv6().covers(later('ipv4'))).toBe(false);
    expect(Destination.anyIpv4().covers(Destination.hostname('a.example.com'))).toBe(false);
    expect(later('ipv4').covers(Destination.anyIpv4())).toBe(false);
    expect(Destination.hostname('a.example.com').covers(Destination.ipv4('10.0.0.0/8'))).toBe(false);
    expect(Destination.ipv4('10.0.0.0/8').covers(Destination.ipv4('10.1.0.0/16'))).toBe(true);
    expect(Destination.ipv4('10.1.0.0/16').covers(Destination.ipv4('10.0.0.0/8'))).toBe(false);
  });

  test('knows what it is', () => {
    expect(Destination.parse('10.0.0.0/8')).toMatchObject({ family: 'ipv4', text: '10.0.0.0/8', isAny: false });
    expect(Destination.anyIpv6()).toMatchObject({ family: 'ipv6', isAny: true });
    expect(Destination.parse('API.example.com')).toMatchObject({ hostname: 'api.example.com', isAny: false });
    expect(Destination.deployTime(TOKEN, { name: 'db', family: 'ipv6' })).toMatchObject({
      kind: 'deploy-time',
      key: 'deploy-time:ipv6:db',
      family: 'ipv6',
      value: TOKEN,
    });
    expect(`${Destination.deployTime(TOKEN, { name: 'db' })}`).toBe('db');
    expect(Destination.parse(Destination.anyIpv4()).text).toBe('0.0.0.0/0');
  });

  test('of one platform is identified by the platform, the kind and its name', () => {
    const target = { platform: 'aws', kind: 'connectable', value: {}, weight: 1 };
    const group = Destination.native(target, { name: 'db' });
    expect(group).toMatchObject({ kind: 'native', key: 'aws:connectable:db', text: 'db', isAny: false });
    expect(group.native).toBe(target);
    expect(accessErrorOf(() => Destination.native(target, undefined as never)).message).toContain('`name`');
  });

  test.each([
    [undefined],
    [null],
    [7],
    [{ kind: 'connectable', weight: 1 }],
    [{ platform: 'aws', weight: 1 }],
    [{ platform: 'aws', kind: 'connectable' }],
    [{ platform: 'aws', kind: 'connectable', weight: 0 }],
    [{ platform: 'aws', kind: 'connectable', weight: 1.5 }],
    [{ platform: 'aws', kind: 'connectable', weight: '1' }],
    [{ platform: 7, kind: 'connectable', weight: 1 }],
    [{ platform: 'aws', kind: 7, weight: 1 }],
  ])('of one platform fails on %j', (target) => {
    const error = accessErrorOf(() => Destination.native(target as never, { name: 'db' }));
    expect(error.code).toBe('InvalidDestination');
    expect(error.message).toMatch(
      /must have the texts `platform` and `kind` and a positive `weight`, got \S.* with \S/,
    );
  });

  test.each<[string, () => unknown, string]>([
    [
      'a value of another type',
      () => Destination.parse(7),
      'a destination must be a CIDR, a host name or a `Destination`, got 7',
    ],
    [
      'a family that does not exist',
      () => Destination.deployTime(TOKEN, { name: 'db', family: 'ipv5' as never }),
      '`family` must be `ipv4` or `ipv6`, got "ipv5"',
    ],
    [
      'an empty deploy-time value',
      () => Destination.deployTime('', { name: 'db' }),
      '`value` of the deploy-time destination "db" must be a string token, got ""',
    ],
    [
      'a deploy-time value that is no text',
      () => Destination.deployTime(7 as never, { name: 'db' }),
      '`value` of the deploy-time destination "db" must be a string token, got 7',
    ],
    ['no options', () => Destination.deployTime(TOKEN, undefined as never), '`name` must be'],
    ['an IPv6 block', () => Destination.ipv4('::/0'), '`Destination.ipv4` takes an IPv4 block, got "::/0"'],
    ['an IPv4 block', () => Destination.ipv6('10.0.0.0/8'), '`Destination.ipv6` takes an IPv6 block, got "10.0.0.0/8"'],
    [
      'a token for a host name',
      () => Destination.hostname(TOKEN),
      'a host name must be literal, got a deploy-time token; wrap it: `Destination.deployTime(value, { name })`',
    ],
    [
      'a host name that is none',
      () => Destination.hostname('localhost'),
      'a host name must be labels joined by dots, such as `api.example.com`, without scheme, port or path, got "localhost"',
    ],
    ['a host name of another type', () => Destination.hostname(7 as never), 'a host name must be labels'],
  ])('fails on %s and says what, got, allowed', (_, act, message) => {
    expect(accessErrorOf(act).problems[0]!.message).toContain(message);
  });

  test.each([
    ['10.0.0.0', 'MissingMask'],
    ['0XA000000', 'InvalidCidr'],
    ['a/b', 'InvalidCidr'],
    ['a:b', 'InvalidCidr'],
    ['HTTPS://api.example.com', 'InvalidHostname'],
    ['ldap+tls.x-1://api.example.com', 'InvalidHostname'],
  ])('%s is taken for what it was meant to be, and fails with %s', (text, code) => {
    expect(accessErrorOf(() => Destination.parse(text)).code).toBe(code);
  });

  test.each([
    '0x.example.com',
    '10.example.com',
    '1.2.3.a',
    'a_b.example.com',
    '_dns.a-b.example.com',
    'a.*.example.com',
  ])('may be the host name %s', (name) => {
    const isHex = /^0x/.test(name);
    const read = isHex ? Destination.hostname(name) : Destination.parse(name);
    expect(read).toMatchObject({ kind: 'hostname', text: name });
  });

  test.each([
    'example.*',
    '*.*',
    'a.b.1',
    '1.2.3.4',
    'a-.example.com',
    `${'a'.repeat(64)}.example.com`,
    '**.example.com',
  ])('is never the host name %s', (name) => {
    expect(accessErrorOf(() => Destination.hostname(name)).code).toBe('InvalidHostname');
  });

  test('is a host name of at most 253 characters, in labels of at most 63', () => {
    const label = 'a'.repeat(63);
    const longest = [label, label, label, 'b'.repeat(61)].join('.');
    expect(Destination.hostname(longest).text).toHaveLength(253);
    expect(accessErrorOf(() => Destination.hostname(`${longest}b`)).code).toBe('InvalidHostname');
  });

  test('has its place in an order: kind, then family, then address or name', () => {
    const texts = ['b.example.com', '10.0.0.0/9', '::/0', '10.0.0.0/8', '9.0.0.0/8', 'a.example.com', '200.0.0.0/8'];
    const all = [...texts.map((text) => Destination.parse(text)), Destination.deployTime(TOKEN, { name: 'db' })];
    const expected = [
      '9.0.0.0/8',
      '10.0.0.0/8',
      '10.0.0.0/9',
      '200.0.0.0/8',
      '::/0',
      'db',
      'a.example.com',
      'b.example.com',
    ];
    for (const list of [all, [...all].reverse()]) {
      expect([...list].sort(compareDestinations).map(({ text }) => text)).toEqual(expected);
    }
    expect(compareDestinations(all[0]!, Destination.parse('b.example.com'))).toBe(0);
  });

  test.each<[string, () => unknown, string]>([
    ['a token for a host name', () => Destination.hostname(TOKEN), 'TokenInText'],
    ['a list with a token', () => Destination.hostname([TOKEN] as never), 'InvalidHostname'],
    ['an empty deploy-time value', () => Destination.deployTime('', { name: 'db' }), 'InvalidDeployTimeValue'],
    ['what only ends like a scheme', () => Destination.parse('1https://api.example.com'), 'InvalidCidr'],
    ['a last label of two digits', () => Destination.hostname('api.example.12'), 'InvalidHostname'],
  ])('fails on %s', (_, act, code) => {
    expect(accessErrorOf(act).code).toBe(code);
  });

  test.each(['api.a1', 'api.1a', 'a0x.example.com'])('may be %s, with digits and an x in it', (name) => {
    expect(Destination.parse(name)).toMatchObject({ kind: 'hostname', text: name });
  });
});
