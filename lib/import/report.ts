import type { ImportedConnectors, LeftConnector } from './imported';
import { linesInList, refText } from './list-text';

/** Report of an import: connectors that were not placed, and facts that no connector has. */

/** Connections of an account that are no connectors. */
const NO_CONNECTORS = [
  'LDAP sign-on of the account goes through a delegate: `active-directory-ldap`; SAML and OAuth do not',
  'mail that Harness sends through a delegate: `smtp`',
  'SSH and WinRM credentials are secrets: their machines are in `physical-data-center`, `aws-ec2`, `gcp` or `azure`',
  'what steps and scripts call by themselves, and what installs tools on a delegate: a `custom` entry each',
];

/** The report as text, for people. */
export function importReport(imported: ImportedConnectors): string {
  const { count, connections, skipped, left, remarks } = imported;
  const lines = linesInList(imported);
  const incomplete = connections.flatMap(({ missing, ...connection }, i) =>
    missing === undefined ? [] : [{ ...connection, missing, line: lines[i]! }],
  );
  const said = [
    `${plural(count, 'connector')} read: ${plural(connections.length - incomplete.length, 'connection')}, ${incomplete.length} incomplete, ${left.length} not placed, ${skipped.length} that need nothing from the delegate`,
    ...remarks.map((remark) => `- ${remark}`),
    ...section('Not placed', left.map(leftText)),
    ...section(
      'Incomplete, as comments in the list',
      incomplete.map(
        ({ id, connectors, missing, line }) =>
          `line ${line}, ${connectors.map(refText).join(', ')}: ${id} needs ${missing}`,
      ),
    ),
    ...section(
      'What the connectors do not say',
      connections.flatMap(({ id, name, notes, missing }) =>
        missing === undefined && notes.length > 0 ? [`${name} (${id}): ${notes.join('; ')}`] : [],
      ),
    ),
    ...section('Host names', hostNames(imported)),
    ...section('Nothing from the delegate', skipped.map(leftText)),
    ...section('Not connectors; think of', NO_CONNECTORS),
  ];
  return `${said.join('\n')}\n`;
}

/** Names that a target must match. */
function hostNames({ connections }: ImportedConnectors): string[] {
  const named = connections.filter(({ props, missing }) =>
    [props.to, props.machines].some(
      (list) => missing === undefined && Array.isArray(list) && list.some((one) => !String(one).includes('/')),
    ),
  );
  return named.length === 0
    ? []
    : [
        `${plural(named.length, 'entry', 'entries')} name hosts, as the connectors do: a target without names, such as a security group, needs their addresses, or a layer behind it that checks names`,
      ];
}

function leftText({ why, fix, ...ref }: LeftConnector): string {
  return `${refText(ref)}: ${why}${fix === undefined ? '' : `; ${fix}`}`;
}

function section(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : ['', `${title} (${entries.length})`, ...entries.map((entry) => `- ${entry}`)];
}

function plural(count: number, what: string, several = `${what}s`): string {
  return `${count} ${count === 1 ? what : several}`;
}
