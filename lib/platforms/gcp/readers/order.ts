import { VPC, type GoogleRule } from './rule';
import { ANYTHING, brief, COMPUTED, type Collector, type TerraformResource } from '../../../platform/template';

const AFTER = 'AFTER_CLASSIC_FIREWALL';

/** Orders the rules: a network can set its firewall policy before its VPC rules; the default is after. */
export function inOrder(
  rules: readonly GoogleRule[],
  networks: readonly TerraformResource[],
  collector: Collector,
): readonly GoogleRule[] {
  const orders = new Set(networks.map(({ values }) => orderOf(values.network_firewall_policy_enforcement_order)));
  const [order] = orders;
  const isVpc = ({ level }: GoogleRule): boolean => level === VPC;
  if (!rules.some(isVpc) || !rules.some(({ level }) => level > VPC)) {
    return rules;
  }
  if (order === 'BEFORE_CLASSIC_FIREWALL' && orders.size === 1) {
    return rules.map((rule) => (isVpc(rule) ? { ...rule, level: Number.MAX_SAFE_INTEGER } : rule));
  }
  if (order !== AFTER || orders.size > 1) {
    const what = order === undefined ? 'is in another template' : `says ${brief(order)}`;
    collector.cannotTell(
      'the network',
      `it ${what}; assuming the default, its firewall policy after its VPC rules`,
      ANYTHING,
    );
  }
  return rules;
}

function orderOf(value: unknown): unknown {
  return value === undefined || value === null || value === COMPUTED ? AFTER : value;
}
