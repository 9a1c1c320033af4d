import { TextFile, type Project } from 'projen';
import { HOME, HOME_URL } from './home';

/** Pages for those who report, contribute or argue. */

const SECURITY = `# Security

## What the library promises

- **It opens what the review says, and nothing else.** A rule or a permission that is rendered and is not in the review, or that is wider than it, is a vulnerability, and so is a review, \`diff\` or \`audit\` that hides one.
- **Untrusted text stays text.** Names, reasons and templates of others are escaped in HTML, Markdown, Terraform and terminals. Code that a list, a kept review or a template can run is a vulnerability.
- **Secrets are not printed.** Errors show neither passwords of URLs nor external ids.
- **Bad input ends.** A file that keeps the command busy or fills the memory although it is within the limits is a vulnerability.
- **It stays at home.** It reads the files that you name, writes those that you name, and makes no connection. It has no dependencies of its own; what it bundles is listed in \`dist/THIRD-PARTY.md\`.
- **Releases can be traced.** Packages are published from this repository with provenance: \`npm audit signatures\` checks it.

A wrong fact (a port, a host name, a role of the catalogue) is an ordinary bug: [open an issue](${HOME_URL}/issues/new/choose). That a security group matches no host names is not one: the finding \`PortOnlyEgress\` says so.

## To report a vulnerability

Not in an issue. [Report it privately](${HOME_URL}/security/advisories/new), or write to ${HOME.contact}: the version, a list or template that shows it, what you saw and what you expected.

You get an answer within a week. A fix comes as a patch release of the newest version with an advisory that names you, unless you prefer otherwise; please wait for it before you publish.

## Supported versions

The newest release.
`;

const CONDUCT = `# Code of Conduct

All are welcome here, whoever they are, whatever they know.

- Be kind and patient. Argue about ports, sources and code, not about people.
- Take criticism as help, and give it so that it helps. Admit mistakes; all of us make them.
- No harassment, insults, threats, sexual attention or publishing of private facts, in public or in private.

This holds in issues, pull requests and wherever else a maintainer speaks for the project.

Report what breaks it to ${HOME.contact}. The maintainers read it in confidence, answer within a week, hear all sides, and act in proportion: a private word, a warning, a ban for a time, a ban for good. A maintainer who is part of a report does not decide about it.

Adapted, much shortened, from the [Contributor Covenant](https://www.contributor-covenant.org/version/2/1/code_of_conduct/), version 2.1, by the Organization for Ethical Source, under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).
`;

export function addCommunityFiles(project: Project): void {
  new TextFile(project, 'SECURITY.md', { lines: SECURITY.split('\n'), marker: false });
  new TextFile(project, 'CODE_OF_CONDUCT.md', { lines: CONDUCT.split('\n'), marker: false });
}

/** Questions that a pull request answers. */
export const PULL_REQUEST_TEMPLATE = `## What changes for users

<!-- One sentence. What opens, what closes, for which list? Nothing is an answer. -->

## Why

<!-- For a fact: the source, with its date. For a bug: the issue. -->

## Checked

- [ ] The title is a conventional commit with the room as scope, \`!\` where an unchanged list opens or closes anything
- [ ] \`npm test\`, and what is generated is committed (CONTRIBUTING.md)
- [ ] A test says what is intended
- [ ] CHANGELOG.md, "Unreleased", says what users must know`;
