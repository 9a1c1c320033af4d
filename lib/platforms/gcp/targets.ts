import type { TargetFacts, TargetRemark } from '../../platform';

const GOOGLE_PORT_25 = {
  what: 'Google Cloud blocks port 25 to outside addresses, even with a rule that allows it',
  source: 'https://cloud.google.com/compute/docs/tutorials/sending-mail',
};

const FQDN_SOURCE = 'https://docs.cloud.google.com/firewall/docs/fqdn-objects-overview';

const VPC_RULE_REMARKS: readonly TargetRemark[] = [
  {
    finding: 'OtherRulesFirst',
    onNames: false,
    what: 'an egress rule of the network with a priority before 65534, or a firewall policy of the organization or its folders, may allow more before the rules that deny',
    why: 'this app knows only its own rules',
    fix: 'check the egress rules of the network, and hierarchical policies',
    source: 'https://docs.cloud.google.com/firewall/docs/firewalls',
  },
];

const FIREWALL_POLICY_REMARKS: readonly TargetRemark[] = [
  {
    finding: 'UnresolvedNamesIgnored',
    onNames: true,
    what: 'Google Cloud resolves the host names itself, uses the first 32 addresses of each family, and ignores names that do not resolve',
    why: 'FQDN objects work this way',
    fix: 'let the delegate use the resolver of its VPC, and check rarely used names',
    source: FQDN_SOURCE,
  },
  {
    finding: 'ClassicRulesFirst',
    onNames: false,
    what: 'VPC firewall rules of the network are evaluated before this policy, unless its enforcement order says otherwise',
    why: 'the default order is AFTER_CLASSIC_FIREWALL: with a VPC rule that allows all egress, this policy has no effect',
    fix: 'set `network_firewall_policy_enforcement_order = "BEFORE_CLASSIC_FIREWALL"` on the network, or remove such rules',
    source:
      'https://docs.cloud.google.com/ruby/docs/reference/google-cloud-compute-v1/latest/Google-Cloud-Compute-V1-Network-NetworkFirewallPolicyEnforcementOrder',
  },
  {
    finding: 'BilledByNgfwStandard',
    onNames: true,
    what: 'rules with host names belong to Cloud NGFW Standard and are billed by the traffic to the internet that they evaluate',
    why: 'FQDN objects are not part of the free tier',
    fix: 'use VPC firewall rules where ports are enough',
    source: 'https://cloud.google.com/firewall/pricing',
  },
];

/** VPC firewall rules. https://docs.cloud.google.com/firewall/docs/firewalls */
export const VPC_RULES: TargetFacts = {
  name: 'gcp-vpc-rules',
  title: 'Google Cloud VPC firewall',
  platform: 'gcp',
  network: 'gcp',
  names: { match: 'none', on: 'any' },
  remarks: VPC_RULE_REMARKS,
  port25: GOOGLE_PORT_25,
};

/** A network firewall policy, with FQDN objects. https://docs.cloud.google.com/firewall/docs/fqdn-objects-overview */
export const FIREWALL_POLICY: TargetFacts = {
  name: 'gcp-firewall-policy',
  title: 'Google Cloud network firewall policy',
  platform: 'gcp',
  network: 'gcp',
  names: { match: 'exact', on: 'any' },
  remarks: FIREWALL_POLICY_REMARKS,
  port25: GOOGLE_PORT_25,
};
