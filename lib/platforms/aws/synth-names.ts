import { domainsOf } from './domain-list';
import { awsGrants as grants } from './grants';
import { suricataOf } from './suricata';
import { DNS_FIREWALL, NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED } from './targets';
import { AccessError, collect, show, throwIfAny, type Problem } from '../../base';
import { Cidr } from '../../network';
import type { Plan } from '../../plan';
import { PlanOnTarget, type SynthFiles, type SynthFlags } from '../../platform';

/** Rule groups as files, for whoever creates them with other tools. */

/** Room for more rules: the capacity of a group cannot be changed. */
const CAPACITY_STEP = 100;

/** The rules, and the rule group for `aws network-firewall create-rule-group`. @throws AccessError `MissingSource`, `InvalidCidr` */
export function suricataFiles(plan: Plan, { source, resolved, action }: SynthFlags): SynthFiles {
  const facts = resolved === undefined ? NETWORK_FIREWALL : NETWORK_FIREWALL_RESOLVED;
  const { rules, capacity } = suricataOf(new PlanOnTarget(plan, facts, { grants }), {
    resolved: resolved !== undefined,
    action: actionOf(action),
  });
  const group = {
    Type: 'STATEFUL',
    Capacity: Math.ceil((2 * capacity) / CAPACITY_STEP) * CAPACITY_STEP,
    RuleGroup: {
      RuleVariables: { IPSets: { HOME_NET: { Definition: blocksOf(source) } } },
      RulesSource: { RulesString: rules },
      StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
    },
  };
  const domains = resolved === undefined ? {} : domainFiles(plan);
  return { ...domains, 'harness-delegate.rules': rules, 'rule-group.json': `${JSON.stringify(group, undefined, 2)}\n` };
}

function actionOf(value: string | undefined): 'drop' | 'alert' {
  if (value !== undefined && value !== 'drop' && value !== 'alert') {
    throw AccessError.of('InvalidChoice', `\`--action\` must be \`drop\` or \`alert\`, got ${show(value)}`);
  }
  return value ?? 'drop';
}

function blocksOf(source: string | undefined): string[] {
  if (source === undefined) {
    throw AccessError.of(
      'MissingSource',
      'the rules are for the delegate alone: set its subnets with `--source`, such as `--source 10.0.1.0/24,10.0.2.0/24`',
    );
  }
  const problems: Problem[] = [];
  const blocks = source.split(',').map((text) => collect(problems, '`--source`: ', () => Cidr.parse(text.trim())));
  throwIfAny(problems);
  return blocks.map((block) => block!.text);
}

/** The names, one a line: a file for `aws route53resolver import-firewall-domains`. */
export function domainFiles(plan: Plan): SynthFiles {
  const domains = domainsOf(new PlanOnTarget(plan, DNS_FIREWALL, { grants }));
  return { 'domains.txt': domains.map((domain) => `${domain}\n`).join('') };
}
