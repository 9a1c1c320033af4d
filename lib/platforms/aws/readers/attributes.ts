/**
 * Arguments of AWS's security group resources that are known here, as of 2026-11-25: the pages of hashicorp/aws 5.x and
 * 6.x on registry.terraform.io. `decides` are the ones that decide egress.
 */

function names(text: string): readonly string[] {
  return text.split(' ');
}

const COMMON = names('id arn region description tags tags_all timeouts count for_each dynamic lifecycle depends_on');
const META = names('provider provisioner connection //');
const PORTS = 'from_port to_port';
const BLOCKS = 'cidr_blocks ipv6_cidr_blocks prefix_list_ids self';
const ONE = 'cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id';

interface Arguments {
  readonly decides: readonly string[];
  readonly others: readonly string[];
}

const GROUP: Arguments = {
  decides: ['egress'],
  others: [...COMMON, ...META, ...names('name name_prefix ingress owner_id revoke_rules_on_delete vpc_id')],
};

export const ATTRIBUTES: Readonly<Record<string, Arguments>> = {
  aws_security_group: GROUP,
  aws_default_security_group: GROUP,
  aws_security_group_rule: {
    decides: names(`type protocol security_group_id source_security_group_id ${PORTS} ${BLOCKS}`),
    others: [...COMMON, ...META, 'security_group_rule_id'],
  },
  aws_vpc_security_group_egress_rule: {
    decides: names(`ip_protocol security_group_id ${PORTS} ${ONE}`),
    others: [...COMMON, ...META, 'security_group_rule_id'],
  },
};

/** Fields of a rule inside a group. */
export const EGRESS_FIELDS = names(`protocol description security_groups ${PORTS} ${BLOCKS}`);
