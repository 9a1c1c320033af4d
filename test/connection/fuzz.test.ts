import fc from 'fast-check';
import { getRow, rowIds } from '../../lib/catalog';
import { propsOf } from '../../lib/connection';
import { anything, fuzz, near } from '../support/anything';
import { ROW_PROPS } from '../support/every-row';
import { Connection } from 'harness-delegate-access';

describe('whatever JavaScript passes', () => {
  test.each(rowIds())('Connection.of(%j) throws nothing but an AccessError', (id) => {
    const props = Object.keys(propsOf(getRow(id)).spec);
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...props), fc.string()), anything, { maxKeys: 5 });
    fuzz(fc.oneof(record, anything, near(ROW_PROPS[id])), (value) => Connection.parse(id, value), 100);
  });
});
