import { parseRange, type Range } from './addresses';
import { Firewall, type OracleRule } from './firewall';

/** What the security groups of a CloudFormation template let out, from the template alone. */

type Json = Record<string, unknown>;

export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Json }>>;
}

/**
 * All groups of the template on one interface: EC2 adds them up, and denies the rest.
 *
 * @param parameters values of the template's parameters
 */
export function awsEgress({ Resources }: Template, parameters: Readonly<Record<string, string>> = {}): Firewall {
  const all = Object.entries(Resources);
  const of = (type: string): [string, Json][] =>
    all.filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties ?? {}]);
  const lists = new Map(of('AWS::EC2::PrefixList'));
  const own = of('AWS::EC2::SecurityGroupEgress').map(([, rule]) => rule);
  const groups = of('AWS::EC2::SecurityGroup');
  const inline = groups.flatMap(([id, { SecurityGroupEgress }]) => {
    if (!Array.isArray(SecurityGroupEgress) || SecurityGroupEgress.length === 0) {
      throw new Error(`EC2 would add a rule that lets everything out to ${id}`);
    }
    return SecurityGroupEgress as Json[];
  });
  const rules = [...inline, ...own].filter(({ IpProtocol }) => IpProtocol !== 'icmp');
  return new Firewall(
    rules.map((rule) => oracleRule(rule, rangesOf(rule, lists, parameters))),
    false,
  );
}

/** Ids of the groups, and how many rules of each IP family the rules of each count for. */
export function rulesPerGroup({ Resources }: Template): Record<string, { ipv4: number; ipv6: number }> {
  const groups = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroup');
  return Object.fromEntries(
    groups.map(([id, { Properties }]) => {
      const rules = (Properties!.SecurityGroupEgress as Json[]).filter(({ IpProtocol }) => IpProtocol !== 'icmp');
      const count = (key: string): number => rules.filter((rule) => rule[key] !== undefined).length;
      return [id, { ipv4: count('CidrIp'), ipv6: count('CidrIpv6') }];
    }),
  );
}

function oracleRule({ IpProtocol, FromPort, ToPort }: Json, ranges: Range[]): OracleRule {
  return { allows: true, protocol: IpProtocol as string, ports: [[FromPort as number, ToPort as number]], ranges };
}

function rangesOf(rule: Json, lists: ReadonlyMap<string, Json>, parameters: Readonly<Record<string, string>>): Range[] {
  const { CidrIp, CidrIpv6, DestinationPrefixListId: list } = rule;
  if (list !== undefined) {
    const [id] = (list as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
    return (lists.get(id)!.Entries as { Cidr: string }[]).map(({ Cidr }) => parseRange(Cidr));
  }
  const block = CidrIp ?? CidrIpv6;
  return [parseRange(typeof block === 'string' ? block : parameters[(block as { Ref: string }).Ref]!)];
}
