/**
 * Known properties of the resources that decide egress, as of 2026-11. A later property may decide traffic too, so a key
 * that is not here is "cannot tell".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_EC2.html
 */

const RULE = [
  'CidrIp',
  'CidrIpv6',
  'Description',
  'DestinationPrefixListId',
  'DestinationSecurityGroupId',
  'FromPort',
  'IpProtocol',
  'ToPort',
];

const KNOWN = {
  group: ['GroupDescription', 'GroupName', 'SecurityGroupEgress', 'SecurityGroupIngress', 'Tags', 'VpcId'],
  /** Inside a group; `Source…` are those of inbound rules, which EC2 ignores here. */
  inline: [...RULE, 'SourceSecurityGroupId'],
  rule: [...RULE, 'GroupId'],
  list: ['AddressFamily', 'Entries', 'MaxEntries', 'PrefixListName', 'Tags'],
} as const;

/** Keys that are not known, those of transforms, loops and merges among them. */
export function unknownKeys(properties: object, kind: keyof typeof KNOWN): string[] {
  const known: readonly string[] = KNOWN[kind];
  return Object.keys(properties).filter((key) => !known.includes(key));
}
