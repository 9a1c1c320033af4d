import { NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED } from '../targets';
import { resourcesOf } from './cloudformation-resources';
import { readRules } from './rules-text';
import { AccessError, oneOf } from '../../../base';
import type { TemplateReader } from '../../../platform';
import {
  ANYTHING,
  fieldsOf,
  isFields,
  listOf,
  TerraformIndex,
  type Collector,
  type TemplateFile,
} from '../../../platform/template';

/** Stateful rule groups of Network Firewall, with the rules as a text. */

const CLOUDFORMATION = 'AWS::NetworkFirewall::RuleGroup';
const TERRAFORM = 'aws_networkfirewall_rule_group';

interface Group {
  readonly name: string;
  /** Blocks of its variable `HOME_NET`, where it has one. */
  readonly homeNet?: unknown;
  /** The text of its rules, where that is known. */
  readonly rules: unknown;
}

export const RULE_GROUPS: TemplateReader = {
  kinds: ['CloudFormation template', 'answer of the AWS CLI', 'Terraform configuration', 'Terraform plan or state'],
  choices: ['ruleGroup'],
  isApart: true,
  read: (files, { ruleGroup }, collector) => {
    const all = files.flatMap((file) => groupsOf(file, collector));
    const chosen = ruleGroup === undefined ? all : all.filter(({ name }) => name === ruleGroup);
    if (ruleGroup !== undefined && chosen.length === 0) {
      throw AccessError.of(
        'UnknownGroup',
        `the template has no rule group \`${ruleGroup as string}\`${all.length === 0 ? '' : `; it has ${oneOf(all.map(({ name }) => name))}`}`,
      );
    }
    if (chosen.length === 0) {
      return undefined;
    }
    let isTied = false;
    for (const { name, rules } of chosen) {
      collector.read.push(name);
      if (typeof rules === 'string') {
        isTied = readRules(rules, name, collector).isTied || isTied;
      } else {
        collector.cannotTell(name, 'its rules are no text that is known before deployment', ANYTHING);
      }
    }
    if (chosen.length > 1) {
      collector.cannotTell(
        'the template',
        'it has several rule groups, of which the policy decides the order; choose one with `--rule-group`',
        ANYTHING,
      );
    }
    collector.about.push(`rule group ${chosen.map(({ name, homeNet }) => `${name}${homeText(homeNet)}`).join(', ')}`);
    return (isTied ? NETWORK_FIREWALL_RESOLVED : NETWORK_FIREWALL).name;
  },
};

function groupsOf(file: TemplateFile, collector: Collector): Group[] {
  if (file.kind === 'CloudFormation template') {
    return resourcesOf([file], collector)
      .filter(({ type }) => type === CLOUDFORMATION)
      .map(({ id, properties, values }) => ({
        name: id,
        homeNet: homeNetOf(properties.RuleGroup),
        rules: values.resolve(fieldsOf(fieldsOf(properties.RuleGroup).RulesSource).RulesString),
      }));
  }
  if (file.kind === 'answer of the AWS CLI') {
    const { RuleGroup: group, RuleGroupResponse: response, RuleGroupName: named } = fieldsOf(file.value);
    const name = fieldsOf(response).RuleGroupName ?? named ?? 'the rule group';
    return isFields(group)
      ? [{ name: String(name), homeNet: homeNetOf(group), rules: fieldsOf(group.RulesSource).RulesString }]
      : [];
  }
  return new TerraformIndex([file]).resources
    .filter(({ type }) => type === TERRAFORM)
    .map(({ address, values }) => {
      const [group] = listOf(values.rule_group);
      const [source] = listOf(fieldsOf(group ?? values.rule_group).rules_source);
      return { name: address, rules: fieldsOf(source).rules_string ?? values.rules };
    });
}

function homeNetOf(group: unknown): unknown {
  return fieldsOf(fieldsOf(fieldsOf(fieldsOf(group).RuleVariables).IPSets).HOME_NET).Definition;
}

/** Whose traffic it is for, where the text says so. */
function homeText(homeNet: unknown): string {
  const blocks = listOf(homeNet).filter((block) => typeof block === 'string');
  return blocks.length === 0 ? '' : ` for ${blocks.join(', ')}`;
}

/** True for `aws network-firewall describe-rule-group`, and for the file that `synth --to suricata` writes. */
export function isRuleGroupAnswer(value: unknown): boolean {
  return isFields(value) && isFields(value.RuleGroup) && isFields(value.RuleGroup.RulesSource);
}
