import { didYouMean, nearMiss, object, Schema, show, type ObjectOf, type Problem } from '../base';
import { destinations, ports, type Destination, type Port } from '../network';

/** One way to a kind of destination: its addresses, or an HTTP proxy. */

/** First thing on the way: a host name or an address itself, a VPC endpoint, an HTTP proxy, or nothing. */
export type Through = 'name' | 'address' | 'endpoint' | 'proxy' | 'none';

/** Way to a kind of destination, checked. */
export interface ReachWay {
  readonly through: Through;
  /** The part of `reach` that says so: `reach.saas`, `reach.awsServices.ecs`. */
  readonly via: string;
  /** None where the service keeps its host names, or is not reached. */
  readonly destinations: readonly Destination[];
  /** Ports of a proxy, instead of those of the service. */
  readonly ports?: readonly Port[];
  /** Host names in `to` of a connection go through it too. */
  readonly takesNames: boolean;
}

/** HTTP is spoken over TCP. */
const TCP_PORTS: Schema<readonly Port[]> = new Schema(
  (value, at, problems) => {
    const read = ports.read(value, at, problems);
    (read ?? []).forEach((port, i) => {
      if (port?.protocol === 'udp') {
        const name = `${at}[${i}]`;
        problems.push({
          code: 'InvalidReach',
          message: `\`${name}\` must be a TCP port, since HTTP is spoken over TCP, got ${port.text}`,
          at: name,
        });
      }
    });
    return read;
  },
  () => ports.facts,
  false,
);

export const HTTP_PROXY = object('HttpProxy', {
  to: destinations.required().doc('Addresses of the proxy: blocks, its own host name, or an object of the CDK.'),
  ports: TCP_PORTS.required().doc('TCP ports on which it listens, such as 3128.'),
});

type HttpProxy = ObjectOf<typeof HTTP_PROXY.props>;

/** A way as a user sets it, parsed. */
export type ParsedBy = readonly Destination[] | HttpProxy | 'proxy' | 'public' | 'none';

const PROXY = 'proxy';

/** True for a value that can only mean a proxy. */
export function isProxy(value: unknown): boolean {
  return value === PROXY || (isObject(value) && ('to' in value || 'ports' in value));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Destinations, `reach.proxy` by its name, or a proxy of its own.
 *
 * @param type its name in TypeScript
 * @param words that it may be beside `proxy`
 */
export function reachBy(type: string, words: readonly ('public' | 'none')[] = []): Schema<ParsedBy> {
  const names = [PROXY, ...words];
  const self: Schema<ParsedBy> = new Schema<ParsedBy>(
    (value, at, problems) => {
      if (typeof value === 'string') {
        if (names.includes(value)) {
          return value as ParsedBy;
        }
        const meant = WORDS.includes(value.toLowerCase()) ? value.toLowerCase() : nearMiss(value, names);
        if (meant !== undefined) {
          problems.push(wrongWord(value, at, names));
          return undefined;
        }
      }
      return isProxy(value) ? HTTP_PROXY.read(value, at, problems) : destinations.read(value, at, problems);
    },
    () => ({
      json: { anyOf: [{ enum: names }, destinations.json, HTTP_PROXY.json] },
      type,
      alias: `${destinations.facts.type} | HttpProxy | ${names.map((name) => `'${name}'`).join(' | ')}`,
      parts: [self, HTTP_PROXY],
    }),
    false,
  );
  return self;
}

export const REACH_BY = reachBy('ReachBy');

/** Every word that some kind takes. */
const WORDS = [PROXY, 'public', 'none'];

function wrongWord(value: string, at: string, names: readonly string[]): Problem {
  const words = names.map((name) => `'${name}'`).join(', ');
  return {
    code: 'InvalidReach',
    message: `\`${at}\` must be a list of destinations, a proxy (\`{ to, ports }\`), or ${words}, got ${show(value)}${didYouMean(value, names)}`,
    at,
  };
}

/** Destinations that no HTTP proxy leads to. */
export const BY_ADDRESS: Schema<readonly Destination[]> = new Schema(
  (value, at, problems) => {
    if (isProxy(value)) {
      problems.push({
        code: 'InvalidReach',
        message: `\`${at}\` is reached by address: ${at.endsWith('dns') ? 'resolvers' : 'SSH, WinRM and load balancers'} do not speak to an HTTP proxy; set its blocks`,
        at,
      });
      return undefined;
    }
    return destinations.read(value, at, problems);
  },
  () => destinations.facts,
  false,
);

/** The way that a value stands for. @param proxy that of the network */
export function wayOf(by: ParsedBy, via: string, proxy: HttpProxy | undefined, problems: Problem[]): ReachWay {
  if (by === 'public' || by === 'none') {
    return { through: by === 'public' ? 'name' : 'none', via, destinations: [], takesNames: false };
  }
  if (by === PROXY && proxy === undefined) {
    problems.push({
      code: 'MissingProxy',
      message: `\`${via}\` is reached through the proxy of the network, and \`reach.proxy\` is not set; set \`proxy: { to: ['10.0.9.10/32'], ports: [3128] }\` to its addresses and ports`,
      at: via,
    });
  }
  if (by === PROXY || 'ports' in by) {
    const { to = [], ports: on = [] } = (by === PROXY ? proxy : by) ?? {};
    return { through: 'proxy', via, destinations: to, ports: on, takesNames: true };
  }
  const isEndpoint = by.every(({ kind }) => kind === 'native');
  return { through: isEndpoint ? 'endpoint' : 'address', via, destinations: by, takesNames: false };
}
