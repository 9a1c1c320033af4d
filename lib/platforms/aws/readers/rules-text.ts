import { matchesOneLabel, type Place } from '../../../network';
import { ALL_PORTS, ANY, ANYTHING, blockOf, namePlace, OTHER, type Collector } from '../../../platform/template';

/**
 * The rules of a stateful rule group, as this library writes them. What other hands wrote may pass more than it seems to: it is "cannot
 * tell", never read by half.
 */

const RULE =
  /^(pass|drop|alert|reject) (\w+) (\S+) any -> (\S+) (\d+|\d+:\d+|any) \(msg:"([^"]*)"; (.*); sid:\d+; rev:\d+;\)$/;
/** The variable of the delegate's subnets, or a reference to its addresses. */
const SOURCE = /^(?:\$\w+|@\w+)$/;
const TIE = /; aws_route_53_resolved_domain:"([^"]+)"$/;
const EXACT =
  /^flow:established,to_server; (tls\.sni|http\.host); content:"([^"]+)"; startswith; endswith(?:; nocase)?$/;
const WILDCARD =
  /^flow:established,to_server; (tls\.sni|http\.host); content:"[^"]+"; endswith(?:; nocase)?; pcre:"\/\^(?:\(\?!\(\?:([^()]*)\)\$\))?(.+)\$\/i?"$/;
const BUFFERS: Readonly<Record<string, string>> = { tls: 'tls.sni', http: 'http.host' };
const PACKET = 'flow:to_server';
/** Matches of the rules that drop everything else. */
const DROPS: ReadonlySet<string> = new Set([
  'ip ip_proto:!6',
  'tls flow:established,to_server; ssl_state:client_hello',
  'http flow:established,to_server; http.header_names; content:"|0d 0a|"; startswith',
  'tcp flow:established,to_server; app-layer-protocol:failed',
  'tcp flow:established,to_server; app-layer-protocol:!tls; app-layer-protocol:!http; app-layer-protocol:!failed',
]);
const NOT_OURS = 'it is not as this library writes a rule, and may pass or drop more';

/** Facts beside the traffic. */
export interface ReadRules {
  /** Some names are tied to the addresses that the resolver returns. */
  readonly isTied: boolean;
}

/** A rule that passes something, read. */
interface Pass {
  readonly where: string;
  readonly says: string;
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
  readonly place: Place;
  /** Of a rule that checks a name. */
  readonly name?: string;
  readonly isTied: boolean;
  /** Names that a wildcard leaves out. */
  readonly without: readonly string[];
}

/** Adds what the rules pass. @param where the group, for messages */
export function readRules(text: string, where: string, collector: Collector): ReadRules {
  const drops = new Set<string>();
  const alerts = new Set<string>();
  const sources = new Set<string>();
  const passes: Pass[] = [];
  text.split('\n').forEach((written, i) => {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) {
      return;
    }
    const place = `${where}, rule ${i + 1}`;
    const [, action = '', protocol = '', source = '', to = '', ports = '', says = '', matches = ''] =
      RULE.exec(line) ?? [];
    sources.add(source);
    const isLast = to === 'any' && ports === 'any' && DROPS.has(`${protocol} ${matches}`);
    const pass =
      action === 'pass' && drops.size === 0 ? passOf({ where: place, says }, protocol, to, ports, matches) : undefined;
    if (isLast && (action === 'drop' || action === 'alert')) {
      (action === 'drop' ? drops : alerts).add(`${protocol} ${matches}`);
    } else if (pass === undefined) {
      collector.cannotTell(place, NOT_OURS, ANYTHING);
    } else {
      passes.push(pass);
    }
  });
  for (const { protocol, place, ...pass } of passes) {
    collector.allow({ where: pass.where, says: pass.says, isCertain: true }, [protocol], pass, [place]);
  }
  if (sources.size !== 1 || !SOURCE.test([...sources][0]!)) {
    collector.cannotTell(
      where,
      'its rules are not all for one source, a variable or a reference, so whose traffic is dropped is not known',
      ANYTHING,
    );
  }
  checkTies(passes, collector);
  closing(drops, alerts, where, collector);
  return { isTied: passes.some(({ isTied }) => isTied) };
}

/** Either no name is tied to its addresses or each is, and no wildcard passes one of them at another address. */
function checkTies(passes: readonly Pass[], collector: Collector): void {
  if (!passes.some(({ isTied }) => isTied)) {
    return;
  }
  const named = passes.filter(({ name }) => name !== undefined);
  for (const { name, isTied, where: place } of named.filter((pass) => !pass.name!.includes('*'))) {
    if (!isTied) {
      collector.cannotTell(
        place,
        `${name} passes at any address, and other names of the group only at their own`,
        ANYTHING,
      );
    }
  }
  for (const wildcard of named.filter((pass) => pass.name!.includes('*'))) {
    const tied = named
      .filter(
        (pass) =>
          pass.isTied &&
          matchesOneLabel(wildcard.name!, pass.name!) &&
          pass.from <= wildcard.from &&
          wildcard.to <= pass.to,
      )
      .map(({ name }) => name!);
    const wrong = tied.filter((name) => !wildcard.without.includes(name));
    if (wrong.length > 0 || wildcard.without.length !== new Set(tied).size) {
      collector.cannotTell(
        wildcard.where,
        `${wildcard.name} must leave out the names that are tied to their addresses, and no others`,
        ANYTHING,
      );
    }
  }
}

/** The rest: dropped by the group, only logged, or left to the policy. */
function closing(drops: ReadonlySet<string>, alerts: ReadonlySet<string>, where: string, collector: Collector): void {
  if (drops.size === DROPS.size) {
    return;
  }
  if (alerts.size > 0 && drops.size === 0) {
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

/** A pass, or `undefined` when this library writes none of that form. */
function passOf(
  said: Pick<Pass, 'where' | 'says'>,
  protocol: string,
  to: string,
  ports: string,
  matches: string,
): Pass | undefined {
  const [from, last = from] = ports.split(':').map(Number) as [number, number?];
  const range = ports === 'any' ? ALL_PORTS : { from, to: last };
  const tied = TIE.exec(matches)?.[1];
  const own = matches.replace(TIE, '');
  const common = { ...said, ...range, isTied: tied !== undefined, without: [] };
  if (own === PACKET && (protocol === 'tcp' || protocol === 'udp')) {
    const place =
      to === 'any'
        ? tied === undefined
          ? undefined
          : shownPlace(tied, 'any protocol')
        : tied === undefined
          ? to.startsWith('@')
            ? { key: to, text: to }
            : blockOf(to)
          : undefined;
    return place === undefined
      ? undefined
      : { ...common, protocol, place, ...(tied === undefined ? {} : { name: tied }) };
  }
  if (to !== 'any') {
    return undefined;
  }
  const [, buffer, exact] = EXACT.exec(own) ?? [];
  if (exact !== undefined) {
    return BUFFERS[protocol] === buffer && (tied === undefined || tied === exact)
      ? { ...common, protocol: 'tcp', name: exact, place: shownPlace(exact, protocol) }
      : undefined;
  }
  const [, wildcardBuffer, without, pattern] = WILDCARD.exec(own) ?? [];
  const name = pattern === undefined ? undefined : unescaped(pattern.replaceAll('[^.]+', '*'));
  return name === undefined ||
    tied !== undefined ||
    BUFFERS[protocol] !== wildcardBuffer ||
    !/^[a-z0-9_.*-]+$/.test(name)
    ? undefined
    : {
        ...common,
        protocol: 'tcp',
        name,
        place: shownPlace(name, protocol),
        without: without === undefined ? [] : without.split('|').map(unescaped),
      };
}

function unescaped(text: string): string {
  return text.replaceAll('\\.', '.');
}

/** A name in the protocol that shows it. */
function shownPlace(name: string, protocol: string): Place {
  return namePlace(`${name} in ${protocol === 'tls' ? 'TLS' : protocol === 'http' ? 'HTTP' : protocol}`);
}
