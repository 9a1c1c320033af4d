import { destinations, hostname, port, ports, text } from '../../lib/network';
import { ACKNOWLEDGEMENT } from '../../lib/plan/acknowledgement';
import { HARNESS_PROPS } from '../../lib/plan/harness-platform';
import { FINDING_KINDS } from 'harness-delegate-access';

/** What editors are told of values, and what TypeScript calls them. */
test.each([
  ['text', text, { type: 'string', minLength: 1, maxLength: 1000 }, 'string'],
  ['hostname', hostname, { type: 'string', description: 'a host name' }, 'string'],
  [
    'destinations',
    destinations,
    {
      type: 'array',
      minItems: 1,
      items: {
        anyOf: [{ type: 'string' }, expect.objectContaining({ required: ['pods'], additionalProperties: false })],
        description: 'a block of addresses such as 10.0.3.0/24, a host name, or pods of the cluster',
      },
    },
    'readonly DestinationLike[]',
  ],
  [
    'port',
    port,
    {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: 65535 },
        { type: 'string', pattern: expect.stringContaining('tcp|udp') as string },
      ],
      description: 'a port such as 443, 8000-8010 or 53/udp',
    },
    'PortLike',
  ],
  ['ports', ports, { type: 'array', minItems: 1 }, 'readonly PortLike[]'],
  ['finding', ACKNOWLEDGEMENT.props.finding, { enum: Object.keys(FINDING_KINDS) }, 'FindingKind'],
  ['the port of an acknowledgement', ACKNOWLEDGEMENT.props.port, port.json, 'number | string'],
  [
    'until',
    ACKNOWLEDGEMENT.props.until,
    { type: 'string', pattern: expect.stringContaining('{4}') as string },
    'string',
  ],
  [
    'registry',
    HARNESS_PROPS.props.imageRegistry,
    { anyOf: [{ const: false }, { type: 'string', description: 'a host name' }] },
    'string | false',
  ],
])('%s', (_, { facts }, json, type) => {
  expect(facts.json).toMatchObject(json);
  expect(facts.type).toBe(type);
});
