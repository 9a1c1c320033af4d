import { Cidr } from './cidr';

/** A text without what people paste around an address: scheme, user, path, port, brackets, blanks. */

export interface Bare {
  readonly rest: string;
  /** The first thing that was around it. */
  readonly what?: string;
  readonly port?: number;
}

type Step = (text: string) => Bare;

/** Ports that a URL means when it has none. */
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ssh: 22, ldap: 389, ldaps: 636 };
const MAX_PORT = 65535;

const STEPS: readonly Step[] = [blanks, url, user, path, port, zone, colons, netmask, shortBlock, wildcard, dots];

/** The text, and what was around it. */
export function withoutDecoration(text: string): Bare {
  let bare: Bare = { rest: text };
  for (const step of STEPS) {
    const found = step(bare.rest);
    bare = { rest: found.rest, what: bare.what ?? found.what, port: found.port ?? bare.port };
  }
  return bare;
}

/** The blocks that hold exactly the addresses from one to another. */
export function blocksBetween(from: string, to: string): Cidr[] | undefined {
  const [first, last] = [Cidr.near(from), Cidr.near(to)];
  if (first === undefined || last === undefined || first.first > last.first) {
    return undefined;
  }
  const blocks: Cidr[] = [];
  for (let next = first.first; next <= last.first;) {
    let prefix = 32;
    while (prefix > 0) {
      const wider = Cidr.around('ipv4', next, prefix - 1);
      if (wider.first !== next || wider.last > last.first) {
        break;
      }
      prefix -= 1;
    }
    const block = Cidr.around('ipv4', next, prefix);
    blocks.push(block);
    next = block.last + 1n;
  }
  return blocks;
}

/** The text where a pattern does not match; what the function makes of it where it does. */
function when(pattern: RegExp, what: string, rest: (groups: readonly string[]) => string): Step {
  return (text) => {
    const match = pattern.exec(text);
    return match === null ? { rest: text } : { rest: rest(match), what };
  };
}

function blanks(text: string): Bare {
  return when(/^\s+|\s+$/, 'a destination must not have blanks around it', () => text.trim())(text);
}

function url(text: string): Bare {
  const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*):)?\/\/(.+)$/i.exec(text) ?? [];
  const wanted = PORTS[scheme?.toLowerCase() ?? ''];
  return rest === undefined
    ? { rest: text }
    : {
        // What follows the host in a URL is a path, never a mask.
        rest: rest.replace(/^([^/@]+)\/.*$/, '$1'),
        what: 'a destination must be a host name or a block, not a URL',
        ...(wanted === undefined ? {} : { port: wanted }),
      };
}

/** A password may hold anything, so everything before the last `@` goes. */
function user(text: string): Bare {
  return when(/^[^]*@([^@]+)$/, 'a destination must not have a user', ([, rest]) => rest!)(text);
}

function path(text: string): Bare {
  const isBlock = /^[^/]+\/[\d.]+(:\d+)?$/.test(text);
  return isBlock ? { rest: text } : when(/^([^/?#]+)[/?#]/, 'a destination must not have a path', ([, r]) => r!)(text);
}

function port(text: string): Bare {
  const [, bracketed, inBrackets, plain, afterColon] =
    /^(?:\[([^\]]+)\](?::([^:]*))?|([^:[\]]+):([^:]*))$/.exec(text) ?? [];
  const rest = bracketed ?? plain;
  if (rest === undefined) {
    return { rest: text };
  }
  const written = inBrackets ?? afterColon;
  const number = Number(written);
  const isPort = /^\d+$/.test(written ?? '') && number >= 1 && number <= MAX_PORT;
  return {
    rest,
    what: written === undefined ? 'a destination must not have brackets' : 'a destination must not have a port',
    ...(isPort ? { port: number } : {}),
  };
}

function zone(text: string): Bare {
  return when(
    /^([0-9a-f:]+:[0-9a-f:]*)%[^/]+(\/\d+)?$/i,
    'a CIDR must not carry a zone id',
    ([, address, mask = '']) => `${address}${mask}`,
  )(text);
}

function colons(text: string): Bare {
  return when(/^[0-9a-f:]*:::[0-9a-f:]*(?:\/\d+)?$/i, 'a CIDR must be a valid IPv6 block', () =>
    text.replace(/:{3,}/, '::'),
  )(text);
}

function netmask(text: string): Bare {
  const [, address, mask] = /^([\d.]+)\/(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const value = mask?.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) ?? 0;
  const bits = value.toString(2).padStart(32, '0');
  return mask !== undefined && /^1*0*$/.test(bits)
    ? { rest: `${address}/${bits.indexOf('0') < 0 ? 32 : bits.indexOf('0')}`, what: 'a mask must be a length' }
    : { rest: text };
}

/** `10.0/16`, `10.0.*.*`, `10.0.3.x`. */
function shortBlock(text: string): Bare {
  const [, written, mask] = /^(\d+(?:\.\d+){0,2})(?:(?:\.[*x]){1,3}|\/(\d+))$/i.exec(text) ?? [];
  if (written === undefined) {
    return { rest: text };
  }
  const parts = written.split('.');
  const whole = [...parts, '0', '0', '0'].slice(0, 4).join('.');
  return { rest: `${whole}/${mask ?? 8 * parts.length}`, what: 'a CIDR must have four decimal parts and a mask' };
}

/** `.corp.example`, `*corp.example`, `api-*.corp.example`. */
function wildcard(text: string): Bare {
  const [, label, rest] = /^([^.]*)\.(.+)$/.exec(text) ?? [];
  const isPart = label === '' || (label !== undefined && label.length > 1 && label.includes('*'));
  return isPart ? { rest: `*.${rest}`, what: 'a wildcard must be a whole label of a host name' } : { rest: text };
}

function dots(text: string): Bare {
  return when(/^(.+[^.])\.$/, 'a host name must not end in a dot', ([, rest]) => rest!)(text);
}
