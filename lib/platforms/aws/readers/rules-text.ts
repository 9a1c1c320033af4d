import type { Place } from '../../../network';
import { ALL_PORTS, ANY, ANYTHING, blockOf, namePlace, OTHER, type Collector } from '../../../platform/template';

/**
 * The rules of a stateful rule group, as this library writes them. What other hands wrote may pass more than it seems to: it is "cannot
 * tell", never read by half.
 */

const RULE =
  /^(pass|drop|alert|reject) (\w+) (\S+) any -> (\S+) (\d+|\d+:\d+|any) \(msg:"([^"]*)"; (.*); sid:\d+; rev:\d+;\)$/;
const TIE = /; aws_route_53_resolved_domain:"([^"]+)"$/;
const EXACT =
  /^flow:established,to_server; (?:tls\.sni|http\.host); content:"([^"]+)"; startswith; endswith(?:; nocase)?$/;
const WILDCARD =
  /^flow:established,to_server; (?:tls\.sni|http\.host); content:"[^"]+"; endswith(?:; nocase)?; pcre:"\/\^(?:\(\?!\(\?:[^()]*\)\$\))?(.+)\$\/i?"$/;
const PACKET = 'flow:to_server';
/** Matches of the rules that drop everything else. */
const DROPS: ReadonlySet<string> = new Set([
  'ip ip_proto:!6',
  'tls flow:established,to_server; ssl_state:client_hello',
  'http flow:established,to_server; http.header_names; content:"|0d 0a|"; startswith',
  'tcp flow:established,to_server; app-layer-protocol:failed',
  'tcp flow:established,to_server; app-layer-protocol:!tls; app-layer-protocol:!http; app-layer-protocol:!failed',
]);

/** Facts beside the traffic. */
export interface ReadRules {
  /** Some names are tied to the addresses that the resolver returns. */
  readonly isTied: boolean;
}

/** Adds what the rules pass. @param where the group, for messages */
export function readRules(text: string, where: string, collector: Collector): ReadRules {
  const drops = new Set<string>();
  let isTied = false;
  const lines = text.split('\n').map((line) => line.trim());
  lines.forEach((line, i) => {
    if (line === '' || line.startsWith('#')) {
      return;
    }
    const place = `${where}, rule ${i + 1}`;
    const [, action, protocol, , to, ports, says, matches] = RULE.exec(line) ?? [];
    if (action === 'drop' && to === 'any' && DROPS.has(`${protocol} ${matches}`)) {
      drops.add(`${protocol} ${matches}`);
    } else if (action === 'alert' && to === 'any' && DROPS.has(`${protocol} ${matches}`)) {
      // It logs, and decides nothing.
    } else {
      const read = action === 'pass' ? placesOf(protocol!, to!, matches!) : undefined;
      if (read === undefined || drops.size > 0) {
        collector.cannotTell(place, 'it is not as this library writes a rule, and may pass or drop more', ANYTHING);
      } else {
        isTied ||= TIE.test(matches!);
        const [from, last = from] = ports!.split(':').map(Number) as [number, number?];
        const range = ports === 'any' ? ALL_PORTS : { from, to: last };
        collector.allow({ where: place, says, isCertain: true }, [protocol === 'udp' ? 'udp' : 'tcp'], range, read);
      }
    }
  });
  if (drops.size < DROPS.size) {
    // A policy may drop the rest, which no group shows.
    const open = lines.some((line) => line.startsWith('alert '));
    if (open) {
      collector.allow(
        { where, says: 'everything else is logged, and not dropped', isCertain: true },
        ['tcp', 'udp', OTHER],
        ALL_PORTS,
        ANY,
      );
    } else {
      collector.cannotTell(
        where,
        'it drops nothing by itself: the default action of its policy decides about the rest',
        ANYTHING,
      );
    }
  }
  return { isTied };
}

/** Places that a rule passes, or `undefined` when it is none of this library. */
function placesOf(protocol: string, to: string, matches: string): readonly Place[] | undefined {
  const tied = TIE.exec(matches)?.[1];
  const own = matches.replace(TIE, '');
  if (own === PACKET && (protocol === 'tcp' || protocol === 'udp')) {
    if (to === 'any') {
      return tied === undefined ? undefined : [namePlace(tied)];
    }
    const place = tied === undefined ? (to.startsWith('@') ? { key: to, text: to } : blockOf(to)) : undefined;
    return place === undefined ? undefined : [place];
  }
  if (to !== 'any' || (protocol !== 'tls' && protocol !== 'http')) {
    return undefined;
  }
  const exact = EXACT.exec(own)?.[1];
  if (exact !== undefined) {
    return tied === undefined || tied === exact ? [namePlace(exact)] : undefined;
  }
  const pattern = WILDCARD.exec(own)?.[1]?.replaceAll('[^.]+', '*').replaceAll('\\.', '.');
  return pattern === undefined || !/^[a-z0-9_.*-]+$/.test(pattern) || tied !== undefined
    ? undefined
    : [namePlace(pattern)];
}
