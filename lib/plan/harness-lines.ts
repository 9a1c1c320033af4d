import { HARNESS } from '../catalog';
import { Destination, Port } from '../network';
import type { Decision } from './decision';
import { finding, type Finding } from './finding';
import type { HarnessPlatform } from './harness-platform';
import type { ParsedReach } from './reach';

/** Name under which the delegate's own lines stand in flows, rules and findings. */
export const HARNESS_NAME = 'harness';
/** Name under which resolvers stand. */
export const DNS_NAME = 'dns';

/** The delegate's own lines as decisions. */
export function harnessDecisions(platform: HarnessPlatform, reach: ParsedReach): Decision[] {
  return platform.lines.map(({ statement, host, open }) => ({
    connection: HARNESS_NAME,
    id: HARNESS_NAME,
    statement,
    port: statement.port as Port,
    leadsTo: 'api',
    kind: 'harness',
    open,
    because: open ? `the delegate's own line: ${statement.key}` : `you switched off ${statement.key}`,
    destinations: reach.harness ?? [Destination.hostname(host)],
    via: reach.harness === undefined ? 'host names' : 'reach.harness',
    hosts: [host],
    hostSources: reach.harness === undefined ? statement.sources : [],
    byUser: reach.harness !== undefined,
    unenforceable: false,
  }));
}

/** Resolvers of the user's own as decisions; the platform's own resolver needs no rule. */
export function dnsDecisions(reach: ParsedReach): Decision[] {
  return [Port.tcp(53), Port.udp(53)].flatMap((port) =>
    reach.dns === undefined
      ? []
      : [
          {
            connection: DNS_NAME,
            id: DNS_NAME,
            statement: {
              key: port.text,
              port,
              leadsTo: 'service',
              verdict: 'on request',
              note: 'resolvers of your own',
              sources: [],
            },
            port,
            leadsTo: 'service',
            kind: 'dns',
            open: true,
            because: 'asked for by you with `reach.dns`',
            destinations: reach.dns,
            via: 'reach.dns',
            hosts: [],
            hostSources: [],
            byUser: true,
            unenforceable: false,
          } satisfies Decision,
        ],
  );
}

export function harnessFindings(platform: HarnessPlatform, assumed: boolean): Finding[] {
  const closed = platform.lines
    .filter(({ open }) => !open)
    .map(({ statement }) =>
      finding('HarnessLineClosed', 'notice', HARNESS_NAME, {
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
          finding('HarnessAssumed', 'notice', HARNESS_NAME, {
            what: 'the manager is taken to be app.harness.io',
            why: '`harness` was not given',
            fix: 'say `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
            source: HARNESS.allowlist,
          }),
        ]
      : []),
  ];
}
