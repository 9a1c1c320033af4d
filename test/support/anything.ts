import fc from 'fast-check';
import { AccessError, Profile } from 'harness-delegate-access';

const LONG = ['x'.repeat(100_000), '1'.repeat(100_000), '10.0.0.0/8,'.repeat(10_000)];

/** Values that only JavaScript has, and that a check which trusts the types stumbles over. */
function oddities(): unknown[] {
  const cyclic: Record<string, unknown> = { name: 'x' };
  cyclic.self = cyclic;
  const list: unknown[] = [];
  list.push(list);
  const withGetter = Object.defineProperty({}, 'name', { enumerable: true, get: () => 'got' });
  const bare = Object.assign(Object.create(null) as object, { name: 'x' });
  return [
    cyclic,
    list,
    withGetter,
    bare,
    JSON.parse('{"__proto__":{"name":"x"},"constructor":1,"toString":2}'),
    [undefined],
    [null],
    Array(3),
    Symbol('odd'),
    () => 'called',
    class {},
    new Error('odd'),
    /odd/,
    new Uint8Array(2),
    new Set(['x']),
    NaN,
    -0,
    Infinity,
    2 ** 53,
    0.5,
    10n ** 30n,
    ...LONG,
    '${Token[TOKEN.1]}',
    '${TfToken[TOKEN.1]}',
    '${var.x}',
    '%{ if true }',
    '\u0000',
    '\ud800',
    '',
  ];
}

/** Keys that every object has, or seems to have. */
export const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length'];

/** Whatever JavaScript can pass. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  {
    arbitrary: fc.nat(1000).map((n) => {
      const all = oddities();
      return all[n % all.length];
    }),
    weight: 3,
  },
  { arbitrary: fc.constantFrom<unknown>(...INHERITED), weight: 1 },
  {
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
    }),
    weight: 3,
  },
);

/** A value with something else in one place of it: anything, nothing, or a key that nobody knows. */
export function near(valid: unknown, other: fc.Arbitrary<unknown> = anything): fc.Arbitrary<unknown> {
  const strangers = fc.oneof(fc.constantFrom(...INHERITED), fc.string());
  return fc
    .tuple(fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), other, strangers)
    .map(([picks, value, stranger]) => {
      const rest = [...picks];
      return changed(valid, () => rest.pop() ?? 2, value, stranger);
    });
}

/** Now and then anything, else something near one of these. */
export function nearAnyOf(...valid: readonly object[]): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: anything, weight: 1 }, ...valid.map((one) => ({ arbitrary: near(one), weight: 4 })));
}

/** What every construct takes beside its list, whatever the cloud. */
export const CONSTRUCT_OPTIONS = {
  profile: Profile.RECOMMENDED,
  reach: { saas: ['10.0.1.5/32'], families: ['ipv4'] },
  acknowledged: [{ finding: 'PortOnlyEgress', connection: 'x', reason: 'seen' }],
  asOf: '2026-11-24',
  review: false,
};

function changed(value: unknown, pick: () => number, other: unknown, stranger: string): unknown {
  const isPlain =
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  const keys = isPlain ? Object.keys(value as object) : [];
  if (keys.length === 0) {
    return other;
  }
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  const key = keys[pick() % keys.length]!;
  switch (pick() % 8) {
    case 0:
      delete copy[key];
      break;
    case 1:
      if (Array.isArray(copy)) {
        copy.push(other);
      } else {
        // An assignment to `__proto__` would make no key.
        Object.defineProperty(copy, stranger, { value: other, enumerable: true, configurable: true });
      }
      break;
    case 2:
      copy[key] = other;
      break;
    default:
      copy[key] = changed(copy[key], pick, other, stranger);
  }
  return copy;
}

/** Fails on anything but an `AccessError` with codes and messages that a terminal may show. */
function onlyAccessErrors(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    expect(error.problems.length).toBeGreaterThan(0);
    error.problems.forEach(({ code, message }) => {
      if (!/^[A-Z][A-Za-z0-9]+$/.test(code) || /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(message)) {
        throw new Error(`code ${code}, message ${JSON.stringify(message)}`);
      }
      if (message.length > 5_000) {
        throw new Error(`a message of ${message.length} characters: ${message.slice(0, 300)}`);
      }
    });
  }
}

/** Lets `act` have many values, and nothing but an `AccessError` come out; `FUZZ=20 npx jest test/fuzz` takes 20 times as many. */
export function fuzz(values: fc.Arbitrary<unknown>, act: (...args: never[]) => unknown, numRuns = 200): void {
  fc.assert(
    fc.property(values, (value) => onlyAccessErrors(() => act(value as never))),
    { numRuns: numRuns * Number(process.env.FUZZ ?? 1) },
  );
}
