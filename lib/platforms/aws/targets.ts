import type { TargetFacts, TargetRemark } from '../../platform';

const NETWORK = 'aws';

/** EC2 security groups. https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html */
export const SECURITY_GROUP: TargetFacts = {
  name: 'aws-security-group',
  title: 'AWS security group',
  platform: 'aws',
  network: NETWORK,
  names: { match: 'none', on: 'any' },
  remarks: [],
  hasEndpoints: true,
  port25: {
    what: 'EC2 blocks or throttles port 25 to outside addresses until AWS lifts it for the account',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle',
  },
};

/** AWS's own guide to Network Firewall. */
const GUIDE = 'aws/aws-security-services-best-practices:docs/en/guides/network-firewall/index.md@db49f233';

const FIREWALL_REMARKS: readonly TargetRemark[] = [
  {
    finding: 'NotInThePath',
    onNames: false,
    what: "the firewall sees only what the routes of the delegate's subnets send through its endpoints; traffic inside the VPC passes none",
    why: 'routes belong to the network team, and no template of this library shows them',
    fix: "route the delegate's subnets to the endpoint of their zone, and the way back too, then acknowledge this with who checked it",
    source: GUIDE,
  },
  {
    finding: 'OtherGroupsFirst',
    onNames: false,
    what: 'stateless rules, and rule groups of the policy with a higher priority, decide before this one, and may pass more',
    why: 'a policy has rule groups of several owners',
    fix: 'give this group a priority before every group with broad passes, and forward everything to the stateful engine',
    source: GUIDE,
  },
  {
    finding: 'EstablishedFlowsStay',
    onNames: false,
    what: 'a change of the rules does not end connections that passed already',
    why: 'the engine keeps its verdict for a flow until the flow ends',
    fix: 'restart the delegate after a change that closes something',
    source: GUIDE,
  },
];

/** A stateful rule group of Network Firewall with Suricata rules. https://docs.aws.amazon.com/network-firewall/latest/developerguide/ */
export const NETWORK_FIREWALL: TargetFacts = {
  name: 'aws-network-firewall',
  title: 'AWS Network Firewall',
  platform: 'aws',
  network: NETWORK,
  names: { match: 'one label', on: 'tls and http', gives: 'claimed name', otherwise: 'free port' },
  natives: ['prefix-list'],
  remarks: FIREWALL_REMARKS,
};

/** The same where the policy validates resolved addresses. https://docs.aws.amazon.com/network-firewall/latest/developerguide/route53-resolved-ip-validation-rules.html */
export const NETWORK_FIREWALL_RESOLVED: TargetFacts = {
  ...NETWORK_FIREWALL,
  name: 'aws-network-firewall-resolved',
  title: 'AWS Network Firewall with resolved addresses',
  formOf: NETWORK_FIREWALL.name,
  names: { ...NETWORK_FIREWALL.names, tiesExact: true },
};

/** Route 53 Resolver DNS Firewall. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html */
export const DNS_FIREWALL: TargetFacts = {
  name: 'aws-dns-firewall',
  title: 'Route 53 DNS Firewall',
  platform: 'aws',
  network: NETWORK,
  filters: 'lookups',
  names: {
    match: 'subtree',
    on: 'dns',
    gives: 'resolvable name',
    otherwise: 'closed',
    only: /^(?:\*\.)?[a-z0-9.*-]+$/,
  },
  remarks: [
    {
      finding: 'LookupsOnly',
      onNames: false,
      what: 'names are checked when the VPC resolver looks them up; what is connected to afterwards, on any port, is not',
      why: 'a client that has an address needs no lookup, and may ask another resolver, over HTTPS too',
      fix: 'let a firewall or a proxy check the traffic as well; keep 53 and 853 to other resolvers closed',
      source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html',
    },
  ],
};
