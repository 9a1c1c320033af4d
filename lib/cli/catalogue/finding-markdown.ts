import { acknowledgementYaml } from './finding-example';
import { NOT_ACKNOWLEDGED, severityOf, type FindingFacts, type FindingsFacts } from './finding-facts';
import { escapeMarkdown, markdownTable } from '../../review/escape-markdown';

/** The kinds of findings as one page of Markdown. */

const HEAD = `# Findings

Generated from the catalogue by \`npm run docs\`; not to be edited. \`harness-delegate-access explain <finding>\` prints the same in a terminal.

A finding has a stable key, \`<finding>:<connection>\` or \`<finding>:<connection>:<port>\`, such as \`PortOnlyEgress:datadog:443\`. A warning stays until it is fixed or acknowledged; a notice needs no action. \`DelegateEgress\` reports findings about the network, \`DelegatePermissions\` those about permissions, \`DelegateAccess\` both; a finding about an acknowledgement is reported with the acknowledged kind.

Acknowledge a finding in the file of the list, as each section shows, or with the same props in \`acknowledged\` of \`Plan.of\` or of a construct. \`port\` limits it to one port; without it, it applies to every port of the connection. \`until: "2027-06-30"\` is its last valid day; without it, it does not expire. A finding about a whole security group, firewall or role has \`egress\` or \`role\` as its connection. An acknowledgement that matches nothing is the finding \`UnusedAcknowledgement\`, except for a kind that is expected on other targets only.`;

export function findingsMarkdown({ findings }: FindingsFacts): string {
  const table = markdownTable(
    ['finding', 'severity', 'about', 'arises', 'means'],
    findings.map(({ finding, severity, noticeWhen, about, arises, means }) => [
      `[\`${finding}\`](#${finding.toLowerCase()})`,
      noticeWhen === undefined ? severity : `${severity} or notice`,
      about,
      arises,
      prose(means),
    ]),
  );
  return `${[HEAD, table, ...findings.map(section)].join('\n\n')}\n`;
}

function section(facts: FindingFacts): string {
  const { finding, means, arises, todo, acknowledge } = facts;
  return [
    `## ${finding}`,
    sentence(means),
    [`- Severity: ${prose(severityOf(facts))}`, `- Arises: ${prose(arises)}`, `- Fix: ${prose(todo)}`].join('\n'),
    acknowledge === undefined
      ? sentence(NOT_ACKNOWLEDGED)
      : ['```yaml', acknowledgementYaml(acknowledge), '```'].join('\n'),
  ].join('\n\n');
}

function sentence(words: string): string {
  return prose(`${words[0]!.toUpperCase()}${words.slice(1)}.`);
}

/** Markdown of a sentence: code in backticks stays, everything else is escaped. */
function prose(words: string): string {
  return words
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 1 ? part : escapeMarkdown(part)))
    .join('');
}
