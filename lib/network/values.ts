import { AccessError, collect, freeText, list, Schema, schema, type Problem } from '../base';
import type { ConnectableLike, PeerLike } from './cloud-objects';
import { Destination } from './destination';
import { parseHostname } from './hostname';
import { asDestination, mistaken } from './mistaken';
import type { PodsLike } from './pods';
import { Port, PORT_TEXT } from './port';

/** Schemas of what a user writes for ports, addresses, names and texts. */

export const text: Schema<string> = schema(
  () => ({ json: { type: 'string', minLength: 1, maxLength: 1000 }, type: 'string' }),
  (value, at) => freeText(value, at),
);

export const hostname: Schema<string> = schema(
  () => ({ json: { type: 'string', description: 'a host name' }, type: 'string' }),
  (value) => {
    const problems: Problem[] = [];
    const parsed = collect(problems, '', () => parseHostname(value));
    if (parsed === undefined) {
      throw new AccessError(problems.map(({ code, message }) => ({ code, message: message + didYouMeanName(value) })));
    }
    return parsed;
  },
);

/** The host name that was pasted with something around it. */
function didYouMeanName(value: unknown): string {
  const [meant, ...others] = (typeof value === 'string' ? mistaken(value)?.destinations : undefined) ?? [];
  return meant === undefined || meant.includes('/') || others.length > 0 ? '' : `; did you mean \`${meant}\`?`;
}

/** Pods as a file writes them. */
const PODS = {
  type: 'object',
  required: ['pods'],
  additionalProperties: false,
  properties: {
    pods: {
      type: 'object',
      required: ['namespace'],
      additionalProperties: false,
      properties: {
        namespace: { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
  },
};

const destination: Schema<Destination> = schema(
  () => ({
    json: {
      anyOf: [{ type: 'string' }, PODS],
      description: 'a block of addresses such as 10.0.3.0/24, a host name, or pods of the cluster',
    },
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

/**
 * A destination as a user may write it: a CIDR, a host name, a `Destination`, pods of a cluster, or an object of the AWS CDK:
 * `Peer.ipv4(…)`, a security group, or a construct that has one.
 */
export type DestinationLike = string | Destination | PodsLike | PeerLike | ConnectableLike;

/** A port as a user may write it: a number (TCP), `8000-8010`, `53/udp`, or a `Port`. */
export type PortLike = number | string | Port;
