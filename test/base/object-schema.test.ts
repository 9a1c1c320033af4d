import {
  AccessError,
  bool,
  choice,
  integer,
  list,
  object,
  plain,
  textOr,
  type ObjectSchema,
  type Props,
} from '../../lib/base';
import { accessErrorOf, problemsIn } from '../support/errors';

const ACCESS = choice(['read', 'write'], 'Access');
const BUCKET = object('Bucket', { name: plain.required(), access: ACCESS, keys: list(plain) });
const BUCKETS = list(
  textOr(plain, (name) => ({ name }), BUCKET),
  1,
);
const OPEN = object('Open', { a: bool.required() }, { isOpen: true });
const BASE = object('Base', { name: plain.required().doc('Its name.'), on: bool.for('switch') });
const MORE = object('More', { size: integer(1, 5).doc('How large.', '- as large as it is') });

describe('an object reads', () => {
  test.each<[string, ObjectSchema<Props>, unknown, unknown?]>([
    ['all that it has', BUCKET, { name: 'a', access: 'read', keys: ['k'] }],
    ['itself without what may be left out', BUCKET, { name: 'a' }],
    ['what is left undefined as if it were left out', BUCKET, { name: 'a', access: undefined }, { name: 'a' }],
    ['what an open one does not know', OPEN, { a: true, any: [1] }],
  ])('%s', (_, of, value, expected = value) => {
    expect(of.parse(value, 'x')).toEqual(expected);
    expect(problemsIn(of, value)).toEqual([]);
  });

  test('into copies: what a caller changes later changes nothing', () => {
    const given = { name: 'a', keys: ['k'] };
    const parsed = BUCKET.parse(given, 'x');
    given.keys.push('l');
    expect(parsed).toEqual({ name: 'a', keys: ['k'] });
    expect(Object.keys(BUCKET.parse({ name: 'a', access: undefined }, 'x'))).toEqual(['name']);
  });
});

describe('an object fails', () => {
  test.each<[string, ObjectSchema<Props>, unknown, string[]]>([
    ['on null', BUCKET, null, ['InvalidProp x: `x` must be an object with `name`, `access` or `keys`, got null']],
    [
      'on a list',
      BUCKET,
      [],
      ['InvalidProp x: `x` must be an object with `name`, `access` or `keys`, got a list of 0'],
    ],
    [
      'with a code of its own, no object',
      object('A', { a: bool }, { code: 'InvalidA' }),
      7,
      ['InvalidA x: `x` must be an object with `a`, got 7'],
    ],
    ['without what it needs', BUCKET, {}, ['MissingProp x: `x` needs `name`']],
    ['with what it needs undefined', BUCKET, { name: undefined }, ['MissingProp x: `x` needs `name`']],
    ['with what it needs inherited', BUCKET, Object.create({ name: 'a' }), ['MissingProp x: `x` needs `name`']],
    [
      'on a key that it does not have',
      BUCKET,
      { name: 'a', acces: 'read' },
      ['UnknownProp x.acces: `x` has no "acces"; allowed: `name`, `access` or `keys`; did you mean `access`?'],
    ],
    [
      'on a key that it does not have, even undefined',
      BUCKET,
      { name: 'a', acces: undefined },
      ['UnknownProp x.acces: `x` has no "acces"; allowed: `name`, `access` or `keys`; did you mean `access`?'],
    ],
    [
      'on a key that it does not have, and on its value as that of the nearest',
      BUCKET,
      { nam: 7, key: ['k', 1] },
      [
        'UnknownProp x.nam: `x` has no "nam"; allowed: `name`, `access` or `keys`; did you mean `name`?',
        'InvalidProp x.nam: `x.name` must be a string, got 7',
        'UnknownProp x.key: `x` has no "key"; allowed: `name`, `access` or `keys`; did you mean `keys`?',
        'InvalidProp x.key[1]: `x.keys[1]` must be a string, got 1',
      ],
    ],
    [
      'on a key beside the one that it was meant to be, on the key alone',
      BUCKET,
      { name: 'a', nam: 7 },
      ['UnknownProp x.nam: `x` has no "nam"; allowed: `name`, `access` or `keys`; did you mean `name`?'],
    ],
    [
      'on keys that every object has',
      BUCKET,
      JSON.parse('{ "name": "a", "__proto__": 1, "toString": 2 }'),
      [
        'UnknownProp x.__proto__: `x` has no "__proto__"; allowed: `name`, `access` or `keys`',
        'UnknownProp x.toString: `x` has no "toString"; allowed: `name`, `access` or `keys`',
      ],
    ],
    ['that is open, on what it knows', OPEN, { a: 1, any: 2 }, ['InvalidProp x.a: `x.a` must be true or false, got 1']],
    ['that is open, without what it needs', OPEN, { any: 2 }, ['MissingProp x: `x` needs `a`']],
  ])('%s', (_, of, value, problems) => {
    expect(problemsIn(of, value)).toEqual(problems);
    expect(() => of.parse(value, 'x')).toThrow(AccessError);
  });

  test('with everything that is wrong at once, each with its path, in the order in which it is written', () => {
    const nested = object('List', { buckets: BUCKETS.required(), name: plain.required(), size: integer(1, 5) });
    const value = {
      size: 9,
      buckets: [7, { access: 'raed', keys: ['k', 1, '\u0000'], more: 1 }, 'ok', '\n'],
      nam: 'x',
    };
    expect(problemsIn(nested, value, 'all')).toEqual([
      'InvalidProp all.size: `all.size` must be an integer from 1 to 5, got 9',
      'InvalidProp all.buckets[0]: `all.buckets[0]` must be an object with `name`, `access` or `keys`, got 7',
      'InvalidChoice all.buckets[1].access: `all.buckets[1].access` must be `read` or `write`, got "raed"; did you mean `read`?',
      'InvalidProp all.buckets[1].keys[1]: `all.buckets[1].keys[1]` must be a string, got 1',
      'ControlCharacters all.buckets[1].keys[2]: `all.buckets[1].keys[2]` must not contain control or invisible characters, got "\\u0000"',
      'UnknownProp all.buckets[1].more: `all.buckets[1]` has no "more"; allowed: `name`, `access` or `keys`',
      'MissingProp all.buckets[1]: `all.buckets[1]` needs `name`',
      'ControlCharacters all.buckets[3]: `all.buckets[3]` must not contain control or invisible characters, got "\\n"',
      'UnknownProp all.nam: `all` has no "nam"; allowed: `buckets`, `name` or `size`; did you mean `name`?',
    ]);
    const error = accessErrorOf(() => nested.parse(value, 'all'));
    expect([error.code, error.problems.length]).toEqual(['InvalidProp', 9]);
  });

  test('at the root by the names of its props alone', () => {
    expect(problemsIn(BUCKET, { access: 1, more: 2 }, '')).toEqual([
      'InvalidChoice access: `access` must be `read` or `write`, got 1',
      'UnknownProp more: it has no "more"; allowed: `name`, `access` or `keys`',
      'MissingProp : it needs `name`',
    ]);
    expect(problemsIn(BUCKET, 7, '')).toEqual([
      'InvalidProp : it must be an object with `name`, `access` or `keys`, got 7',
    ]);
  });
});

describe('an object says of itself', () => {
  test.each<[string, ObjectSchema<Props>, object, string]>([
    [
      'an object',
      BUCKET,
      {
        type: 'object',
        properties: {
          name: { type: 'string' },
          access: { enum: ['read', 'write'] },
          keys: { type: 'array', items: { type: 'string' } },
        },
        required: ['name'],
        additionalProperties: false,
      },
      'Bucket',
    ],
    [
      'an object that needs nothing',
      object('A', { a: bool }),
      { type: 'object', properties: { a: { type: 'boolean' } }, additionalProperties: false },
      'A',
    ],
    ['an open object', OPEN, { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a'] }, 'Open'],
  ])('%s: its JSON Schema and its type', (_, of, json, type) => {
    expect(of.json).toEqual(json);
    expect(of.facts.type).toBe(type);
  });

  test('the words of its props', () => {
    expect(MORE.json.properties).toEqual({
      size: { type: 'integer', minimum: 1, maximum: 5, description: 'How large. Default: as large as it is' },
    });
  });
});

describe('an object that extends others', () => {
  const both = BASE.extend('Both', { own: plain.required(), on: bool.doc('Its own.') }, MORE);

  test('has the props of all, its own before the same of the others', () => {
    expect(both.name).toBe('Both');
    expect(Object.keys(both.props)).toEqual(['name', 'on', 'size', 'own']);
    expect(Object.keys(both.own)).toEqual(['own', 'on']);
    expect(both.bases.map(({ name }) => name)).toEqual(['Base', 'More']);
    expect(both.props.on.words).toEqual({ doc: 'Its own.' });
    expect(both.needs).toEqual(['name', 'own']);
  });

  test('reads and refuses what all of them do', () => {
    const value = { name: 'n', on: true, size: 3, own: 'o' };
    expect(both.parse(value, 'x')).toEqual(value);
    expect(problemsIn(both, { size: 6, more: 1 })).toEqual([
      'InvalidProp x.size: `x.size` must be an integer from 1 to 5, got 6',
      'UnknownProp x.more: `x` has no "more"; allowed: `name`, `on`, `size` or `own`',
      'MissingProp x: `x` needs `name`',
      'MissingProp x: `x` needs `own`',
    ]);
    expect((both.json as { required: string[] }).required).toEqual(['name', 'own']);
  });

  test('leaves those as they are', () => {
    expect(Object.keys(BASE.props)).toEqual(['name', 'on']);
    expect(BASE.props.on.words).toEqual({ use: 'switch' });
    expect(BASE.extend('Alone', {}).bases).toEqual([BASE]);
  });

  test('is a part by itself, through which its others are found', () => {
    const [part] = both.facts.parts as [ObjectSchema<Props>];
    expect(part).toBe(both);
    expect(part.bases).toEqual([BASE, MORE]);
  });
});
