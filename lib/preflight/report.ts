import type { PreflightReport, PreflightResult } from './preflight';
import { markdownTable, escapeMarkdown } from '../review/escape-markdown';
import { hang, tableWithin, WIDTH } from '../review/text-table';

/** A report of a preflight for people and for pipelines. */

const COLUMNS = [
  { title: 'CONNECTION', width: 26 },
  { title: 'DESTINATION', width: 40, grows: true },
  { title: 'VERDICT', width: 14 },
  { title: 'WHAT HAPPENED', width: 40, grows: true },
];

/** @param width characters of a line, at most */
export function preflightTable(report: PreflightReport, width = WIDTH): string {
  const failed = report.results.filter(({ verdict }) => verdict === 'not as planned');
  const lines = [
    ...headOf(report).flatMap((line) => hang(line, width, '', '  ')),
    '',
    ...report.remarks.flatMap((remark) => hang(remark, width, '! ', '  ')),
    ...(report.remarks.length === 0 ? [] : ['']),
    ...(report.results.length === 0
      ? ['nothing was tried', '']
      : [tableWithin(COLUMNS, report.results.map(cellsOf), width), '']),
    ...section(
      'NOT AS PLANNED',
      failed.flatMap((result) =>
        detailsOf(result).flatMap((line, i) => hang(line, width, i === 0 ? '- ' : '  ', '    ')),
      ),
    ),
    ...section(
      'NOT TRIED',
      report.notChecked.flatMap(({ key, destination, why }) =>
        hang(`${key} to ${destination}: ${why}`, width, '- ', '    '),
      ),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function headOf({ target, profile, results, began, rounds, isSteady, isStopped }: PreflightReport): string[] {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  return [
    `Preflight of Harness Delegate access on ${target}, ${profile}, ${began}`,
    `${results.length} connections tried: ${count('as planned')} as planned, ${count('not as planned')} not as planned, ${count('cannot tell')} cannot tell`,
    ...(isStopped ? ['it was stopped: what is here is what it knew by then'] : []),
    ...(rounds > 1
      ? [`${rounds} rounds, of which ${isSteady ? 'the last two agree' : 'no two agree: policies may still start'}`]
      : []),
  ];
}

function cellsOf(result: PreflightResult): string[] {
  return [
    result.key,
    `${destinationOf(result)}${result.through === undefined ? '' : ` through ${result.through}`}`,
    result.verdict,
    result.means,
  ];
}

function destinationOf({ host, port }: PreflightResult): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function detailsOf(result: PreflightResult): string[] {
  const { key, means, todo, why, rules, sources } = result;
  return [
    `${key}, ${destinationOf(result)}: ${means}`,
    ...(todo === '' ? [] : [`fix: ${todo}`]),
    ...(why === '' ? [] : [`why it is open: ${why}`]),
    ...(rules.length === 0
      ? []
      : [`rule: ${rules.slice(0, 3).join('; ')}${rules.length > 3 ? `; and ${rules.length - 3} more` : ''}`]),
    ...(sources.length === 0 ? [] : [`source: ${sources[0]!.text}`]),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

export function preflightMarkdown(report: PreflightReport): string {
  const [title, ...rest] = headOf(report);
  const failed = report.results.filter(({ verdict }) => verdict === 'not as planned');
  const parts = [
    `# ${escapeMarkdown(title!)}`,
    ...rest.map(escapeMarkdown),
    ...report.remarks.map((remark) => `**${escapeMarkdown(remark)}**`),
    markdownTable(
      ['connection', 'destination', 'verdict', 'what happened', 'fix'],
      report.results.map((result) => [...cellsOf(result), result.todo].map(escapeMarkdown)),
    ),
    ...(failed.length === 0
      ? []
      : [
          '## Not as planned',
          failed
            .map((result) => {
              const [first, ...more] = detailsOf(result).map(escapeMarkdown);
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
  const { results } = report;
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const cases = results.map((result) => {
    const { verdict, means, milliseconds } = result;
    const head = `    <testcase classname="${xml(result.connection || 'closed')}" name="${xml(`${result.key} ${destinationOf(result)}`)}" time="${(milliseconds / 1000).toFixed(3)}"`;
    return verdict === 'as planned'
      ? `${head}/>`
      : verdict === 'not as planned'
        ? `${head}>\n      <failure message="${xml(means)}">${xml(detailsOf(result).join('\n'))}</failure>\n    </testcase>`
        : `${head}>\n      <skipped message="${xml(means)}"/>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${results.length}" failures="${count('not as planned')}" skipped="${count('cannot tell')}">`,
    `  <testsuite name="${xml(`preflight on ${report.target}`)}" tests="${results.length}" failures="${count('not as planned')}" skipped="${count('cannot tell')}" timestamp="${xml(report.began.slice(0, 19))}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function xml(text: string): string {
  return text
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
