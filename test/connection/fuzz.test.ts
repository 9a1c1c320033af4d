import fc from 'fast-check';
import { CONNECTION_IDS, getDefinition } from '../../lib/connections';
import { anything, fuzz, near } from '../support/anything';
import { ALL_PROPS } from '../support/every-row';
import { Connection } from 'harness-delegate-access';

describe('whatever JavaScript passes', () => {
  test.each(CONNECTION_IDS)('Connection.of and Connection.parse(%j) throw nothing but an AccessError', (id) => {
    const props = Object.keys(getDefinition(id).props.props);
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...props), fc.string()), anything, { maxKeys: 5 });
    const values = fc.oneof(record, anything, near(ALL_PROPS[id]));
    fuzz(values, (value) => Connection.parse(id, value), 50);
    fuzz(values, (value: never) => Connection.of(id, value), 50);
  });
});
