import type { ReviewPort } from './types';

/** First things on the way of a port, in words. */

/** A destination as it is opened: of a proxy with its ports, which are not those of the service. */
export function openedText({ ways = [] }: Pick<ReviewPort, 'ways'>, destination: string): string {
  const proxy = ways.find(({ through, to }) => through === 'proxy' && to.includes(destination));
  return proxy === undefined ? destination : `${destination} (proxy, ${(proxy.ports ?? []).join(', ')})`;
}

/** Destinations that a port is for: host names where they are known, and destinations where they are not. */
export function meantTexts({ ways = [], askedFor }: Pick<ReviewPort, 'ways' | 'askedFor'>): readonly string[] {
  return ways.length === 0
    ? askedFor
    : [...new Set(ways.flatMap(({ hosts, to }) => (hosts.length === 0 ? to : hosts)))].sort();
}
