import { acknowledgementYaml } from './finding-example';
import { NOT_ACKNOWLEDGED, severityOf, type FindingFacts, type FindingsFacts } from './finding-facts';
import { hang, textTable } from '../../review/text-table';

/** The kinds of findings for a terminal: all of them in one table, or one in full. */

const WIDTH = 120;
const LABEL = 13;

export function findingsTable({ findings }: FindingsFacts): string {
  const table = textTable(
    [
      { title: 'FINDING', width: 24 },
      { title: 'SEVERITY', width: 17 },
      { title: 'ABOUT', width: 11 },
      { title: 'ARISES', width: 34 },
      { title: 'MEANS', width: 60 },
    ],
    findings.map(({ finding, severity, noticeWhen, about, arises, means }) => [
      finding,
      noticeWhen === undefined ? severity : `${severity} or notice`,
      about,
      arises,
      means,
    ]),
  );
  return `${findings.length} findings\n\n${table}\n\n\`explain <finding>\` prints the fix of one, and how to acknowledge it.\n`;
}

export function findingText(facts: FindingFacts): string {
  const { finding, means, about, arises, todo, acknowledge } = facts;
  const lines = [
    ...labelled('Means', means),
    ...labelled('Severity', severityOf(facts)),
    ...labelled('About', about),
    ...labelled('Arises', arises),
    ...labelled('Fix', todo),
    ...labelled('Acknowledge', acknowledge === undefined ? NOT_ACKNOWLEDGED : 'in the file of the list:'),
  ];
  const example = acknowledge === undefined ? [] : ['', ...acknowledgementYaml(acknowledge).split('\n')];
  return `${[finding, ...lines, ...example].join('\n')}\n`;
}

function labelled(label: string, words: string): string[] {
  return hang(words, WIDTH, label.padEnd(LABEL), ' '.repeat(LABEL));
}
