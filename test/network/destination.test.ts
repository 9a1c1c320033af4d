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
});
