import { checkOneProxy } from './one-proxy';
import { EXPLICIT_PROXY } from './targets';
import { isWildcardName, type Port, type Rule } from '../../network';
import { spokenOn, type Flow, type Plan } from '../../plan';
import { PlanOnTarget } from '../../platform';

/** A plan as an allow list of Squid. http://www.squid-cache.org/Doc/config/acl/ */

export interface SquidOptions {
  /** Folder of the lists on the machine of the proxy. @default '/etc/squid/harness-delegate' */
  readonly folder?: string;
  /** Blocks of the delegate; the lists apply to them alone. @default - whoever may use the proxy */
  readonly sources?: readonly string[];
}

const FOLDER = '/etc/squid/harness-delegate';

/**
 * Files of Squid by their names: `harness-delegate.conf`, which `squid.conf` includes before its own `http_access`, and the names of each
 * port in a list of their own.
 *
 * @throws AccessError `NothingProxied`, `SeveralProxies`
 *
 * @example
 * ```ts
 * const files = toSquid(Plan.fromFile('connections.yaml'), { sources: ['10.0.1.0/24'] });
 * ```
 */
export function toSquid(plan: Plan, options: SquidOptions = {}): Readonly<Record<string, string>> {
  checkOneProxy(plan);
  return squidOf(new PlanOnTarget(plan, EXPLICIT_PROXY, { grants: () => false }), options);
}

/** Names of one port: those that are written out, and those with a wildcard. */
interface PortNames {
  readonly port: Port;
  readonly exact: string[];
  readonly patterns: string[];
  readonly method: 'CONNECT' | '!CONNECT';
}

function squidOf({ rules }: PlanOnTarget, { folder = FOLDER, sources = [] }: SquidOptions): Record<string, string> {
  const files: Record<string, string> = {};
  const lines = [
    '# The names that a Harness Delegate may reach through this proxy. Include this file before any other http_access.',
    ...(sources.length === 0 ? [] : [`acl harness_delegate src ${sources.join(' ')}`]),
    'acl harness_connect method CONNECT',
  ];
  const from = sources.length === 0 ? '' : 'harness_delegate ';
  for (const [name, { port, exact, patterns, method }] of byPort(rules)) {
    lines.push('', `acl harness_port_${name} port ${port.text}`);
    const lists = [
      ['names', 'dstdomain -n', exact],
      ['one_label', 'dstdom_regex -n -i', patterns],
    ] as const;
    for (const [kind, type, entries] of lists) {
      if (entries.length > 0) {
        const file = `${kind.replace('_', '-')}-${name}.acl`;
        files[file] = `${entries.join('\n')}\n`;
        lines.push(`acl harness_${kind}_${name} ${type} "${folder}/${file}"`);
        const only = method === 'CONNECT' ? 'harness_connect' : '!harness_connect';
        lines.push(`http_access allow ${from}${only} harness_port_${name} harness_${kind}_${name}`);
      }
    }
  }
  lines.push('', `http_access deny ${sources.length === 0 ? 'all' : 'harness_delegate'}`);
  return { 'harness-delegate.conf': `${lines.join('\n')}\n`, ...files };
}

function byPort(rules: readonly Rule<Flow>[]): ReadonlyMap<string, PortNames> {
  const ports = new Map<string, PortNames>();
  for (const { port, destination, reasons } of rules) {
    for (const method of methodsOf(port, reasons)) {
      const name = `${port.text}${method === 'CONNECT' ? '' : '-http'}`.replace(/\W/g, '_');
      const known = ports.get(name) ?? { port, exact: [], patterns: [], method };
      const host = destination.hostname!;
      (isWildcardName(host) ? known.patterns : known.exact).push(isWildcardName(host) ? patternOf(host) : host);
      ports.set(name, known);
    }
  }
  return ports;
}

/** HTTP is requested; everything else goes through a tunnel. */
function methodsOf(port: Port, reasons: readonly Flow[]): ('CONNECT' | '!CONNECT')[] {
  const spoken = new Set(reasons.flatMap(({ decision }) => spokenOn(decision.statement, port).what));
  const isTunnelled = [...spoken].some((word) => word !== 'http');
  return [...(isTunnelled ? (['CONNECT'] as const) : []), ...(spoken.has('http') ? (['!CONNECT'] as const) : [])];
}

/** One label for each `*`. */
function patternOf(host: string): string {
  return `^${host
    .split('*')
    .map((part) => part.replace(/\./g, '\\.'))
    .join('[a-z0-9_-]+')}$`;
}
