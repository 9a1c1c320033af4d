import { HARNESS, type Statement } from '../catalog';
import { Destination, Port } from '../network';
import type { Decision } from './decision';
import { finding, type Finding } from './finding';
import type { HarnessPlatform } from './harness-platform';
import { somewhere } from './places';
import type { ParsedReach } from './reach';

/** Name under which the delegate's own lines stand in flows, rules and findings. */
const HARNESS_NAME = 'harness';
/** Name under which resolvers stand. */
const DNS_NAME = 'dns';

/** The delegate's own lines as decisions. */
export function harnessDecisions(platform: HarnessPlatform, { harness }: ParsedReach): Decision[] {
  return platform.lines.map(({ statement, host, open }) => ({
    ...ownLine(HARNESS_NAME, statement, statement.port as Port),
    kind: 'harness',
    open,
    wanted: open,
    because: open ? `the delegate's own line: ${statement.key}` : `you switched off ${statement.key}`,
    place:
      harness === undefined
        ? somewhere([Destination.hostname(host)], 'host names', [host], false, statement.sources)
        : somewhere(harness, 'reach.harness', [host], true),
  }));
}

/** Resolvers of the user's own as decisions; the platform's own resolver needs no rule. */
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
        note: 'resolvers of your own',
        sources: [],
      },
      port,
    ),
    kind: 'dns',
    because: 'asked for by you with `reach.dns`',
    place: somewhere(dns, 'reach.dns', [], true),
  }));
}

/** What all lines of the plan's own have in common. */
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
        why: 'you switched it off',
        fix: 'switch it on if the delegate does not come up',
        source: statement.sources[0]!,
      }),
    );
  return [
    ...closed,
    ...(assumed
      ? [
          finding('HarnessAssumed', HARNESS_NAME, {
            what: 'the manager is taken to be app.harness.io',
            why: '`harness` was not given',
            fix: 'say `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
            source: HARNESS.allowlist,
          }),
        ]
      : []),
  ];
}
