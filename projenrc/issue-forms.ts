import { YamlFile, type Project } from 'projen';
import { HOME_URL } from './home';

/** Forms for issues, which ask first for what a report needs. */

interface Field {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** One line, or several. */
  readonly isLong?: boolean;
  /** Choices, instead of free text. */
  readonly options?: readonly string[];
  readonly isOptional?: boolean;
}

interface Form {
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly label: string;
  readonly fields: readonly Field[];
}

const CONNECTION: Field = {
  id: 'connection',
  label: 'Connection',
  description: 'Its id, as `npx harness-delegate-access list` prints it.',
  placeholder: 'datadog',
};
const SOURCE: Field = {
  id: 'source',
  label: 'Source',
  description: 'A page of the vendor or of Harness, best with a commit or a date. Without one the fact cannot change.',
  placeholder: 'https://docs.example.com/ports, read on 2026-11-25',
};
const VERSION: Field = {
  id: 'version',
  label: 'Version',
  description: '`npx harness-delegate-access --version`',
};

const FORMS: readonly Form[] = [
  {
    file: 'wrong-port',
    name: 'Wrong port',
    description: 'A port is missing, needless, or leads to the wrong place.',
    label: 'port',
    fields: [
      CONNECTION,
      { id: 'port', label: 'Port and protocol', placeholder: '443, TCP' },
      {
        id: 'problem',
        label: 'What is wrong',
        options: ['required, and not open', 'open, and not required', 'leads elsewhere', 'the verdict'],
      },
      { id: 'profile', label: 'Profile', options: ['documented', 'recommended', 'both'] },
      SOURCE,
      { id: 'seen', label: 'What you saw', description: 'A log, a timeout, a packet.', isLong: true, isOptional: true },
    ],
  },
  {
    file: 'wrong-fact',
    name: 'Wrong fact',
    description: 'A host name, a role, a policy, a credential or a note is wrong.',
    label: 'fact',
    fields: [
      CONNECTION,
      { id: 'fact', label: 'The fact, as it is', placeholder: 'permissions, recommended: s3:GetObject', isLong: true },
      { id: 'should', label: 'What it should be', isLong: true },
      SOURCE,
    ],
  },
  {
    file: 'bug',
    name: 'Bug',
    description: 'The library or the command does something else than it says.',
    label: 'bug',
    fields: [
      VERSION,
      {
        id: 'list',
        label: 'The list',
        description:
          'The smallest list that shows it, and the command or the code. Change addresses and names that are secret.',
        isLong: true,
      },
      { id: 'expected', label: 'What you expected', isLong: true },
      { id: 'got', label: 'What you got', description: 'The whole message, with its code.', isLong: true },
      { id: 'versions', label: 'Node, CDK, operating system', placeholder: 'Node 20.11, aws-cdk-lib 2.276, Linux' },
    ],
  },
];

export function addIssueForms(project: Project): void {
  for (const form of FORMS) {
    new YamlFile(project, `.github/ISSUE_TEMPLATE/${form.file}.yml`, { obj: formOf(form) });
  }
  new YamlFile(project, '.github/ISSUE_TEMPLATE/config.yml', {
    obj: {
      blank_issues_enabled: true,
      contact_links: [
        {
          name: 'Vulnerability',
          url: `${HOME_URL}/security/advisories/new`,
          about: 'Report it privately; SECURITY.md says what counts.',
        },
      ],
    },
  });
}

function formOf({ name, description, label, fields }: Form): object {
  return { name, description, labels: [label], body: fields.map(fieldOf) };
}

function fieldOf({ id, label, description, placeholder, isLong, options, isOptional }: Field): object {
  return {
    type: options !== undefined ? 'dropdown' : isLong === true ? 'textarea' : 'input',
    id,
    attributes: { label, description, placeholder, options },
    validations: { required: isOptional !== true },
  };
}
