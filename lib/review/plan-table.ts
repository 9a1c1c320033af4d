import type { AwsPermission, Finding, GcpRole, Source } from '../plan';
import type { PlanOnTarget } from '../target';
import { reviewLines } from './lines';
import { pageOf, pagesOf, reasonsOf } from './sources';
import { textTable, wrap, type Column } from './text-table';
import { hideTokens, resourceNames } from './words';

const PAGE = 160;

/**
 * The plan as a table for a terminal or a log: every port with where it leads and why, the permissions, what a person
 * must create, each reason with its row and its sources, and the findings with what to do about them. Up to 160
 * characters wide but for addresses of pages; no colour.
 *
 * @param findings what to show in place of the plan's own findings, when a construct knows more of them
 */
export function planTable(onTarget: PlanOnTarget, findings: readonly Finding[] = onTarget.findings): string {
  const { plan, facts } = onTarget;
  const open = onTarget.lines.filter(({ decision }) => decision.open).length;
  const sections = [
    `Harness Delegate access, profile ${plan.profile.name}, on ${facts.title}: ${open} ports asked for, ${onTarget.rules.length} distinct ways out (catalogue ${plan.catalogVersion})`,
    ports(onTarget),
    ...permissions(onTarget),
    ...credentials(onTarget),
    ...sources(onTarget),
    ...findingSections(findings),
  ];
  return `${sections.join('\n\n')}\n`;
}

function ports(onTarget: PlanOnTarget): string {
  return textTable(
    [
      { title: 'CONNECTION', width: 24 },
      { title: 'PORT', width: 11 },
      { title: 'ASKED', width: 6 },
      { title: 'DESTINATION', width: 36 },
      { title: 'ENFORCEMENT', width: 11 },
      { title: 'VERDICT', width: 11 },
      { title: 'WHY', width: 47 },
    ],
    reviewLines(onTarget.lines).map(({ connection, port, asked, destination, enforcement, verdict, why }) => [
      connection,
      port,
      asked,
      destination,
      enforcement,
      verdict,
      why,
    ]),
  );
}

const PERMISSION_COLUMNS: readonly Column[] = [
  { title: 'CONNECTION', width: 24 },
  { title: 'PERMISSION', width: 42 },
  { title: 'ACTIONS', width: 50 },
  { title: 'RESOURCES', width: 38 },
];

/** What this platform grants; what another one must grant is a finding. */
function permissions({ plan, facts }: PlanOnTarget): string[] {
  const rows = facts.platform === 'aws' ? plan.awsPermissions.map(awsRow) : plan.gcpRoles.map(gcpRow);
  return rows.length === 0 ? [] : [textTable(PERMISSION_COLUMNS, rows)];
}

function awsRow(permission: AwsPermission): string[] {
  return permission.kind === 'managed'
    ? [permission.connection, permission.policy, 'AWS managed policy', '']
    : [
        permission.connection,
        permission.sid,
        permission.actions.join(', '),
        hideTokens(permission.resources.join(', ')),
      ];
}

function gcpRow({ connection, role, title, level, resource }: GcpRole): string[] {
  return [connection, role, title, hideTokens([level, ...resourceNames(resource)].join(' '))];
}

function credentials({ plan }: PlanOnTarget): string[] {
  return plan.credentials.length === 0
    ? []
    : [
        textTable(
          [
            { title: 'CONNECTION', width: 24 },
            { title: 'A PERSON MUST CREATE', width: 134 },
          ],
          plan.credentials.map(({ connection, what }) => [connection, hideTokens(what)]),
        ),
      ];
}

/** Under the names that rules, statements and templates carry, so that each can be looked up here. */
function sources(onTarget: PlanOnTarget): string[] {
  const reasons = reasonsOf(onTarget);
  const pages = pagesOf(reasons);
  const numbers = (of: readonly Source[]): string =>
    of.length === 0 ? 'your own words, above' : of.map((source) => `[${pages.get(pageOf(source))}]`).join(' ');
  return [
    textTable(
      [
        { title: 'REASON', width: 70 },
        { title: 'ROW', width: 30 },
        { title: 'SOURCES', width: 56 },
      ],
      reasons.map(({ key, row, sources: of }) => [key, row, numbers(of)]),
    ),
    [...pages].map(([page, number]) => `[${number}] ${page}`).join('\n'),
  ];
}

function findingSections(findings: readonly Finding[]): string[] {
  const groups: readonly (readonly [string, readonly Finding[]])[] = [
    ['Warnings', findings.filter((entry) => entry.acknowledged === undefined && entry.severity === 'warning')],
    ['Notices', findings.filter((entry) => entry.acknowledged === undefined && entry.severity === 'notice')],
    ['Acknowledged', findings.filter((entry) => entry.acknowledged !== undefined)],
  ];
  return groups
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) => [`${title} (${entries.length})`, ...entries.flatMap(describe)].join('\n'));
}

function describe(entry: Finding): string[] {
  const lines = [
    entry.what,
    ...(entry.why === '' ? [] : [`why: ${entry.why}`]),
    entry.acknowledged === undefined
      ? `fix: ${entry.fix}`
      : `accepted: ${entry.acknowledged.reason}${entry.acknowledged.until === undefined ? '' : ` (until ${entry.acknowledged.until})`}`,
  ];
  const source = entry.source === undefined ? [] : [`    source: ${pageOf(entry.source)}`];
  return [
    `- ${entry.key}`,
    ...lines.flatMap((line) =>
      wrap(hideTokens(line), PAGE - 4).map((part, i) => `${i === 0 ? '    ' : '      '}${part}`),
    ),
    ...source,
  ];
}
