import type { DelegateEgressProps } from './egress-props';
import { DelegateFirewallPolicy } from './firewall-policy';
import { sharedAccountFinding } from './targets';
import { finding, recorded, type Finding, type Plan } from '../../../plan';
import { GCP_LIMITS } from '../limits';
import { DEFAULT_BAND } from '../priorities';
import type { RuleSet } from '../rule-set';

/** Findings of the rules of one delegate, which only the construct knows. */
export function egressFindings(plan: Plan, set: RuleSet, props: DelegateEgressProps): Finding[] {
  const { firewallPolicy = 'none' } = props;
  return [
    set.deny === 'observe' ? nothingClosed() : deniesEverythingElse(plan),
    ...sharedAccountFinding(props),
    ...(firewallPolicy === 'none' ? manyRules(set, props) : [...manyInPolicy(set, props), ...lowerNumbers(props)]),
  ];
}

/** Counts the rules of this delegate alone; those of others in the project are not known here. */
function manyRules({ allows, last }: RuleSet, { quotas = {} }: DelegateEgressProps): Finding[] {
  const { rulesPerProject = GCP_LIMITS.rulesPerProject.value } = quotas;
  const count = allows.length + last.length;
  return count <= rulesPerProject
    ? []
    : [
        finding('ManyFirewallRules', 'egress', {
          what: `${count} firewall rules exceed the quota of the project, ${rulesPerProject}`,
          why: 'the quota FIREWALLS counts all rules of a project, and some projects have 100',
          fix: 'set `quotas.rulesPerProject` to the quota, ask Google to raise it, or set `reach` to a proxy',
        }),
      ];
}

/** Counts the rules and names of this delegate alone, against the quotas of a policy, which are not those of a project. */
function manyInPolicy({ allows, last }: RuleSet, { quotas = {} }: DelegateEgressProps): Finding[] {
  const rules = allows.length + last.length;
  const names = new Set(allows.flatMap(({ family, destinations }) => (family === 'names' ? destinations : []))).size;
  const over = [
    ...(rules > (quotas.rulesPerPolicy ?? Infinity) ? [`${rules} rules of ${quotas.rulesPerPolicy}`] : []),
    ...(names > (quotas.namesPerPolicy ?? Infinity) ? [`${names} host names of ${quotas.namesPerPolicy}`] : []),
  ];
  return over.length === 0
    ? []
    : [
        finding('ManyPolicyRules', 'egress', {
          what: `the rules exceed the quotas of a firewall policy: ${over.join(', ')}`,
          why: 'a policy has quotas of its own, which count the rules of every user of it',
          fix: 'ask Google to raise the quota, or set `reach` to a proxy or to Private Google Access',
          source: recorded('https://cloud.google.com/firewall/docs/quotas'),
        }),
      ];
}

/** In a policy that others write to, rules before the band may allow more, or deny what these allow. */
function lowerNumbers({ firewallPolicy }: DelegateEgressProps): Finding[] {
  if (typeof firewallPolicy !== 'object' || firewallPolicy instanceof DelegateFirewallPolicy) {
    return [];
  }
  const { from, to } = firewallPolicy.priorities ?? DEFAULT_BAND;
  return [
    finding('PolicyRulesFirst', 'egress', {
      what: `rules of the policy with a priority before ${from} come first: one that denies makes these rules dead, and one that allows opens more`,
      why: `the rules of this delegate have priorities of ${from} to ${to}, and this app knows no others of the policy`,
      fix: 'list the rules of the policy, and set `firewallPolicy.priorities` to a band before those that deny everything',
      source: recorded('https://cloud.google.com/firewall/docs/firewall-policies-rule-details#priority'),
    }),
  ];
}

function nothingClosed(): Finding {
  return finding('NothingClosed', 'egress', {
    what: 'nothing is closed: two rules allow and log all other egress of the targeted machines',
    why: "`deny: 'observe'` is set",
    fix: "read the logs of the two rules, add what is missing to the list, and set `deny: 'on'`",
  });
}

function deniesEverythingElse(plan: Plan): Finding {
  const open = [...new Set(plan.flows.map(({ port }) => port.text))].join(', ');
  return finding('DeniesEverythingElse', 'egress', {
    what: `the targeted machines lose all egress but these rules (${open}) and the metadata server, with its DNS and its time`,
    why: 'Google Cloud allows all egress that no rule denies, so two rules deny the rest',
    fix: 'add a `Connection.custom` for what else they need, such as package mirrors, or use `reach`',
    source: recorded('https://cloud.google.com/firewall/docs/firewalls#alwaysallowed'),
  });
}
