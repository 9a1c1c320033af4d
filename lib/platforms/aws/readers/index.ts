import { SECURITY_GROUP } from '../targets';
import { isAnswer, readAnswers } from './aws-cli';
import { checkGroups } from './ec2-rules';
import { readStacks } from './stacks';
import { AwsGroups } from './terraform';
import { refuse, type TemplateChoices, type TemplateReader } from '../../../platform';
import {
  fieldsOf,
  isFields,
  parseTemplate,
  type Collector,
  type TemplateFile,
  type TemplateFormat,
  type TemplateKind,
} from '../../../platform/template';

function groupsOf({ groups = [] }: TemplateChoices): readonly string[] {
  return groups as readonly string[];
}

const CLOUDFORMATION: TemplateReader = {
  kinds: ['CloudFormation template'],
  choices: ['groups'],
  read: (files, choices, collector) => {
    readStacks(files, groupsOf(choices), collector);
    return SECURITY_GROUP.name;
  },
};

const TERRAFORM: TemplateReader = {
  kinds: ['Terraform configuration', 'Terraform plan or state'],
  choices: ['groups'],
  read: (files, choices, collector) => {
    const resources = files.flatMap((file) => file.resources);
    const given = new Map(files.flatMap((file) => [...file.given]));
    const groups = new AwsGroups(resources, given, collector);
    checkGroups(groupsOf(choices), groups.names);
    groups.read(groupsOf(choices));
    return groups.names.length === 0 ? undefined : SECURITY_GROUP.name;
  },
};

const LIVE: TemplateReader = {
  kinds: ['answer of the AWS CLI'],
  choices: ['groups'],
  read: (files, choices, collector) => {
    readAnswers(files, groupsOf(choices), collector);
    return SECURITY_GROUP.name;
  },
};

export const READERS: readonly TemplateReader[] = [CLOUDFORMATION, TERRAFORM, LIVE];

function fileOf(kind: TemplateKind, value: unknown, name: string): TemplateFile {
  return { kind, name, value, resources: [], given: new Map() };
}

/** A template, or the answer of `aws cloudformation get-template` around it, in which it may be a text. */
function stackOf(value: unknown, collector: Collector): unknown {
  const { TemplateBody: body } = fieldsOf(value);
  return body === undefined ? value : typeof body === 'string' ? parseTemplate(body, collector) : body;
}

function isStack(value: unknown): boolean {
  return isFields(value) && isFields(value.Resources);
}

export const FORMATS: readonly TemplateFormat[] = [
  {
    kind: 'CloudFormation template',
    recognizes: (value) => isStack(value) || fieldsOf(value).TemplateBody !== undefined,
    fileOf: (value, name, collector) => {
      const stack = stackOf(value, collector);
      refuse({
        when: !isStack(stack),
        code: 'UnknownTemplate',
        message: 'the `TemplateBody` of this answer has no `Resources`',
      });
      return fileOf('CloudFormation template', stack, name);
    },
  },
  {
    kind: 'answer of the AWS CLI',
    recognizes: isAnswer,
    fileOf: (value, name) => fileOf('answer of the AWS CLI', value, name),
  },
];
