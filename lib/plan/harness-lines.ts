import { HARNESS, type Statement } from '../catalog';
import { Port } from '../network';
import type { Decision } from './decision';
import { finding, type Finding } from './finding';
import type { HarnessLine, HarnessPlatform } from './harness-platform';
import { somewhere } from './places';
import type { ParsedReach } from './reach';
import { direct, waysToHosts } from './ways';

/** Name of the delegate's own lines in flows, rules and findings. */
const HARNESS_NAME = 'harness';
/** Name of the resolvers. */
const DNS_NAME = 'dns';

/** The delegate's own lines as decisions. */
export function harnessDecisions(platform: HarnessPlatform, reach: ParsedReach): Decision[] {
  return platform.lines.map((line) => ({
    ...ownLine(HARNESS_NAME, line.statement, line.statement.port as Port),
    kind: 'harness',
    open: line.open,
    wanted: line.open,
    because: line.open ? `the delegate's own line: ${line.statement.key}` : 'switched off in `harness`',
    place: placeOf(line, reach),
  }));
}

function placeOf({ hosts, statement, coveredBy }: HarnessLine, reach: ParsedReach): Decision['place'] {
  const by = reach[coveredBy ?? 'harness'] ?? reach.harness;
  return somewhere(waysToHosts(hosts, by), hosts, statement.sources);
}

/** The user's own resolvers as decisions; the platform's resolver needs no rule. */
export function dnsDecisions({ dns }: ParsedReach): Decision[] {
  if (dns === undefined) {
    return [];
  }
  return [Port.tcp(53), Port.udp(53)].map((port) => ({
    ...ownLine(
      DNS_NAME,
      {
        key: port.text,
        port,
        leadsTo: 'service',
        verdict: 'on request',
        note: 'your own resolvers',
        sources: [],
      },
      port,
    ),
    kind: 'dns',
    because: 'requested with `reach.dns`',
    place: somewhere([direct(dns.destinations, 'reach.dns')], []),
  }));
}

/** The common part of the plan's own lines. */
function ownLine(name: string, statement: Statement, port: Port): Omit<Decision, 'kind' | 'because' | 'place'> {
  return {
    connection: name,
    id: name,
    statement,
    port,
    leadsTo: statement.leadsTo as Decision['leadsTo'],
    open: true,
    wanted: true,
    replaced: false,
    explicit: false,
    unenforceable: false,
  };
}

export function harnessFindings(platform: HarnessPlatform, assumed: boolean): Finding[] {
  const closed = platform.lines
    .filter(({ open }) => !open)
    .map(({ statement }) =>
      finding('HarnessLineClosed', HARNESS_NAME, {
        port: statement.key,
        what: `${statement.key} is closed`,
        why: 'switched off in `harness`',
        fix: 'switch it on when the delegate does not start',
        source: statement.sources[0]!,
      }),
    );
  return [
    ...closed,
    ...(assumed
      ? [
          finding('HarnessAssumed', HARNESS_NAME, {
            what: 'assuming `cluster: prod1`, app.harness.io',
            why: '`harness` is not set',
            fix: 'set `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
            source: HARNESS.allowlist,
          }),
        ]
      : []),
  ];
}
