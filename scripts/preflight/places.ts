import type { Answer } from '../../test/support/dns';

/** Addresses and names of the namespace of the services, and what each of them does. */

export const RANGES = ['192.0.2', '198.51.100', '203.0.113'] as const;
export const BLOCKS = RANGES.map((net) => `${net}.0/24`);
export const BLOCK6 = '2001:db8::/64';
export const RESOLVER = '192.0.2.253';
/** Another resolver, which leads every name to one service. */
export const PORTAL = '192.0.2.254';
const PORTAL_SERVICE = '203.0.113.4';

/** Service at an address, by its last three bits: what it does with a handshake. */
export const KINDS = ['right', 'plain', 'silent', 'reset', 'other', 'mtls', 'resigned', 'expired'] as const;
export type Kind = (typeof KINDS)[number];

/** Port of the first kind, the others after it; every other port leads to one of them. */
export const FIRST_PORT = 8440;

export function kindAt(address: string): Kind {
  const last = address.includes(':')
    ? Number.parseInt(address.split(':').pop() ?? '0', 16)
    : Number(address.split('.')[3]);
  return KINDS[last % KINDS.length]!;
}

/** Address of the names of Harness, with a service of the right kind. */
export const HARNESS = '192.0.2.248';

/** Behaviours of the resolver, each the second label of its names. */
export const BEHAVIOURS = ['good', 'six', 'both', 'slow', 'none', 'mute'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** Milliseconds that a slow answer takes, within the time of one lookup. */
const SLOW = 400;

/** A name that says what its answer is: `h1-20.good.example.org` is 198.51.100.20. */
export function nameFor(net: number, last: number, behaviour: Behaviour): string {
  return `h${net}-${last}.${behaviour}.example.org`;
}

export function answerOf(name: string): Answer {
  const [, net, last, behaviour] = /^h(\d)-(\d+)\.(\w+)\.example\.org$/.exec(name) ?? [];
  if (behaviour === undefined) {
    return /(?:^|\.)(?:harness\.io|pkg\.dev|googleapis\.com)$/.test(name) ? { v4: HARNESS } : 'none';
  }
  const v4 = `${RANGES[Number(net)]}.${last}`;
  const v6 = `2001:db8::${Number(last).toString(16)}`;
  switch (behaviour as Behaviour) {
    case 'good':
      return { v4 };
    case 'six':
      return { v6 };
    case 'both':
      return { v4, v6 };
    case 'slow':
      return { v4, after: SLOW };
    case 'none':
      return 'none';
    case 'mute':
      return 'never';
  }
}

/** A third resolver: every name has an address of its own, with a service of the right kind. */
export const EVERYTHING = '192.0.2.252';

export function answering(name: string): string {
  const sum = [...name].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) % 9973, 7);
  return `${RANGES[sum % RANGES.length]}.${8 * (1 + (sum % 30))}`;
}

export function portalAnswer(): Answer {
  return { v4: PORTAL_SERVICE };
}

/** Names and addresses in the certificates of the services. */
export function certified(): string[] {
  const lasts = Array.from({ length: 254 }, (_, i) => i + 1);
  return [
    ...RANGES.flatMap((net) => lasts.map((last) => `${net}.${last}`)),
    ...lasts.map((last) => `2001:db8::${last.toString(16)}`),
    ...BEHAVIOURS.map((behaviour) => `*.${behaviour}.example.org`),
    '*.harness.io',
    '*.pkg.dev',
    '*.googleapis.com',
  ];
}
