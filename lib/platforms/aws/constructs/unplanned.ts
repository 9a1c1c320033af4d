import { Stack } from 'aws-cdk-lib';
import type { CfnSecurityGroupEgress } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { pathOf } from './names';
import { describeRule, EGRESS_FIELDS, egressOf, isConnectable } from './render-egress';
import type { FoundEgress } from './security-groups';
import type { Rule } from '../../../network';
import { finding, type Finding, type Flow } from '../../../plan';

/** Fields with the destination of a rule. */
const PEERS = EGRESS_FIELDS.slice(3);

export interface Comparison {
  readonly findings: Finding[];
  /** Problems of duplicate rules on one group, which EC2 refuses. */
  readonly duplicates: string[];
}

/**
 * Compares the rules on the groups of a delegate, as the templates have them, with the plan.
 *
 * @param scope the delegate, in whose template the planned rules are
 */
export function unplanned(
  found: readonly FoundEgress[],
  planned: ReadonlySet<CfnSecurityGroupEgress>,
  rules: readonly Rule<Flow>[],
  scope: Construct,
): Comparison {
  const [stack, owner] = [Stack.of(scope), pathOf(scope)];
  const own = rules.filter((rule) => !isConnectable(rule));
  const ours = new Set(own.map((rule) => identityOf(stack.resolve(egressOf(rule, owner)) as object)));
  const toConnectables = new Set(
    rules.filter(isConnectable).map((rule) => `${rule.port.key} ${describeRule(rule, owner)}`),
  );
  const isOurs = ({ resource, isOwn }: FoundEgress): boolean =>
    isOwn === true || (resource !== undefined && planned.has(resource));
  const strangers = found.filter(
    (entry) => !(isOurs(entry) && ours.has(identityOf(entry.rule))) && !toConnectables.has(connectableKey(entry.rule)),
  );
  const twice = strangers.filter((entry) => !isOurs(entry) && ours.has(identityOf(entry.rule)));
  return {
    findings: strangers.filter((entry) => !twice.includes(entry)).map(toFinding),
    duplicates: twice.map(
      ({ path, rule }) =>
        `${path} allows ${describe(rule)}, a duplicate of a planned rule on the same group; EC2 refuses duplicates: remove one of them`,
    ),
  };
}

function toFinding({ path, rule }: FoundEgress): Finding {
  return finding('UnplannedEgress', 'egress', {
    port: `${path} ${describe(rule)}`,
    what: `${path} allows ${describe(rule)}, which is not in the plan`,
    why: "other code, an aspect or an override put it on the delegate's group",
    fix: 'replace it by a `Connection.custom` with its reason',
  });
}

function identityOf(rule: object): string {
  // A template may have a port as a text.
  return JSON.stringify(
    EGRESS_FIELDS.map((field) => {
      const value = (rule as FoundEgress['rule'])[field];
      return typeof value === 'number' ? `${value}` : value;
    }),
  );
}

function connectableKey(rule: FoundEgress['rule']): string {
  const { ipProtocol, fromPort, toPort, description, destinationSecurityGroupId } = rule;
  const range = fromPort === toPort ? String(fromPort) : `${String(fromPort)}-${String(toPort)}`;
  return destinationSecurityGroupId === undefined ? '' : `${String(ipProtocol)}:${range} ${String(description)}`;
}

function describe(rule: FoundEgress['rule']): string {
  const { ipProtocol, fromPort, toPort } = rule;
  const to = PEERS.map((field) => rule[field]).find((peer) => peer !== undefined);
  const ports =
    ipProtocol === '-1'
      ? 'everything'
      : `${typeof ipProtocol === 'object' ? JSON.stringify(ipProtocol) : String(ipProtocol)} ${String(fromPort ?? 'any')}-${String(toPort ?? 'any')}`;
  return `${ports} to ${typeof to === 'string' ? to : JSON.stringify(to)}`;
}
