import { Port as Ec2Port, type CfnSecurityGroup, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { endOf, MAX_PATH } from './names';
import { listWithin } from '../../../base';
import { ruleKey, type Port, type Rule } from '../../../network';
import type { Flow } from '../../../plan';

/** A rule in EC2's words. Knows nothing of groups and of how many rules one of them holds. */

/** Longest description of a rule. boto/botocore:botocore/data/ec2/2016-11-15/service-2.json@0e6e2404b, IpRange */
const MAX_DESCRIPTION = 255;
/** Characters that a description may not contain; the `&` of CIDR rules is not documented for prefix lists. */
const FORBIDDEN = /[^a-zA-Z0-9 ._\-:/()#,@[\]+=;{}!$*]/g;

/**
 * Matches nothing: a new group without a rule would allow all outbound traffic. The same rule that the CDK writes for
 * `allowAllOutbound: false`.
 */
export const NO_TRAFFIC: CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  description: 'Disallow all traffic',
};

/** True for rules that are written by `connections.allowTo`, because both ends change. */
export function isConnectable(rule: Rule<Flow>): boolean {
  return rule.destination.native?.kind === 'connectable';
}

export function connectableOf(rule: Rule<Flow>): IConnectable {
  return rule.destination.native!.value as IConnectable;
}

/** @param path of the delegate, for the description */
export function egressOf(rule: Rule<Flow>, path: string): CfnSecurityGroup.EgressProperty {
  const { port, destination } = rule;
  const peer =
    destination.native !== undefined
      ? { destinationPrefixListId: destination.native.value as string }
      : destination.family === 'ipv6'
        ? { cidrIpv6: destination.value ?? destination.text }
        : { cidrIp: destination.value ?? destination.text };
  const ports = { ipProtocol: port.protocol, fromPort: port.from, toPort: port.to };
  return { ...ports, ...peer, description: describeRule(rule, path) };
}

export function ec2Port(port: Port): Ec2Port {
  return port.protocol === 'tcp' ? Ec2Port.tcpRange(port.from, port.to) : Ec2Port.udpRange(port.from, port.to);
}

/** The reasons of a rule by their keys, as many as EC2 takes, and whose it is: `jenkins:443, vault:8200 and 3 more (Delegates/Build/Egress)`. */
export function describeRule({ reasons }: Rule<Flow>, path: string): string {
  return describeReasons(reasonKeys(reasons), path);
}

/** @param keys of the reasons */
export function describeReasons(keys: readonly string[], path: string): string {
  const shown = (text: string): string => text.replace(FORBIDDEN, '_');
  const owner = ` (${shown(endOf(path, MAX_PATH))})`;
  return `${listWithin(keys.map(shown), MAX_DESCRIPTION - owner.length)}${owner}`;
}

/** Keys of the flows behind a rule, each once, sorted. */
export function reasonKeys(reasons: readonly Flow[]): string[] {
  return [...new Set(reasons.map(({ key }) => key))].sort();
}

/** The reasons of several rules, by the keys of the rules. */
export function reasonsByRule(rules: readonly Rule<Flow>[]): Readonly<Record<string, string[]>> {
  return Object.fromEntries(rules.map((rule) => [ruleKey(rule), reasonKeys(rule.reasons)]));
}

/** Identity of a rule in its group, as EC2 compares rules. */
export const EGRESS_FIELDS = [
  'ipProtocol',
  'fromPort',
  'toPort',
  'cidrIp',
  'cidrIpv6',
  'destinationPrefixListId',
  'destinationSecurityGroupId',
] as const;
