import { AccessError, oneOf, show } from '../../../base';
import type { TemplateChoices, TemplateReader } from '../../../platform';
import { SECURITY_GROUP } from '../targets';
import { readCloudFormation } from './cloudformation';
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
    const strangers = groupsOf(choices).filter((name) => !groups.names.includes(name));
    if (strangers.length > 0) {
      const has = groups.names.length === 0 ? 'it has none' : `it has ${oneOf(groups.names)}`;
      throw AccessError.of(
        'UnknownGroup',
        `the template has no security group ${strangers.map(show).join(', ')}; ${has}`,
      );
    }
    groups.read(groupsOf(choices));
    return groups.names.length === 0 ? undefined : SECURITY_GROUP.name;
  },
};

export const READERS: readonly TemplateReader[] = [CLOUDFORMATION, TERRAFORM];
