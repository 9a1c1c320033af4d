import { toDomainList } from './domain-list';
import { awsGrants as grants } from './grants';
import { namesFindings } from './names-findings';
import { checkFamilies } from './source-families';
import { suricataOf } from './suricata';
import { NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED } from './targets';
import { AccessError, show } from '../../base';
import { parseBlocks } from '../../network';
import type { Plan } from '../../plan';
import { PlanOnTarget, type ReviewedTarget, type SynthFiles, type SynthFlags, type TargetFacts } from '../../platform';

/** Rule groups as files, for whoever creates them with other tools. */

/** Room for more rules: the capacity of a group cannot be changed. */
const CAPACITY_STEP = 100;

/** The rules, and the rule group for `aws network-firewall create-rule-group`. @throws AccessError `MissingSource`, `InvalidCidr` */
export function suricataFiles(plan: Plan, { source, resolved, action }: SynthFlags): SynthFiles {
  const blocks = blocksOf(source);
  checkFamilies(plan, blocks);
  const { rules, capacity } = suricataOf(new PlanOnTarget(plan, factsOf({ resolved, action }), { grants }), {
    resolved: resolved !== undefined,
    action: actionOf(action),
  });
  const group = {
    Type: 'STATEFUL',
    Capacity: Math.ceil((2 * capacity) / CAPACITY_STEP) * CAPACITY_STEP,
    RuleGroup: {
      RuleVariables: { IPSets: { HOME_NET: { Definition: blocks } } },
      RulesSource: { RulesString: rules },
      StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
    },
  };
  const domains = resolved === undefined ? {} : domainFiles(plan);
  return { ...domains, 'harness-delegate.rules': rules, 'rule-group.json': `${JSON.stringify(group, undefined, 2)}\n` };
}

function factsOf({ resolved, action }: SynthFlags): TargetFacts {
  const form = resolved === undefined ? NETWORK_FIREWALL : NETWORK_FIREWALL_RESOLVED;
  return actionOf(action) === 'alert' ? { ...form, isWatching: true } : form;
}

/** The review of these rules, with what others must do for them. */
export function reviewedRules(flags: SynthFlags): ReviewedTarget {
  const choices = { policy: 'none', blockOtherNames: false, isOfSubnets: true } as const;
  const resolved = flags.resolved !== undefined;
  return { facts: factsOf(flags), findings: namesFindings({ ...choices, resolved, action: actionOf(flags.action) }) };
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
  return parseBlocks(source.split(','), () => '--source').map(({ text }) => text);
}

/** The names, one a line: a file for `aws route53resolver import-firewall-domains`. */
export function domainFiles(plan: Plan): SynthFiles {
  const domains = toDomainList(plan);
  return { 'domains.txt': domains.map((domain) => `${domain}\n`).join('') };
}
