import type { PreflightReport } from './report-of';
import { rowsOf, type ReportRow } from './report-rows';
import { markdownTable, escapeMarkdown } from '../review/escape-markdown';
import { hang, tableWithin, WIDTH } from '../review/text-table';

/** A report of a preflight for people and for pipelines. */

/** A name is never broken: where it leaves no room, the table is a list. */
const COLUMNS = [
  { title: 'CONNECTION', width: Infinity },
  { title: 'DESTINATION', width: Infinity },
  { title: 'VERDICT', width: 14 },
  { title: 'WHAT HAPPENED', width: 40, grows: true },
];

/** @param width characters of a line, at most */
export function preflightTable(report: PreflightReport, width = WIDTH): string {
  const rows = rowsOf(report);
  const lines = [
    ...headOf(report).flatMap((line) => hang(line, width, '', '  ')),
    '',
    ...report.remarks.flatMap((remark) => hang(remark, width, '! ', '  ')),
    ...(report.remarks.length === 0 ? [] : ['']),
    ...(rows.length === 0 ? ['nothing was tried', ''] : [tableWithin(COLUMNS, rows.map(cellsOf), width), '']),
    ...section(
      'NOT AS PLANNED',
      failedOf(rows).flatMap((row) =>
        detailsOf(row).flatMap((line, i) => hang(line, width, i === 0 ? '- ' : '  ', '    ')),
      ),
    ),
    ...section(
      'CANNOT TELL',
      rows
        .filter(({ verdict, todo }) => verdict === 'cannot tell' && todo !== '')
        .flatMap((row) => hang(`${row.name}, ${row.what}: ${row.todo}`, width, '- ', '    ')),
    ),
    ...section(
      'NOT TRIED',
      report.notChecked.flatMap(({ key, destination, why }) =>
        hang(`${key}${destination === '' ? '' : ` to ${destination}`}: ${why}`, width, '- ', '    '),
      ),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function headOf(report: PreflightReport): string[] {
  const { target, profile, identities = [], permissions = [], began, rounds, isSteady, isStopped } = report;
  const results = report.results.filter(({ outcome }) => outcome !== 'stopped');
  const left = report.results.length - results.length;
  return [
    `Preflight of Harness Delegate access on ${target}, ${profile}, ${began}`,
    `${results.length} connections tried: ${counts(results)}`,
    ...(identities.length === 0 ? [] : [`${identities.length} identities asked: ${counts(identities)}`]),
    ...(permissions.length === 0 ? [] : [`${permissions.length} permissions simulated: ${counts(permissions)}`]),
    ...(isStopped ? [`it was stopped before ${left} more: what is here is what it knew by then`] : []),
    ...(rounds > 1
      ? [`${rounds} rounds, of which ${isSteady ? 'the last two agree' : 'no two agree: policies may still start'}`]
      : []),
  ];
}

function counts(results: readonly { readonly verdict: string }[]): string {
  return ['as planned', 'not as planned', 'cannot tell']
    .map((verdict) => `${countOf(results, verdict)} ${verdict}`)
    .join(', ');
}

function countOf(results: readonly { readonly verdict: string }[], verdict: string): number {
  return results.filter((result) => result.verdict === verdict).length;
}

function failedOf(rows: readonly ReportRow[]): ReportRow[] {
  return rows.filter(({ verdict }) => verdict === 'not as planned');
}

function cellsOf({ name, what, verdict, means }: ReportRow): string[] {
  return [name, what, verdict, means];
}

function detailsOf({ name, what, means, todo, review }: ReportRow): string[] {
  return [`${name}, ${what}: ${means}`, ...(todo === '' ? [] : [`fix: ${todo}`]), ...review];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

export function preflightMarkdown(report: PreflightReport): string {
  const [title, ...rest] = headOf(report);
  const rows = rowsOf(report);
  const failed = failedOf(rows);
  const parts = [
    `# ${escapeMarkdown(title!)}`,
    ...rest.map(escapeMarkdown),
    ...report.remarks.map((remark) => `**${escapeMarkdown(remark)}**`),
    markdownTable(
      ['connection', 'destination', 'verdict', 'what happened', 'fix'],
      rows.map((row) => [...cellsOf(row), row.todo].map(escapeMarkdown)),
    ),
    ...(failed.length === 0
      ? []
      : [
          '## Not as planned',
          failed
            .map((row) => {
              const [first, ...more] = detailsOf(row).map(escapeMarkdown);
              return [`- **${first}**`, ...more.map((line) => `  - ${line}`)].join('\n');
            })
            .join('\n'),
        ]),
    ...(report.notChecked.length === 0
      ? []
      : [
          '## Not tried',
          markdownTable(
            ['connection', 'destination', 'why'],
            report.notChecked.map(({ key, destination, why }) => [key, destination, why].map(escapeMarkdown)),
          ),
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** JUnit XML, as pipelines show it: what is not as planned is a failure, what cannot be told is skipped. */
export function preflightJunit(report: PreflightReport): string {
  const rows = rowsOf(report);
  const totals = `tests="${rows.length}" failures="${countOf(rows, 'not as planned')}" skipped="${countOf(rows, 'cannot tell')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals}>`,
    `  <testsuite name="${xml(`preflight on ${report.target}`)}" ${totals} timestamp="${xml(report.began.slice(0, 19))}">`,
    ...rows.map(testCase),
    ...(report.remarks.length === 0 ? [] : [`    <system-out>${xml(report.remarks.join('\n'))}</system-out>`]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(row: ReportRow): string {
  const { group, name, what, verdict, means, milliseconds } = row;
  const head = `    <testcase classname="${xml(group)}" name="${xml(`${name} ${what}`)}" time="${(milliseconds / 1000).toFixed(3)}"`;
  switch (verdict) {
    case 'as planned':
      return `${head}/>`;
    case 'not as planned':
      return `${head}>\n      <failure message="${xml(means)}">${xml(detailsOf(row).join('\n'))}</failure>\n    </testcase>`;
    case 'cannot tell':
      return `${head}>\n      <skipped message="${xml(means)}"/>\n    </testcase>`;
  }
}

function xml(text: string): string {
  return text
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
