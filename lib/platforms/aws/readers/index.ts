import { SECURITY_GROUP } from '../targets';
import { CloudFormationGroups } from './cloudformation';
import { checkGroups } from './ec2-rules';
import type { GroupSource } from './group-source';
import { isAccountAnswer, readRole } from './iam';
import { isLiveAnswer, LiveGroups } from './live';
import { isRuleGroupAnswer, RULE_GROUPS } from './rule-groups';
import { AwsGroups } from './terraform';
import type { TemplateChoices, TemplateReader } from '../../../platform';
import {
  ANYTHING,
  isFields,
  TerraformIndex,
  type TemplateFile,
  type TemplateFormat,
  type TemplateKind,
} from '../../../platform/template';

const TERRAFORM: readonly TemplateKind[] = ['Terraform configuration', 'Terraform plan or state'];

/** Security groups of every kind of template, together. */
const READER: TemplateReader = {
  kinds: ['CloudFormation template', 'answer of the AWS CLI', ...TERRAFORM],
  choices: ['groups', 'role'],
  read: (files, choices, collector) => {
    const wanted = groupsOf(choices);
    readRole(files, choices.role as string | undefined, collector);
    collector.isNetwork = files.some(({ value }) => !isAccountAnswer(value) && !isRuleGroupAnswer(value));
    const ofKind = (...kinds: readonly TemplateKind[]): TemplateFile[] =>
      files.filter(({ kind }) => kinds.includes(kind));
    const [templates, answers, plans] = [
      ofKind('CloudFormation template'),
      ofKind('answer of the AWS CLI').filter(({ value }) => !isAccountAnswer(value) && !isRuleGroupAnswer(value)),
      ofKind(...TERRAFORM),
    ];
    const sources: GroupSource[] = [
      ...(templates.length === 0 ? [] : [new CloudFormationGroups(templates, collector)]),
      ...(answers.length === 0 ? [] : [new LiveGroups(answers, collector)]),
    ];
    const terraform = new AwsGroups(new TerraformIndex(plans), collector);
    const inTerraform = terraform.named(wanted);
    const names = sources.flatMap((source) =>
      source.names.map((name) => ({ name, called: [name, ...(source.aliasesOf?.(name) ?? [])] })),
    );
    checkGroups(wanted, [
      ...new Set([...names.flatMap(({ called }) => called.flatMap(shortAndLong)), ...terraform.names]),
      ...wanted.filter((name) => terraform.named([name]).some((full) => terraform.names.includes(full))),
    ]);
    const isWanted = (name: string): boolean =>
      wanted.length === 0 ||
      names.some((own) => own.name === name && own.called.flatMap(shortAndLong).some((one) => wanted.includes(one)));
    const chosen = names.map(({ name }) => name).filter(isWanted);
    collector.read.push(...chosen);
    sources.forEach((source) => source.read(isWanted, wanted.length === 0));
    terraform.read(inTerraform);
    const all = [...chosen, ...terraform.names.filter((name) => wanted.length === 0 || inTerraform.includes(name))];
    if (all.length === 0 && sources.length > 0) {
      collector.cannotTell('the template', NO_GROUP, ANYTHING);
    }
    if (all.length > 0) {
      const which = wanted.length > 0 || all.length === 1 ? 'security group' : 'all security groups together:';
      collector.about.push(`${which} ${all.slice(0, SHOWN).join(', ')}${all.length > SHOWN ? ' and more' : ''}`);
    }
    const isOurs = sources.length + terraform.names.length > 0 || collector.permissions !== undefined;
    return isOurs ? SECURITY_GROUP.name : undefined;
  },
};

/** Groups that the first line of an audit names. */
const SHOWN = 4;
/** https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
const NO_GROUP =
  'it has no security group, so that of the delegate is unknown; the default group of a VPC allows all outbound traffic';

function groupsOf({ groups = [] }: TemplateChoices): readonly string[] {
  return groups as readonly string[];
}

/** `a.json: Group` is also called `Group`. */
function shortAndLong(name: string): string[] {
  const at = name.lastIndexOf(': ');
  return at < 0 ? [name] : [name, name.slice(at + 2)];
}

export const READERS: readonly TemplateReader[] = [READER, RULE_GROUPS];

export const FORMATS: readonly TemplateFormat[] = [
  {
    kind: 'CloudFormation template',
    recognizes: (value) => isFields(value) && isFields(value.Resources),
    fileOf: (value, name) => fileOf('CloudFormation template', value, name),
  },
  {
    kind: 'answer of the AWS CLI',
    recognizes: (value) => isLiveAnswer(value) || isAccountAnswer(value) || isRuleGroupAnswer(value),
    fileOf: (value, name) => fileOf('answer of the AWS CLI', value, name),
  },
];

function fileOf(kind: TemplateKind, value: unknown, name: string): TemplateFile {
  return { kind, name, value, resources: [] };
}
