import type { TemplateChoices, TemplateReader } from '../../../platform';
import { SECURITY_GROUP } from '../targets';
import { readCloudFormation } from './cloudformation';
import { checkGroups } from './ec2-rules';
import { AwsGroups } from './terraform';

function groupsOf({ groups = [] }: TemplateChoices): readonly string[] {
  return groups as readonly string[];
}

const CLOUDFORMATION: TemplateReader = {
  kinds: ['CloudFormation template'],
  choices: ['groups'],
  read: ({ value }, choices, collector) => {
    readCloudFormation(value, groupsOf(choices), collector);
    return SECURITY_GROUP.name;
  },
};

const TERRAFORM: TemplateReader = {
  kinds: ['Terraform configuration', 'Terraform plan or state'],
  choices: ['groups'],
  read: ({ resources, given }, choices, collector) => {
    const groups = new AwsGroups(resources, given, collector);
    checkGroups(groupsOf(choices), groups.names);
    groups.read(groupsOf(choices));
    return groups.names.length === 0 ? undefined : SECURITY_GROUP.name;
  },
};

export const READERS: readonly TemplateReader[] = [CLOUDFORMATION, TERRAFORM];
