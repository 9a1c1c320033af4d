import { firstOf, groupBy } from '../base';
import { FINDING_KINDS, isOpenWarning, NOTHING_TO_DO, type FindingKind } from '../plan';
import type { ReviewDocument, ReviewFinding } from './types';

/** The findings of a review by what they ask of its reader. */

/** Few words for a line that names many, weightiest first; `{port}` makes it a line for each port. */
const LABELS: ReadonlyMap<string, string> = new Map<FindingKind, string>([
  ['PortOnlyEgress', '{port} to any address'],
  ['UnexplainedPort', 'open, and no source explains it'],
  ['MissingPort', 'closed, and required by the service'],
  ['Alternative', 'clear text, beside the encrypted port'],
  ['NameNotExpressible', 'name that the target cannot match'],
  ['CanRewriteOwnEgress', 'can change its own egress rules'],
  ['CanRaiseItself', 'can give itself permissions'],
  ['PassRoleOnAnyRole', 'PassRole on every role'],
  ['BroadPermission', 'allows more than it names'],
  ['ReadsEveryBucket', 'reads every bucket'],
  ['UnnamedPolicy', 'the table names no policy'],
  ['RoleTitleMismatch', 'title and id of a role do not belong together'],
  ['ScopeIgnored', 'scope has no effect under DOCUMENTED'],
]);
const WEIGHTS = [...LABELS.keys()];

/** Those of one kind, in the order of their keys. */
export interface FindingGroup {
  readonly kind: string;
  /** Meaning of the kind; a kept review may have kinds that this release does not know. */
  readonly label: string;
  /** Its findings are about ports. */
  readonly isAboutPorts: boolean;
  readonly findings: readonly ReviewFinding[];
}

/** Findings by what is to be done; each finding is in one of them. */
export interface SortedFindings {
  readonly warnings: readonly FindingGroup[];
  readonly notices: readonly FindingGroup[];
  readonly acknowledged: readonly FindingGroup[];
  /** Findings that ask for nothing: remarks on the line of their port. */
  remarksOn(port: PortName): readonly ReviewFinding[];
}

type PortName = Pick<ReviewDocument['ports'][number], 'connection' | 'port'>;

export function sortedFindings({ findings, ports }: Pick<ReviewDocument, 'findings' | 'ports'>): SortedFindings {
  const lines = new Set(ports.map(nameOf));
  const isRemark = (finding: ReviewFinding): boolean =>
    isOpen(finding) && finding.severity === 'notice' && finding.fix === NOTHING_TO_DO && lines.has(nameOf(finding));
  const remarks = groupBy(findings.filter(isRemark), nameOf);
  return {
    warnings: grouped(findings.filter(isOpenWarning)),
    notices: grouped(
      findings.filter((finding) => isOpen(finding) && finding.severity === 'notice' && !isRemark(finding)),
    ),
    acknowledged: grouped(findings.filter((finding) => !isOpen(finding))),
    remarksOn: (port) => remarks.get(nameOf(port)) ?? [],
  };
}

/** `list.yaml:3:5`: where the connection of a finding is in a file, or nothing. */
export function placeInFile({ at }: ReviewFinding): string {
  return at === undefined ? '' : `${at.file}:${at.line}:${at.column}`;
}

export function countOf(groups: readonly FindingGroup[]): number {
  return groups.reduce((sum, { findings }) => sum + findings.length, 0);
}

/** A line for each group, or for each of its ports where the label has one: what is equal, and whom it concerns. */
export function groupLines(groups: readonly FindingGroup[], shown: number): string[] {
  return groups.flatMap((group) => linesOf(group, shown));
}

function linesOf(group: FindingGroup, shown: number): string[] {
  const { label, findings } = group;
  return label.includes('{port}')
    ? [...groupBy(findings, ({ port = '' }) => port)].map(
        ([port, same]) => `${label.replace('{port}', port)}: ${firstOf(connectionsOf(same), shown)}`,
      )
    : [`${label}: ${firstOf(namesOf(group), shown)}`];
}

/** The connections of a group, with their ports where it is about ports. */
export function namesOf({ findings, isAboutPorts }: FindingGroup): string[] {
  return isAboutPorts ? portsByConnection(findings) : connectionsOf(findings);
}

function weightOf({ kind }: Pick<FindingGroup, 'kind'>): number {
  const place = WEIGHTS.indexOf(kind as FindingKind);
  return place < 0 ? WEIGHTS.length : place;
}

/** `aws-ec2 80 9090`: connections, each with its ports. */
export function portsByConnection(all: readonly { readonly connection: string; readonly port?: string }[]): string[] {
  return [...groupBy(all, ({ connection }) => connection)].map(([connection, same]) =>
    [connection, ...unique(same.flatMap(({ port = '' }) => PORT.exec(port)?.[0] ?? []))].join(' '),
  );
}

/** The port at the beginning of what a finding is about. */
const PORT = /^\d+(-\d+)?(\/(tcp|udp))?/;

/** Weightiest kinds first. */
function grouped(findings: readonly ReviewFinding[]): FindingGroup[] {
  const groups = [...groupBy(findings, ({ finding }) => finding)].map(([kind, same]) => ({
    kind,
    label: LABELS.get(kind) ?? FINDING_KINDS[kind as FindingKind]?.means ?? kind,
    isAboutPorts: FINDING_KINDS[kind as FindingKind]?.about !== 'permissions',
    findings: same,
  }));
  return groups.sort((a, b) => weightOf(a) - weightOf(b));
}

function connectionsOf(findings: readonly ReviewFinding[]): string[] {
  return unique(findings.map(({ connection }) => connection));
}

function isOpen({ acknowledged }: ReviewFinding): boolean {
  return acknowledged === undefined;
}

function nameOf({ connection, port = '' }: { readonly connection: string; readonly port?: string }): string {
  return `${connection} ${port}`;
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
