/**
 * Arguments of Google Cloud's firewall resources, and what they mean for egress, as of 2026-11-25: the schema of
 * hashicorp/google 6.50.0 (`@cdktf/provider-google` 16.12.1), the pages of 7.x on registry.terraform.io, and the REST
 * reference of compute/v1 for what `gcloud` prints.
 */

/**
 * - `read`: decides the traffic, and is read here
 * - `narrows`: decides the traffic in a way that is not read
 * - `inbound`: of inbound rules alone, so on an egress rule only a mistake sets it
 * - `none`: decides no traffic
 */
export type Meaning = 'read' | 'narrows' | 'inbound' | 'none';

function all(meaning: Meaning, names: string): [string, Meaning][] {
  return names.split(' ').map((name) => [name, meaning]);
}

/** Of every resource, and what Terraform and the API add. */
const COMMON = [
  ...all('read', 'count for_each dynamic'),
  ...all('none', 'id name description project region timeouts lifecycle depends_on provider provisioner connection'),
  ...all('none', 'deletion_policy self_link self_link_with_id creation_timestamp fingerprint kind //'),
];

const VPC_RULE = new Map([
  ...COMMON,
  ...all('read', 'allow deny destination_ranges direction disabled network priority'),
  ...all('read', 'target_service_accounts target_tags'),
  ...all('narrows', 'source_ranges'),
  ...all('inbound', 'source_service_accounts source_tags'),
  ...all('none', 'enable_logging log_config params'),
]);

const POLICY_RULE = new Map([
  ...COMMON,
  ...all('read', 'action direction disabled firewall_policy match priority'),
  ...all('read', 'target_resources target_secure_tags target_service_accounts'),
  ...all('narrows', 'target_type target_forwarding_rules'),
  // They inspect traffic that an action sends to them; that action is not read.
  ...all('none', 'security_profile_group tls_inspect'),
  ...all('none', 'enable_logging rule_name rule_tuple_count log_config'),
]);

const MATCH = new Map([
  ...all('read', 'dest_ip_ranges dest_fqdns layer4_configs dynamic'),
  // Other destinations: which addresses they are is known only to Google.
  ...all('read', 'dest_address_groups dest_region_codes dest_threat_intelligences'),
  ...all('narrows', 'dest_network_context dest_network_scope dest_network_type src_ip_ranges'),
  ...all('inbound', 'src_address_groups src_fqdns src_region_codes src_secure_tags src_threat_intelligences'),
  ...all('inbound', 'src_network_context src_network_scope src_network_type src_networks'),
]);

export const ATTRIBUTES: Readonly<Record<'vpcRule' | 'policyRule' | 'match', ReadonlyMap<string, Meaning>>> = {
  vpcRule: VPC_RULE,
  policyRule: POLICY_RULE,
  match: MATCH,
};
