import { firstOf } from '../base';
import { isWildcardName, subtreeOf, type Destination } from '../network';
import { finding, spokenBy, type Finding, type Flow } from '../plan';

/**
 * The hosts that a delegate reaches past its proxy, as `NO_PROXY` has them. The start script of the delegate makes a suffix of each entry,
 * without regard to dots: `example.org` is `evilexample.org` too, so a name is written with the dot before it.
 */
export interface NoProxy {
  readonly entries: readonly string[];
  readonly findings: readonly Finding[];
}

/** Replaces Java's own list, which has localhost; the metadata services have no way through a proxy. */
const ALWAYS = ['localhost', '127.0.0.1', '169.254.169.254', '169.254.170.2', '169.254.170.23'];

const SCRIPT = 'harness/delegate-dockerfile:proxy_setup.sh@ab1563d0';
/** Entries that a finding names. */
const SHOWN = 5;
const SOURCE = { ref: SCRIPT, date: '2026-11-25', dateIs: 'recorded' } as const;

/** @param flows all of a plan */
export function noProxyOf(flows: readonly Flow[]): NoProxy {
  const proxied = flows.filter(({ way }) => way.through === 'proxy').flatMap(({ way }) => way.hosts);
  const past = flows.filter((flow) => flow.way.through !== 'proxy' && mayBeHttp(flow));
  const entries = new Set(ALWAYS);
  const wider = new Set<string>();
  const findings: Finding[] = [];
  for (const flow of past) {
    const entry = entryOf(flow.destination, proxied);
    const shadowed = entry === undefined ? [] : proxied.filter((host) => host.endsWith(entry));
    if (entry === undefined) {
      findings.push(cannotHold(flow));
    } else if (shadowed.length > 0) {
      findings.push(cannotTellApart(flow, entry, shadowed));
    } else {
      entries.add(entry);
      if (flow.destination.text !== `*${entry}`) {
        wider.add(entry);
      }
    }
  }
  return { entries: [...entries].sort(), findings: [...findings, ...widerFinding([...wider].sort())] };
}

/** The delegate's clients use a proxy for HTTP and HTTPS alone. */
function mayBeHttp(flow: Flow): boolean {
  return flow.port.protocol === 'tcp' && spokenBy(flow).some((word) => word !== 'ssh' && word !== 'starttls');
}

/** A host as an entry, or `undefined` for what none can hold. */
function entryOf({ hostname, cidr }: Destination, proxied: readonly string[]): string | undefined {
  if (cidr !== undefined) {
    const [address, prefix] = cidr.text.split('/');
    return prefix === (cidr.family === 'ipv4' ? '32' : '128') ? address : undefined;
  }
  if (hostname === undefined) {
    return undefined;
  }
  if (isWildcardName(hostname)) {
    return subtreeOf(hostname).slice(1);
  }
  const domain = hostname.slice(hostname.indexOf('.'));
  const isDomain = domain.indexOf('.', 1) > 0 && !proxied.some((host) => host.endsWith(domain));
  return isDomain ? domain : hostname;
}

function cannotHold({ decision, port, destination }: Flow): Finding {
  return finding('NoProxyCannotHold', decision.connection, {
    port: `${port.text}/${destination.text}`,
    what: `${destination.text} is reached past the proxy, and \`NO_PROXY\` cannot say so`,
    why: 'it takes names and single addresses, and no blocks',
    fix: 'name the hosts with `to`, or add them to `NO_PROXY` by hand, where the delegate speaks HTTP to them',
    source: SOURCE,
  });
}

/** An entry that would let a host of the proxy past it: what is left out goes to the proxy, which does not pass it. */
function cannotTellApart({ decision, port, destination }: Flow, entry: string, hosts: readonly string[]): Finding {
  return finding('NoProxyCannotHold', decision.connection, {
    port: `${port.text}/${destination.text}`,
    what: `${destination.text} is reached past the proxy, and \`${entry}\` in \`NO_PROXY\` would let ${firstOf(hosts, SHOWN)} past it too, so it is left out`,
    why: "the delegate's start script makes a suffix of each entry",
    fix: 'reach both in one way: through the proxy, or past it',
    source: SOURCE,
  });
}

function widerFinding(entries: readonly string[]): Finding[] {
  return entries.length === 0
    ? []
    : [
        finding('NoProxyWider', 'egress', {
          what: `\`NO_PROXY\` is for every host that ends in ${firstOf(entries, SHOWN)}`,
          why: "the delegate's start script makes a suffix of each entry, and no entry is one host alone",
          fix: 'nothing to do: what goes past the proxy is closed, unless the list opens it',
          source: SOURCE,
        }),
      ];
}
