import { freeText, list, Schema, schema } from '../base';
import { Destination } from './destination';
import { parseHostname } from './hostname';
import { asDestination, mistaken } from './mistaken';
import { Port, PORT_TEXT } from './port';

/** Schemas of what a user writes for ports, addresses, names and texts. */

export const text: Schema<string> = schema(
  () => ({ json: { type: 'string', minLength: 1, maxLength: 1000 }, type: 'string' }),
  (value, at) => freeText(value, at),
);

export const hostname: Schema<string> = schema(
  () => ({ json: { type: 'string', description: 'a host name' }, type: 'string' }),
  (value) => parseHostname(value),
);

const destination: Schema<Destination> = schema(
  () => ({
    json: { type: 'string', description: 'a block of addresses such as 10.0.3.0/24, or a host name' },
    type: 'DestinationLike',
  }),
  (value) => Destination.parse(value),
).meaning(meantBy);

export const port: Schema<Port> = schema(
  () => ({
    json: {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: 65535 },
        { type: 'string', pattern: PORT_TEXT.source },
      ],
      description: 'a port such as 443, 8000-8010 or 53/udp',
    },
    type: 'PortLike',
  }),
  (value) => Port.parse(value),
);

/** The destinations that a text was meant to be; none where it has a port, which belongs elsewhere. */
function meantBy(given: string): readonly string[] {
  const mistake = mistaken(given);
  if (mistake === undefined) {
    const meant = asDestination(given);
    return meant === undefined ? [] : [meant];
  }
  return mistake.port === undefined && mistake.advice === undefined ? mistake.destinations : [];
}

export const destinations = list(destination, 1);
export const destinationsOrNone = list(destination);
export const ports = list(port, 1);

/** A destination as a user may write it: a CIDR, a host name, or a `Destination`. */
export type DestinationLike = string | Destination;

/** A port as a user may write it: a number (TCP), `8000-8010`, `53/udp`, or a `Port`. */
export type PortLike = number | string | Port;
