import { firstOf } from '../base';
import { namesOf, placeInFile, type FindingGroup } from './finding-groups';
import { hang } from './text-table';
import type { ReviewFinding, ReviewSource } from './types';

/** Findings for a terminal: in full, or counted. */

type Cite = (sources: readonly ReviewSource[]) => string;

/** Every finding of a kind; what they have in common, once. */
export function findingLines({ kind, label, findings }: FindingGroup, width: number, cite: Cite | undefined): string[] {
  const [whys, fixes] = [new Set(findings.map(({ why }) => why)), new Set(findings.map(({ fix }) => fix))];
  const [shared, own] = [
    partsOf(findings[0]!, whys.size === 1, fixes.size === 1),
    [whys.size > 1, fixes.size > 1] as const,
  ];
  const line = (text: string, indent: string): string[] => hang(text, width, indent, `${indent}  `);
  return [
    ...line(`${kind}: ${label.replace('{port}', 'open')}`, ''),
    ...findings.flatMap((finding) => [
      ...line(`- ${nameOf(finding)}: ${finding.what}${cited(finding, cite)}`, '  '),
      ...partsOf(finding, ...own).flatMap((text) => line(text, '      ')),
    ]),
    ...shared.flatMap((text) => line(text, '    ')),
  ];
}

/** One line for each kind. */
export function noticeLines(groups: readonly FindingGroup[], width: number): string[] {
  return groups.flatMap((group) => {
    const { kind, label, findings } = group;
    const names = firstOf(namesOf(group), NAMES);
    return hang(`- ${kind} (${findings.length}): ${label}: ${names}`, width, '', '    ');
  });
}

/** Connections in one line. */
const NAMES = 3;

function partsOf({ why, fix }: ReviewFinding, withWhy: boolean, withFix: boolean): string[] {
  return [...(withWhy && why !== '' ? [`why: ${why}`] : []), ...(withFix ? [`fix: ${fix}`] : [])];
}

/** The names that an acknowledgement needs: the connection and, where it has one, the port; and the place in the list. */
function nameOf(finding: ReviewFinding): string {
  const { connection, port } = finding;
  const place = placeInFile(finding);
  return `${connection}${port === undefined ? '' : `:${port}`}${place === '' ? '' : ` (${place})`}`;
}

function cited({ source }: ReviewFinding, cite: Cite | undefined): string {
  return source === undefined || cite === undefined ? '' : ` ${cite([source])}`;
}
