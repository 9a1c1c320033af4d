import { AccessError, compareTexts, show } from '../base';

export type Protocol = 'tcp' | 'udp';

const MIN = 1;
const MAX = 65535;
/** Strings that `Port.parse` reads. */
export const PORT_TEXT = /^(?:(tcp|udp)[:/])?([1-9]\d{0,4}|0)(?:-([1-9]\d{0,4}|0))?(?:\/(tcp|udp))?$/i;

/** A port, or a range of ports, of TCP or UDP. Immutable; equal ports have equal keys. */
export class Port {
  /** One TCP port, 1 to 65535. @throws AccessError `InvalidPort` */
  public static tcp(port: number): Port {
    return Port.create('tcp', port, port);
  }

  /** TCP ports `from` to `to`, both included. @throws AccessError `InvalidPort`, `InvalidPortRange` */
  public static tcpRange(from: number, to: number): Port {
    return Port.create('tcp', from, to);
  }

  /** One UDP port, 1 to 65535. @throws AccessError `InvalidPort` */
  public static udp(port: number): Port {
    return Port.create('udp', port, port);
  }

  /** UDP ports `from` to `to`, both included. @throws AccessError `InvalidPort`, `InvalidPortRange` */
  public static udpRange(from: number, to: number): Port {
    return Port.create('udp', from, to);
  }

  /**
   * Reads a port as a user writes it: a `Port`, a number (TCP), or a text such as `443`, `8000-8010`, `53/udp`.
   *
   * @throws AccessError `InvalidPort`, `InvalidPortRange`
   */
  public static parse(value: unknown): Port {
    if (value instanceof Port) {
      return value;
    }
    if (typeof value === 'number') {
      return Port.tcp(value);
    }
    const match = typeof value === 'string' ? PORT_TEXT.exec(value.trim()) : null;
    if (match === null || (match[1] !== undefined && match[4] !== undefined)) {
      throw AccessError.of(
        'InvalidPort',
        `a port must be a number, \`443\`, \`8000-8010\` or \`53/udp\`, got ${show(value)}${didYouMeanPort(value)}`,
      );
    }
    const protocol = (match[1] ?? match[4] ?? 'tcp').toLowerCase() as Protocol;
    return Port.create(protocol, Number(match[2]), Number(match[3] ?? match[2]));
  }

  private static create(protocol: Protocol, from: number, to: number): Port {
    for (const port of [from, to]) {
      if (!Number.isInteger(port) || port < MIN || port > MAX) {
        throw AccessError.of('InvalidPort', `\`port\` must be an integer between ${MIN} and ${MAX}, got ${show(port)}`);
      }
    }
    if (from > to) {
      throw AccessError.of(
        'InvalidPortRange',
        `a port range must go up, got ${from}-${to}; did you mean ${to}-${from}?`,
      );
    }
    return new Port(protocol, from, to);
  }

  /** Identity: `tcp:443`, `udp:8000-8010`. */
  public readonly key: string;
  /** As people write it: `443`, `8000-8010`, `53/udp`. */
  public readonly text: string;

  private constructor(
    public readonly protocol: Protocol,
    public readonly from: number,
    public readonly to: number,
  ) {
    const range = from === to ? `${from}` : `${from}-${to}`;
    this.key = `${protocol}:${range}`;
    this.text = protocol === 'tcp' ? range : `${range}/${protocol}`;
  }

  /** True when every port of `other` is one of these. */
  public contains(other: Port): boolean {
    return this.protocol === other.protocol && this.from <= other.from && other.to <= this.to;
  }

  public toString(): string {
    return this.text;
  }
}

/** Longer texts are no ports. */
const MAX_TEXT = 100;
/** Names of ports in URLs and firewall rules. */
const NAMED: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ssh: 22,
  smtp: 25,
  ldap: 389,
  ldaps: 636,
  rdp: 3389,
};

/** The port or range behind another way to write it: `:443`, `https`, `8000:8010`, `443/http`, `443, 8443`. */
function didYouMeanPort(value: unknown): string {
  const parts = (typeof value === 'string' && value.length <= MAX_TEXT ? value : '')
    .toLowerCase()
    .split(/\s*[,;]\s*/)
    .map(portMeantBy);
  const meant = parts.filter((part) => part !== undefined && PORT_TEXT.test(part));
  return meant.length < parts.length ? '' : `; did you mean ${meant.map((part) => `\`${part}\``).join(' and ')}?`;
}

function portMeantBy(text: string): string | undefined {
  const named = NAMED[text.trim()];
  const [, from, to, rest] = /^\D*?(\d{1,5})(?:\s*(?:-|–|:|\.\.+|to)\s*(\d{1,5}))?\s*(\D*)$/.exec(text.trim()) ?? [];
  if (named !== undefined || from === undefined || /tcp.*udp|udp.*tcp/.test(rest!)) {
    return named === undefined ? undefined : `${named}`;
  }
  return `${from}${to === undefined ? '' : `-${to}`}${/udp/.test(text) ? '/udp' : ''}`;
}

/** Order of ports: protocol, then number. */
export function comparePorts(a: Port, b: Port): number {
  return a === b ? 0 : compareTexts(a.protocol, b.protocol) || a.from - b.from || a.to - b.to;
}
