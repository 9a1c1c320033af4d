import fc from 'fast-check';
import { getRow, rowIds } from '../../lib/catalog';
import { propsOf } from '../../lib/connection';
import { AccessError, Connection, Destination, HarnessPlatform, Plan, Port } from 'harness-delegate-access';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
});

/** Fails on anything but an `AccessError` with codes and messages. */
function onlyAccessErrors(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    error.problems.forEach(({ code, message }) => {
      expect(code).toMatch(/^[A-Z][A-Za-z0-9]+$/);
      expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    });
  }
}

describe('whatever JavaScript passes', () => {
  test.each(rowIds())('Connection.of(%j) throws nothing but an AccessError', (id) => {
    const props = Object.keys(propsOf(getRow(id)).spec);
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...props), fc.string()), anything, { maxKeys: 5 });
    fc.assert(
      fc.property(fc.oneof(record, anything), (value) => onlyAccessErrors(() => Connection.of(id, value as object))),
      { numRuns: 300 },
    );
  });

  test('the other factories throw nothing but an AccessError', () => {
    const acts: ((value: never) => unknown)[] = [
      (value) => Connection.of(value),
      (value) => Connection.custom(value),
      (value) => Connection.ssh(value),
      (value) => Destination.parse(value),
      (value) => Destination.deployTime('${Token[TOKEN.1]}', value),
      (value) => Destination.deployTime(value, { name: 'x' }),
      (value) => Port.parse(value),
      (value) => HarnessPlatform.of(value),
      (value) => Plan.of(value),
      (value) => Plan.of([Connection.datadog()], { reach: value }),
      (value) => Plan.of([Connection.datadog()], { acknowledged: value }),
      (value) => Plan.of([Connection.datadog()], { profile: value }),
      (value) => Plan.of([Connection.datadog()], { harness: value }),
      (value) => Plan.of([Connection.datadog()], { asOf: value }),
      (value) => Plan.of([Connection.datadog()], value),
    ];
    acts.forEach((act) =>
      fc.assert(
        fc.property(anything, (value) => onlyAccessErrors(() => act(value as never))),
        { numRuns: 300 },
      ),
    );
  });
});
