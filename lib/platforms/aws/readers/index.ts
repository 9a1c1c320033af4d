import type { TemplateChoices, TemplateReader } from '../../../platform';
import { SECURITY_GROUP } from '../targets';
import { checkGroups } from './ec2-rules';
import { readStacks } from './stacks';
import { AwsGroups } from './terraform';
import { isFields, type TemplateFormat } from '../../../platform/template';

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

export const READERS: readonly TemplateReader[] = [CLOUDFORMATION, TERRAFORM];

export const FORMATS: readonly TemplateFormat[] = [
  {
    kind: 'CloudFormation template',
    recognizes: (value) => isFields(value) && isFields(value.Resources),
    fileOf: (value, name) => ({
      kind: 'CloudFormation template',
      name,
      value,
      resources: [],
      given: new Map(),
    }),
  },
];
