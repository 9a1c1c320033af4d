import { sourceUrl, type AwsPermission, type Finding } from '../plan';
import type { PlanOnTarget } from '../target';
import { reviewLines } from './lines';
import { textTable, wrap } from './text-table';

const TOKEN = /\$\{(?:Tf)?Token\[[^\]]*\]\}/g;
const PAGE = 160;

/**
 * The plan as a table for a terminal or a log: every port with where it leads and why, the permissions, what a person
 * must create, and the findings with what to do about them. Up to 160 characters wide, no colour.
 *
 * @param findings what to show in place of the plan's own findings, when a construct knows more of them
 */
export function planTable(onTarget: PlanOnTarget, findings: readonly Finding[] = onTarget.findings): string {
  const { plan, facts } = onTarget;
  const open = onTarget.lines.filter(({ decision }) => decision.open).length;
  const sections = [
    `Harness Delegate access, profile ${plan.profile.name}, on ${facts.title}: ${open} ports asked for, ${onTarget.rules.length} rules (catalogue ${plan.catalogVersion})`,
    ports(onTarget),
    ...permissions(plan.awsPermissions, facts.platform === 'aws'),
    ...credentials(onTarget),
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

function permissions(all: readonly AwsPermission[], shown: boolean): string[] {
  if (!shown || all.length === 0) {
    return [];
  }
  const rows = all.map((permission) =>
    permission.kind === 'managed'
      ? [permission.connection, 'AWS managed policy', permission.policy, '']
      : [
          permission.connection,
          permission.sid,
          permission.actions.join(', '),
          hideTokens(permission.resources.join(', ')),
        ],
  );
  return [
    textTable(
      [
        { title: 'CONNECTION', width: 24 },
        { title: 'PERMISSION', width: 27 },
        { title: 'ACTIONS', width: 55 },
        { title: 'RESOURCES', width: 48 },
      ],
      rows,
    ),
  ];
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
  const source = entry.source === undefined ? [] : [`    source: ${sourceUrl(entry.source)} (${entry.source.date})`];
  return [
    `- ${entry.key}`,
    ...lines.flatMap((line) =>
      wrap(hideTokens(line), PAGE - 4).map((part, i) => `${i === 0 ? '    ' : '      '}${part}`),
    ),
    ...source,
  ];
}

function hideTokens(text: string): string {
  return text.replace(TOKEN, '<known at deployment>');
}
