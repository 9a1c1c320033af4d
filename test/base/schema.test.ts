import {
  AccessError,
  bool,
  choice,
  constant,
  integer,
  list,
  object,
  plain,
  schema,
  Schema,
  textOr,
  type Problem,
} from '../../lib/base';
import { problemsIn, problemsOf } from '../support/errors';

type Any = Schema<unknown, boolean>;

const ACCESS = choice(['read', 'write'], 'Access');
const BUCKET = object('Bucket', { name: plain.required(), access: ACCESS, keys: list(plain) });
const BUCKETS = list(
  textOr(plain, (name) => ({ name }), BUCKET),
  1,
);

describe('a schema reads', () => {
  test.each<[string, Any, unknown, unknown?]>([
    ['a boolean', bool, false],
    ['a text of a choice', ACCESS, 'write'],
    ['a plain text', plain, ''],
    ['an integer at its edge', integer(1, 5), 5],
    ['a number that must be that one', constant(2), 2],
    ['a text that must be that one', constant('x'), 'x'],
    ['a list', list(bool), [true, false]],
    ['an empty list', list(bool), []],
    ['one form for another', BUCKETS, ['a', { name: 'b' }], [{ name: 'a' }, { name: 'b' }]],
  ])('%s', (_, of, value, expected = value) => {
    expect(of.parse(value, 'x')).toEqual(expected);
    expect(problemsIn(of, value)).toEqual([]);
  });
});

describe('a schema fails', () => {
  test.each<[string, Any, unknown, string[]]>([
    ['on a switch', bool, 'yes', ['InvalidProp x: `x` must be true or false, got "yes"']],
    ['on a choice', ACCESS, 7, ['InvalidChoice x: `x` must be `read` or `write`, got 7']],
    [
      'on a near miss',
      ACCESS,
      'raed',
      ['InvalidChoice x: `x` must be `read` or `write`, got "raed"; did you mean `read`?'],
    ],
    [
      'with a code of its own',
      choice(['a'], undefined, 'InvalidA'),
      'b',
      ['InvalidA x: `x` must be `a`, got "b"; did you mean `a`?'],
    ],
    ['on a number for a text', plain, 7, ['InvalidProp x: `x` must be a string, got 7']],
    [
      'on control characters',
      plain,
      'a\u001b[2J',
      ['ControlCharacters x: `x` must not contain control or invisible characters, got "a\\u001b[2J"'],
    ],
    ['below an integer', integer(1, 5), 0, ['InvalidProp x: `x` must be an integer from 1 to 5, got 0']],
    ['above an integer', integer(1, 5), 6, ['InvalidProp x: `x` must be an integer from 1 to 5, got 6']],
    ['between integers', integer(1, 5), 1.5, ['InvalidProp x: `x` must be an integer from 1 to 5, got 1.5']],
    ['on a text for an integer', integer(1, 5), '1', ['InvalidProp x: `x` must be an integer from 1 to 5, got "1"']],
    ['on another number', constant(2), 1, ['InvalidProp x: `x` must be 2, got 1']],
    ['on another text', constant('a'), 'b', ['InvalidProp x: `x` must be \'a\', got "b"']],
    [
      'on a text for a list, and as an entry of it',
      list(bool),
      'x',
      ['InvalidProp x: `x` must be a list, got "x"', 'InvalidProp x: `x` must be true or false, got "x"'],
    ],
    [
      'on one entry for a list, with the list',
      list(integer(1, 5)),
      3,
      ['InvalidProp x: `x` must be a list, got 3; write `x: [3]`'],
    ],
    [
      'on entries between commas, with the list',
      list(ACCESS),
      'read, write',
      ['InvalidProp x: `x` must be a list, got "read, write"; write `x: [read, write]`'],
    ],
    [
      'on what is meant for an entry, with what its schema makes of it',
      list(ACCESS.meaning(() => ['read', 'write'])),
      'both',
      ['InvalidProp x: `x` must be a list, got "both"; write `x: [read, write]`'],
    ],
    [
      'on an object for a list of objects, and as an entry of it',
      list(object('O', { on: bool })),
      { on: 1 },
      [
        'InvalidProp x: `x` must be a list, got a value of type object',
        'InvalidProp x.on: `x.on` must be true or false, got 1',
      ],
    ],
    [
      'on what is like a list',
      list(bool),
      { length: 1 },
      ['InvalidProp x: `x` must be a list, got a value of type object'],
    ],
    ['on an empty list', list(bool, 1), [], ['EmptyList x: `x` must have at least one entry, got an empty list']],
    ['on too short a list', list(bool, 3), [true], ['EmptyList x: `x` must have at least 3 entries, got 1']],
    ['on a hole in a list', list(bool), Array(1), ['InvalidProp x[0]: `x[0]` must be true or false, got undefined']],
    [
      'on neither form',
      textOr(plain, (name) => ({ name }), BUCKET),
      7,
      ['InvalidProp x: `x` must be an object with `name`, `access` or `keys`, got 7'],
    ],
    [
      'on the text of the shorter form',
      textOr(ACCESS, (name) => ({ name }), BUCKET),
      'reed',
      ['InvalidChoice x: `x` must be `read` or `write`, got "reed"; did you mean `read`?'],
    ],
  ])('%s', (_, of, value, problems) => {
    expect(problemsIn(of, value)).toEqual(problems);
    expect(() => of.parse(value, 'x')).toThrow(AccessError);
  });

  test('beside what was wrong before, which it leaves alone', () => {
    const before: Problem = { code: 'Before', message: 'something else' };
    const problems = [before];
    list(bool).read([1], 'x', problems);
    expect(problems).toEqual([
      before,
      { code: 'InvalidProp', message: '`x[0]` must be true or false, got 1', at: 'x[0]' },
    ]);
  });

  test('with the entry of a list before what does not name it, and with a longer path where that is known', () => {
    const says = (message: string, at?: string): Any =>
      schema(
        () => ({ json: {}, type: 'unknown' }),
        () => {
          throw new AccessError([{ code: 'Odd', message, ...(at === undefined ? {} : { at }) }]);
        },
      );
    expect(problemsIn(list(says('a port is odd')), [1])).toEqual(['Odd x[0]: `x[0]`: a port is odd']);
    expect(problemsIn(list(says('`x[0].y` is odd', 'x[0].y')), [1])).toEqual(['Odd x[0].y: `x[0].y` is odd']);
    expect(problemsIn(list(list(says('a port is odd'))), [[1, 2]])).toEqual([
      'Odd x[0][0]: `x[0][0]`: a port is odd',
      'Odd x[0][1]: `x[0][1]`: a port is odd',
    ]);
  });

  test('with nothing but an AccessError made a problem: a bug stays a bug', () => {
    const bug = new TypeError('a bug');
    const broken = schema(
      () => ({ json: {}, type: 'unknown' }),
      () => {
        throw bug;
      },
    );
    expect(() => list(broken).parse([1], 'x')).toThrow(bug);
  });
});

describe('a schema says of itself', () => {
  test.each<[string, Any, unknown, string]>([
    ['a switch', bool, { type: 'boolean' }, 'boolean'],
    ['a choice with a name', ACCESS, { enum: ['read', 'write'] }, 'Access'],
    ['a choice', choice(['a', 'b']), { enum: ['a', 'b'] }, "'a' | 'b'"],
    ['a text', plain, { type: 'string' }, 'string'],
    ['an integer', integer(1, 5), { type: 'integer', minimum: 1, maximum: 5 }, 'number'],
    ['one number', constant(2), { const: 2 }, '2'],
    ['one text', constant('a'), { const: 'a' }, "'a'"],
    ['a list', list(plain), { type: 'array', items: { type: 'string' } }, 'readonly string[]'],
    [
      'a list of one at least',
      list(plain, 1),
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      'readonly string[]',
    ],
    [
      'a list of a choice',
      list(choice(['a', 'b'])),
      { type: 'array', items: { enum: ['a', 'b'] } },
      "readonly ('a' | 'b')[]",
    ],
    [
      'a list of lists',
      list(list(bool)),
      { type: 'array', items: { type: 'array', items: { type: 'boolean' } } },
      'readonly (readonly boolean[])[]',
    ],
    ['a list with a name', list(ACCESS), { type: 'array', items: { enum: ['read', 'write'] } }, 'readonly Access[]'],
    ['two forms', textOr(plain, (name) => ({ name }), BUCKET), { anyOf: [plain.json, BUCKET.json] }, 'string | Bucket'],
    ['a type of somewhere', plain.typed('Name'), { type: 'string' }, 'Name'],
  ])('%s: its JSON Schema and its type', (_, of, json, type) => {
    expect(of.facts.json).toEqual(json);
    expect(of.json).toEqual(json);
    expect(of.facts.type).toBe(type);
  });

  test('of which named types it is made', () => {
    const partsOf = (of: Any): string[] => (of.facts.parts ?? []).map((part) => part.facts.type);
    expect(partsOf(plain)).toEqual([]);
    expect(partsOf(choice(['a']))).toEqual([]);
    expect(partsOf(ACCESS)).toEqual(['Access']);
    expect(partsOf(list(list(ACCESS)))).toEqual(['Access']);
    expect(partsOf(BUCKETS)).toEqual(['Bucket']);
    expect(partsOf(ACCESS.typed('string'))).toEqual([]);
  });
});

describe('words', () => {
  test('are the description of the JSON Schema, what happens by default behind them', () => {
    expect(bool.json).not.toHaveProperty('description');
    expect(bool.doc('A switch.').json.description).toBe('A switch.');
    expect(bool.doc('A switch.', 'false').json.description).toBe('A switch. Default: false');
    expect(bool.doc('A switch.', '- not').json.description).toBe('A switch. Default: not');
  });

  test('make another schema, and take nothing from the one before', () => {
    const [worded, forSomething, needed] = [bool.doc('A switch.'), bool.for('use'), bool.required()];
    expect([bool.words, bool.isRequired]).toEqual([{}, false]);
    expect([worded.words, forSomething.words, needed.words]).toEqual([{ doc: 'A switch.' }, { use: 'use' }, {}]);
    const all = bool.for('use').required().doc('A switch.', 'false').typed('Switch');
    expect([all.words, all.isRequired, all.facts.type]).toEqual([
      { use: 'use', doc: 'A switch.', byDefault: 'false' },
      true,
      'Switch',
    ]);
    expect(all.parse(true, 'x')).toBe(true);
    expect(problemsOf(() => all.parse(1, 'x'))).toEqual(['InvalidProp: `x` must be true or false, got 1']);
  });

  test('of a required one stand with those that were there', () => {
    expect(plain.doc('A text.').required().words).toEqual({ doc: 'A text.' });
    expect(plain.doc('A text.', '- none').doc('Another.').words).toEqual({ doc: 'Another.', byDefault: '- none' });
  });
});
