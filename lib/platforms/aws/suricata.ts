import { awsGrants as grants } from './grants';
import { NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED } from './targets';
import { AccessError, hash } from '../../base';
import { isWildcardName, matchesOneLabel, type Destination, type Port, type Rule } from '../../network';
import { spokenBy, type Flow, type Plan } from '../../plan';
import { contains, PlanOnTarget } from '../../platform';

/** A plan as rules of Suricata, as a stateful rule group of Network Firewall takes them. */

export interface SuricataOptions {
  /**
   * The policy validates resolved addresses with a DNS rule group that has these names: each name without a wildcard must also be
   * at an address that the VPC resolver returned for it. Under a policy without that setting these rules do nothing.
   * https://docs.aws.amazon.com/network-firewall/latest/developerguide/route53-resolved-ip-validation-rules.html
   *
   * @default false
   */
  readonly resolved?: boolean;
  /**
   * The group ends with drops of everything else from the delegate, whatever the default of the policy is.
   *
   * @default true
   */
  readonly closed?: boolean;
  /** `alert`: everything else is logged, not dropped, to watch before closing. @default 'drop' */
  readonly action?: 'drop' | 'alert';
  /**
   * Source of the rules: `$HOME_NET`, which the rule group must set to the delegate's subnets, or a reference such as `@DELEGATE`.
   *
   * @default '$HOME_NET'
   */
  readonly source?: string;
}

/** Rules of one stateful rule group. */
export interface SuricataRules {
  /** One rule a line, for a group in strict order; in action order the verdicts are the same. */
  readonly rules: string;
  /** Units of capacity: the number of rules. */
  readonly capacity: number;
  /** Names of the references to prefix lists, without `@`, and the destinations that they stand for. */
  readonly references: ReadonlyMap<string, Destination>;
}

/** Numbers of rules are hashes of what the rules pass, in a range of their own. */
const FIRST_SID = 1_100_000_000;
const SIDS = 899_999_000;
/** Those of the drops at the end. */
const DROP_SID = FIRST_SID + SIDS;
/** Characters of a rule, variables included. https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html */
const LONGEST_RULE = 8192;
/** Reasons that a message names. */
const REASONS = 20;

/**
 * The rules that pass a plan and drop everything else from its source: names with their ports in TLS and HTTP, addresses as packets.
 * Each rule says in `msg` what it passes and why. Pure; the same plan gives the same text.
 *
 * @throws AccessError `UnenforceableHostname`, `NativeElsewhere`, `RuleTooLong`
 *
 * @example
 * ```ts
 * const { rules, capacity } = toSuricata(Plan.fromFile('connections.yaml'));
 * ```
 */
export function toSuricata(plan: Plan, options: SuricataOptions = {}): SuricataRules {
  const facts = options.resolved === true ? NETWORK_FIREWALL_RESOLVED : NETWORK_FIREWALL;
  return suricataOf(new PlanOnTarget(plan, facts, { grants }), options);
}

/** The same of a plan that is on the target already. */
export function suricataOf(onTarget: PlanOnTarget, options: SuricataOptions = {}): SuricataRules {
  const { resolved = false, closed = true, action = 'drop', source = '$HOME_NET' } = options;
  const references = new Map<string, Destination>();
  // Names keep the ports that they were named with: a joined rule would pass the protocols of one port on the other.
  const names = onTarget.rules.filter(({ destination }) => destination.hostname !== undefined);
  const packets = onTarget.minimised.filter(({ destination }) => destination.hostname === undefined);
  const passes = [
    ...packets.map((rule) => packetRule(rule, references)),
    ...names.flatMap((rule) => nameRules(rule, resolved, names)),
  ];
  const numbered = withSids(passes.map((pass) => ({ ...pass, source })));
  return {
    rules: `${[...numbered, ...(closed ? drops(action, source) : [])].join('\n')}\n`,
    capacity: numbered.length + (closed ? DROPS.length : 0),
    references,
  };
}

/** A rule before its number. */
interface Pass {
  readonly protocol: string;
  readonly to: string;
  readonly port: string;
  readonly matches: readonly string[];
  /** Its traffic in words. */
  readonly what: string;
  readonly reasons: readonly string[];
}

function packetRule({ port, destination, reasons }: Rule<Flow>, references: Map<string, Destination>): Pass {
  return {
    protocol: port.protocol,
    to: placeOf(destination, references),
    port: portText(port),
    matches: ['flow:to_server'],
    what: `${destination.text}:${port.text}`,
    reasons: keysOf(reasons),
  };
}

function placeOf(destination: Destination, references: Map<string, Destination>): string {
  if (destination.native === undefined) {
    return destination.value ?? destination.text;
  }
  const name = `LIST_${hash(destination.key).toString(16).toUpperCase()}`;
  references.set(name, destination);
  return `@${name}`;
}

/** One rule for each protocol that is spoken there. */
function nameRules(rule: Rule<Flow>, resolved: boolean, names: readonly Rule<Flow>[]): Pass[] {
  const { port, destination, reasons } = rule;
  const hostname = destination.hostname!;
  const isTied = resolved && !isWildcardName(hostname);
  const tie = isTied ? [`aws_route_53_resolved_domain:"${hostname}"`] : [];
  const spoken = new Set(reasons.flatMap(spokenBy));
  const without = resolved && !isTied ? tiedBelow(rule, names) : [];
  const common = { to: 'any', port: portText(port), what: `${hostname}:${port.text}`, reasons: keysOf(reasons) };
  const showing = (['tls', 'http'] as const).filter((word) => spoken.has(word));
  const passes = showing.map((protocol): Pass => ({
    ...common,
    protocol,
    matches: ['flow:established,to_server', ...nameMatch(protocol, hostname, without), ...tie],
  }));
  const isNameless = [...spoken].some((word) => word !== 'tls' && word !== 'http');
  return isNameless ? [...passes, { ...common, protocol: port.protocol, matches: ['flow:to_server', ...tie] }] : passes;
}

/** Names below a wildcard that have a rule of their own on all of its ports, where they are tied to their addresses. */
function tiedBelow({ port, destination }: Rule<Flow>, names: readonly Rule<Flow>[]): string[] {
  return names
    .filter(
      (other) =>
        !isWildcardName(other.destination.hostname!) &&
        matchesOneLabel(destination.hostname!, other.destination.hostname!) &&
        contains(other.port, port),
    )
    .map((other) => other.destination.hostname!);
}

const BUFFERS = { tls: 'tls.sni', http: 'http.host' } as const;

/** The buffer of HTTP is in lower case already, and refuses to be told so. */
function nameMatch(protocol: 'tls' | 'http', hostname: string, without: readonly string[]): string[] {
  const [nocase, flag] = protocol === 'tls' ? [['nocase'], 'i'] : [[], ''];
  if (!isWildcardName(hostname)) {
    return [BUFFERS[protocol], `content:"${hostname}"`, 'startswith', 'endswith', ...nocase];
  }
  const suffix = hostname.slice(hostname.lastIndexOf('*') + 1);
  const not = without.length === 0 ? '' : `(?!(?:${without.map(escaped).join('|')})$)`;
  return [
    BUFFERS[protocol],
    `content:"${suffix}"`,
    'endswith',
    ...nocase,
    `pcre:"/^${not}${hostname.split('*').map(escaped).join('[^.]+')}$/${flag}"`,
  ];
}

function escaped(text: string): string {
  return text.replace(/\./g, '\\.');
}

function portText({ from, to }: Port): string {
  return from === to ? `${from}` : `${from}:${to}`;
}

function keysOf(reasons: readonly Flow[]): string[] {
  return [...new Set(reasons.map(({ key }) => key))];
}

/** Numbers from content: a rule keeps its number for as long as it passes the same. @throws AccessError `RuleTooLong` */
function withSids(passes: readonly (Pass & { readonly source: string })[]): string[] {
  const taken = new Set<number>();
  return passes.map((pass) => {
    const { protocol, source, to, port, matches, what, reasons } = pass;
    let sid = FIRST_SID + (hash(`${protocol} ${what}`) % SIDS);
    while (taken.has(sid)) {
      sid += 1;
    }
    taken.add(sid);
    const more = reasons.length > REASONS ? ` and ${reasons.length - REASONS} more` : '';
    const message = `${what} for ${reasons.slice(0, REASONS).join(' ')}${more}`.replace(/[";\\]/g, ' ');
    const text = `pass ${protocol} ${source} any -> ${to} ${port} (msg:"${message}"; ${matches.join('; ')}; sid:${sid}; rev:1;)`;
    if (text.length > LONGEST_RULE) {
      throw AccessError.of(
        'RuleTooLong',
        `the rule for \`${what}\` has ${text.length} characters, and Network Firewall takes ${LONGEST_RULE}; name fewer hosts beside that wildcard, or leave it out`,
      );
    }
    return text;
  });
}

/**
 * Everything else from the delegate: not before the protocol is known, so that a ClientHello in two segments is read to its end.
 * AWS's default `drop_established_app_layer_to_server` does the same.
 */
const DROPS: readonly (readonly [protocol: string, what: string, ...matches: string[]])[] = [
  ['ip', 'not TCP', 'ip_proto:!6'],
  ['tls', 'another name', 'flow:established,to_server', 'ssl_state:client_hello'],
  ['http', 'another host', 'flow:established,to_server', 'http.header_names', 'content:"|0d 0a|"', 'startswith'],
  ['tcp', 'an unknown protocol', 'flow:established,to_server', 'app-layer-protocol:failed'],
  [
    'tcp',
    'another protocol',
    'flow:established,to_server',
    'app-layer-protocol:!tls',
    'app-layer-protocol:!http',
    'app-layer-protocol:!failed',
  ],
];

function drops(action: 'drop' | 'alert', source: string): string[] {
  return DROPS.map(
    ([protocol, what, ...matches], i) =>
      `${action} ${protocol} ${source} any -> any any (msg:"not in the list: ${what}"; ${matches.join('; ')}; sid:${DROP_SID + i}; rev:1;)`,
  );
}
