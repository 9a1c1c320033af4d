/** What a filter of names must pass, from the plan alone: no rule of any renderer is read. */

/** A flow of a plan, as a layer says that it enforces it. */
export interface SaidFlow {
  readonly hostname?: string;
  readonly block?: string;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly speaks: readonly string[];
  readonly state: string;
  readonly enforcement?: string;
}

/** A connection as a filter sees it. */
export interface Attempt {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** The name that it shows, and in what. */
  readonly shows?: { readonly name: string; readonly in: 'tls' | 'http' };
}

/** @param addresses of names, where a filter ties names to them */
export function mustPass(
  flows: readonly SaidFlow[],
  attempt: Attempt,
  addresses: ReadonlyMap<string, string> = new Map(),
): boolean {
  return flows.some((flow) => isOpen(flow, attempt, addresses) && !isTiedElsewhere(flow, flows, attempt));
}

function isOpen(flow: SaidFlow, attempt: Attempt, addresses: ReadonlyMap<string, string>): boolean {
  const { protocol, from, to, hostname, block, state, enforcement } = flow;
  if (state !== 'open' || protocol !== attempt.protocol || attempt.port < from || attempt.port > to) {
    return false;
  }
  if (block !== undefined) {
    return isIn(block, attempt.address);
  }
  switch (enforcement) {
    case 'port-only':
      // Lists open IPv4 alone where they do not say otherwise.
      return !attempt.address.includes(':');
    case 'claimed name':
      return shows(flow, attempt);
    case 'host name':
      return addresses.get(hostname!) === attempt.address && (!flow.speaks.every(isShown) || shows(flow, attempt));
    default:
      throw new Error(`no filter of names enforces ${hostname} by ${enforcement}`);
  }
}

/** A wildcard does not stand for a name that is tied to its addresses on all of its ports. */
function isTiedElsewhere(
  { hostname, protocol, from, to }: SaidFlow,
  flows: readonly SaidFlow[],
  { shows: shown }: Attempt,
): boolean {
  const name = shown?.name.toLowerCase();
  return (
    hostname?.includes('*') === true &&
    flows.some(
      (other) =>
        other.hostname === name &&
        other.protocol === protocol &&
        other.state === 'open' &&
        other.enforcement === 'host name' &&
        other.from <= from &&
        to <= other.to,
    )
  );
}

function isShown(word: string): boolean {
  return word === 'tls' || word === 'http';
}

function shows({ hostname, speaks }: SaidFlow, { shows: shown }: Attempt): boolean {
  return shown !== undefined && speaks.includes(shown.in) && isNamed(hostname!, shown.name.toLowerCase());
}

/** A `*` is one label. */
function isNamed(pattern: string, name: string): boolean {
  const [own, other] = [pattern.split('.'), name.split('.')];
  return own.length === other.length && own.every((label, i) => label === '*' || label === other[i]);
}

function isIn(block: string, address: string): boolean {
  const [base, prefix] = block.split('/');
  const [own, other] = [bitsOf(base!), bitsOf(address)];
  const length = Number(prefix ?? own.length);
  return own.length === other.length && own.slice(0, length) === other.slice(0, length);
}

/** The bits of an address, 32 or 128 of them. */
function bitsOf(address: string): string {
  if (!address.includes(':')) {
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  }
  const [head, tail] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = tail === undefined ? [] : Array<string>(8 - head!.length - tail.length).fill('0');
  const groups = [...head!, ...zeros, ...(tail ?? [])];
  return groups.map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
