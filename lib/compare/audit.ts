import { groupBy } from '../base';
import { subtract, type Traffic } from '../network';
import { isInside } from '../platform';
import { namePlace, type Open, type Outgoing, type Principal, type Unknown } from '../platform/template';
import type { ReviewDocument, ReviewRule } from '../review';
import type { ReviewHead } from './difference';
import { rangeText } from './difference-text';
import { checksNames, formOf, layerOn } from './layers';
import { auditPermissions, type PermissionLack } from './permission-audit';
import type { PermissionSurplus } from './permission-surplus';
import { partsOfTraffic, trafficOfRule, type TrafficParts } from './rule-traffic';

/** A review against a template: excess, missing, cannot tell. */

const AUDIT_FORMAT = 'harness-delegate-access/audit';
const AUDIT_VERSION = 1;

export interface Audit {
  readonly format: typeof AUDIT_FORMAT;
  readonly version: typeof AUDIT_VERSION;
  readonly review: ReviewHead;
  readonly template: Pick<Outgoing, 'kind' | 'read' | 'about' | 'notes'>;
  /** Excess: open in the template, not required by any connection. */
  readonly surplus: readonly Surplus[];
  /** Missing: required by a connection, not allowed by the template. */
  readonly lacking: readonly Lack[];
  /** Permissions of the delegate's role or account; absent when the template has none, or several to choose from. */
  readonly permissions?: {
    /** Name of the role or the account, with the place that was assumed. */
    readonly of: string;
    readonly surplus: readonly PermissionSurplus[];
    readonly lacking: readonly PermissionLack[];
  };
  /** Roles or accounts between which nothing was chosen; their permissions are not judged. */
  readonly several?: readonly string[];
  /** False when the template has permissions alone: ports are not judged. */
  readonly isNetwork: boolean;
  /** Cannot tell: depends on the deployment. */
  readonly cannotTell: readonly Unknown[];
  /** True when there is none of them. */
  readonly isClean: boolean;
}

export interface AuditTraffic extends TrafficParts {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly destination: string;
}

export interface Surplus extends AuditTraffic, Pick<Open, 'where' | 'says' | 'isCertain'> {}

export interface Lack extends AuditTraffic {
  readonly reasons: readonly { readonly key: string; readonly why: string }[];
}

/**
 * Compares a review with the egress of a template, and with the permissions of the delegate in it: excess, missing,
 * cannot tell.
 *
 * @example
 * ```ts
 * const review = reviewOf(Plan.fromFile('connections.yaml').on(Target.AWS_SECURITY_GROUP));
 * const template = readTemplate(readFileSync('cdk.out/Delegate.template.json', 'utf8'));
 * const audit = auditOf(review, template);
 * console.log(auditMarkdown(audit));
 * ```
 */
export function auditOf(review: ReviewDocument, outgoing: Outgoing): Audit {
  const { isNetwork, permissions: read } = outgoing;
  const layer = layerOn(review, outgoing.targets);
  const rules = isNetwork ? layer.rules : [];
  const needed = rules.flatMap((rule) => trafficOf(rule, layer).map((traffic) => ({ ...traffic, rule })));
  const surplus = surplusOf(outgoing.open, needed);
  const why = new Map(review.ports.map((port) => [port.key, port.why]));
  const unknown: Unknown[] = [...outgoing.unknown, ...otherForm(layer, outgoing)];
  const lacking: Lack[] = [];
  const certain = outgoing.open.filter(({ isCertain }) => isCertain);
  for (const { of, parts } of subtract(needed, certain)) {
    const doubt = doubtOf(of, parts, outgoing);
    if (doubt === undefined) {
      const reasons = of.rule.reasons.map((key) => ({ key, why: why.get(key) ?? '' }));
      lacking.push({ ...describe(of, parts), reasons });
    } else {
      unknown.push({ where: of.rule.reasons.join(', '), what: `${textOf(of)}: ${doubt}` });
    }
  }
  const permissions =
    read !== undefined && 'of' in read ? permissionsOf(review, outgoing, read.of, unknown) : undefined;
  const wrong = surplus.length + lacking.length + unknown.length;
  return {
    format: AUDIT_FORMAT,
    version: AUDIT_VERSION,
    review: {
      catalogVersion: review.catalogVersion,
      profile: review.profile,
      target: layer.target,
      where: review.where,
    },
    template: { kind: outgoing.kind, read: outgoing.read, about: outgoing.about, notes: outgoing.notes },
    surplus,
    lacking,
    ...(permissions === undefined ? {} : { permissions }),
    ...(read !== undefined && 'several' in read ? { several: read.several } : {}),
    isNetwork,
    cannotTell: unknown,
    isClean: wrong + (permissions === undefined ? 0 : permissions.surplus.length + permissions.lacking.length) === 0,
  };
}

/** Rules of a layer in another form than that of the review: the same names, checked in another way. */
function otherForm({ target }: ReviewDocument, { targets, isNetwork }: Outgoing): Unknown[] {
  const isOther = isNetwork && targets.length > 0 && !targets.includes(target.name);
  return isOther && targets.some((name) => formOf(name) === formOf(target.name))
    ? [
        {
          where: 'the template',
          what: `its rules are of ${targets.join(', ')}, and the review is for ${target.name}: they check the same names in another way`,
        },
      ]
    : [];
}

/** @param unknown to which it adds what cannot be told */
function permissionsOf(
  review: ReviewDocument,
  outgoing: Outgoing,
  principal: Principal,
  unknown: Unknown[],
): NonNullable<Audit['permissions']> {
  const { surplus, lacking, places, unknown: found } = auditPermissions(review, outgoing, principal);
  unknown.push(...found);
  return { of: [principal.name, ...places].join(', '), surplus, lacking };
}

/** The excess of each rule of the template, in one entry. */
function surplusOf(open: readonly Open[], needed: readonly Traffic[]): Surplus[] {
  const rests = groupBy(subtract(open, needed), ({ of: { where, whole, isCertain } }) =>
    JSON.stringify([where, whole.protocol, whole.from, whole.to, whole.place.key, isCertain]),
  );
  return [...rests.values()].map((same) => {
    const { where, says, isCertain, whole } = same[0]!.of;
    const parts = same.flatMap((rest) => rest.parts);
    return { ...describe(whole, parts), where, says, isCertain };
  });
}

/** The reason why an audit cannot tell whether required traffic is allowed, or `undefined` when it is not allowed. */
function doubtOf(
  { rule, protocol, from, to }: Traffic & { readonly rule: ReviewRule },
  parts: readonly Traffic[],
  { open, unknown, read, targets }: Outgoing,
): string | undefined {
  if (read.length === 0) {
    return 'no egress rule was read';
  }
  const { kind, key, isKnown = false } = rule.destination;
  if (kind === 'deploy-time' || (kind === 'native' && !isKnown)) {
    return 'its addresses are known only at deployment';
  }
  if (subtract(parts, open).length === 0) {
    return 'allowed only by rules that may not exist';
  }
  const candidate = unknown.find(
    ({ mayOpen }) => mayOpen?.protocols.includes(protocol) === true && mayOpen.from <= to && from <= mayOpen.to,
  );
  if (candidate !== undefined) {
    return `${candidate.where} may allow it`;
  }
  const onPort = open.filter(
    (other) => other.protocol === protocol && other.from <= to && from <= other.to && mayHold(other.place, targets),
  );
  const mayHoldIt = open.filter(
    ({ place, ...other }) =>
      kind === 'native' &&
      other.protocol === protocol &&
      other.from <= to &&
      from <= other.to &&
      place.key !== key &&
      (place.cidr === undefined ? place.key.includes(':') : place.cidr.isAny),
  );
  if (mayHoldIt.length > 0) {
    const where = [...new Set(mayHoldIt.map(({ place }) => place.text))].slice(0, 5).join(', ');
    return `the port is open to ${where}, which may hold them`;
  }
  if (rule.enforcement !== 'address' && onPort.length > 0) {
    const where = [...new Set(onPort.map(({ place }) => place.text))].slice(0, 5).join(', ');
    return `required for host names; the port is open to ${where}, which may not contain their addresses`;
  }
  return undefined;
}

/** True for a place that may have the addresses of a host name; where names are checked, neither another name nor a block of one's own. */
function mayHold({ cidr }: Traffic['place'], targets: readonly string[]): boolean {
  return !targets.some(checksNames) || (cidr !== undefined && !isInside({ cidr }));
}

/** A host name counts as part of any address, and, where the traffic shows names, once for each protocol that is spoken. */
function trafficOf(rule: ReviewRule, { target, ports }: ReviewDocument): Traffic[] {
  const traffic = trafficOfRule(rule);
  const { kind, key } = rule.destination;
  if (kind !== 'hostname') {
    return [traffic];
  }
  if (!checksNames(target.name)) {
    return [{ ...traffic, place: namePlace(key) }];
  }
  const spoken = new Set(ports.filter((port) => rule.reasons.includes(port.key)).flatMap(({ speaks = [] }) => speaks));
  const words = [
    ...(spoken.has('tls') ? ['TLS'] : []),
    ...(spoken.has('http') ? ['HTTP'] : []),
    ...([...spoken].some((word) => word !== 'tls' && word !== 'http') ? ['any protocol'] : []),
  ];
  return words.map((word) => ({ ...traffic, place: namePlace(`${key} in ${word}`) }));
}

function describe(traffic: Traffic, parts: readonly Traffic[]): AuditTraffic {
  const { protocol, from, to, place } = traffic;
  return { protocol, from, to, destination: place.text, ...partsOfTraffic(traffic, parts) };
}

function textOf({ protocol, from, to, place }: Traffic): string {
  return `${protocol} ${rangeText(from, to)} to ${place.text}`;
}
