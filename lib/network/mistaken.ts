import { firstOf, show } from '../base';
import { Cidr } from './cidr';
import { isHostname } from './hostname';
import { blocksBetween, withoutDecoration } from './undecorated';

/** Mistakes in a text that is no destination: pasted with a port, as a URL, as a range, as an id of AWS. */

export interface Mistake {
  /** The mistake, without the text. */
  readonly what: string;
  /** Repairs; each is a destination. */
  readonly destinations: readonly string[];
  /** The port that was written with it. */
  readonly port?: number;
  /** Advice where no text can repair it. */
  readonly advice?: string;
}

/** No destination is as long, with whatever stands around it. */
const MAX_LENGTH = 1000;
/** Blocks of a range that a message names. */
const SHOWN = 6;
const BLOCKS = 'write its blocks, such as `10.0.3.0/24`';

/** The mistake behind a text that no destination is written as, where it is a common one. */
export function mistaken(text: string): Mistake | undefined {
  if (text.length > MAX_LENGTH) {
    return undefined;
  }
  const trimmed = text.trim();
  return nameOfAws(trimmed) ?? everything(trimmed) ?? range(trimmed) ?? several(trimmed) ?? decorated(text);
}

/** A message: the mistake, the text and the repair. @param repair instead of the destinations themselves */
export function wordsOf(mistake: Mistake, text: string, repair: string = repairOf(mistake)): string {
  return `${mistake.what}, got ${show(text)}; ${mistake.advice ?? `write ${repair}`}`;
}

/** The destinations, and the prop that has the port. */
function repairOf({ destinations, port }: Mistake): string {
  const written = firstOf(
    destinations.map((destination) => `\`${destination}\``),
    SHOWN,
  );
  return port === undefined ? written : `${written} and set \`ports: [${port}]\``;
}

/** The text as a destination is written, or `undefined`. */
export function asDestination(text: string): string | undefined {
  if (isHostname(text.toLowerCase())) {
    return text.toLowerCase();
  }
  const [, address, mask] = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  return address === undefined ? undefined : Cidr.near(address, mask === undefined ? undefined : Number(mask))?.text;
}

function nameOfAws(text: string): Mistake | undefined {
  const [, isArn, kind, id] = /^(arn:.*\b)?(sg|pl|subnet|vpc|vpce|eni|i|nat|igw)-([\w-]+)$/i.exec(text) ?? [];
  if (kind !== undefined && (isArn !== undefined || kind.length > 1 || /^[0-9a-f]{8,17}$/.test(id!))) {
    return ofKind(kind.toLowerCase(), `${kind}-${id}`);
  }
  return /^arn:/.test(text)
    ? { what: 'a destination must not be an ARN', destinations: [], advice: `${BLOCKS}, or its host name` }
    : undefined;
}

function ofKind(kind: string, id: string): Mistake {
  const inFile = (what: string, code: string): Mistake => ({
    what: `${what} is no CIDR and no host name`,
    destinations: [],
    advice: `${BLOCKS}, or in code \`${code}\``,
  });
  switch (kind) {
    case 'sg':
      return inFile('a security group', 'AwsDestination.connectable(group, { name })');
    case 'pl':
      return inFile('a prefix list', `AwsDestination.prefixList('${id.slice(0, 30)}', { weight })`);
    default:
      return { what: 'a destination must not be an id of AWS', destinations: [], advice: BLOCKS };
  }
}

function everything(text: string): Mistake | undefined {
  return /^(\*|any|all|everything)$/i.test(text)
    ? {
        what: 'a destination must be a block or a host name',
        destinations: ['0.0.0.0/0'],
        advice: `${BLOCKS}; \`0.0.0.0/0\` is every IPv4 address`,
      }
    : undefined;
}

function range(text: string): Mistake | undefined {
  const [, from, to] = /^(\d+\.\d+\.\d+\.\d+)\s*(?:-|–|\.\.+)\s*(\d+(?:\.\d+\.\d+\.\d+)?)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const last = to.includes('.') ? to : from.replace(/\d+$/, to);
  const blocks = blocksBetween(from, last);
  return blocks === undefined
    ? undefined
    : { what: 'a destination must be a block, not a range', destinations: blocks.map(({ text: block }) => block) };
}

/** Texts between commas or blanks, each of which is a destination or nearly one. */
function several(text: string): Mistake | undefined {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const meant = parts.map(asDestination);
  return parts.length > 1 && meant.every((part) => part !== undefined)
    ? { what: 'each destination must be an entry of its own', destinations: meant }
    : undefined;
}

function decorated(text: string): Mistake | undefined {
  const { rest, what, port } = withoutDecoration(text);
  const meant = asDestination(rest);
  return meant === undefined || what === undefined
    ? undefined
    : { what, destinations: [meant], ...(port === undefined ? {} : { port }) };
}
