import { freeText, hasControlCharacters, show, showHidden } from '../../lib/base';

describe('what a message shows of a text', () => {
  test.each([
    ['https://user:pass@host/path', 'https://***@host/path'],
    ['user:pass@host', '***@host'],
    ['user:pass@host:8080', '***@host:8080'],
    ['https://token@host', 'https://***@host'],
    ['//user:pass@host', '//***@host'],
    ['ssh+git://user:pass@host', 'ssh+git://***@host'],
    ['HTTPS://user:pass@host', 'HTTPS://***@host'],
    ['https://user:p@ss@host', 'https://***@host'],
    ['https://user:p/ss?@host', 'https://***@host'],
    ['https://user:p ss@host', 'https://***@host'],
    ['user:pa//ss@host', '***@host'],
    ['see https://user:pass@host', '***@host'],
    ['https://a:b@one,https://c:d@two', 'https://***@two'],
    [`https://user:${'p'.repeat(500)}@host`, 'https://***@host'],
    ['user:pa\nss@host', '***@host'],
  ])('%j has no user and password', (text, shown) => expect(show(text)).toBe(JSON.stringify(shown)));

  test.each([
    'alice@acme.com',
    'https://host/path',
    'host:8080',
    '2001:db8::/32',
    'arn:aws:sts::111122223333:assumed-role/Admin/alice@acme.com',
    'serviceAccount:delegate@acme-prod.iam.gserviceaccount.com',
    '@scope',
  ])('%j stays as it is', (text) => expect(show(text)).toBe(JSON.stringify(text)));

  test('is at most 80 characters', () => {
    expect(show('x'.repeat(81))).toBe(`"${'x'.repeat(77)}..."`);
    expect(show(10n ** 200n)).toHaveLength(80);
  });
});

test.each([
  ['', 'a string of 0 characters'],
  ['x', 'a string of 1 character'],
  ['se cret', 'a string of 7 characters'],
  [123456789012, 'a number'],
  [10n, 'a number'],
  [null, 'null'],
  [['secret'], 'a list of 1'],
  [{ id: 'secret' }, 'a value of type object'],
])('of a secret, %j, a message says only what it is', (value, shown) => expect(showHidden(value)).toBe(shown));

test.each(['\u00ad', '\u034f', '\u115f', '\u180e', '\u200b', '\u2064', '\u3164', '\ufe0f', '\uffa0', '\u{e0041}'])(
  'the character %j, which shows as nothing, is hidden from no one',
  (char) => {
    expect(hasControlCharacters(`prod${char}`)).toBe(true);
    expect(() => freeText(`prod${char}`, 'name')).toThrow('must not contain control or invisible characters');
  },
);
