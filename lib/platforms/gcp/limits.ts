/** Every limit of Google Cloud that this library counts against, each written once, with its source. */

const FIREWALL = 'GoogleCloudPlatform/magic-modules:mmv1/products/compute/Firewall.yaml@d57784406a';
const POLICY_RULE = 'GoogleCloudPlatform/magic-modules:mmv1/products/compute/NetworkFirewallPolicyRule.yaml@d57784406a';

/** Limits of Google Cloud; none of them is raised on request but the last. */
export const GCP_LIMITS = {
  /** Address ranges of one rule. */
  ranges: { value: 5000, source: POLICY_RULE },
  /** FQDN objects of one policy rule. */
  names: { value: 100, source: POLICY_RULE },
  serviceAccounts: { value: 10, source: FIREWALL },
  secureTags: { value: 256, source: POLICY_RULE },
  /** Lowest precedence of a VPC firewall rule, where the implied rules sit. */
  vpcPriority: { value: 65_535, source: FIREWALL },
  /** Lowest precedence of a policy rule. */
  policyPriority: { value: 2_147_483_647, source: POLICY_RULE },
  /** VPC firewall rules of a project. */
  rulesPerProject: { value: 100, source: 'no default is published; some projects have 100' },
} as const;
