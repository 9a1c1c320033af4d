import { Validations } from 'aws-cdk-lib';
import { CfnFirewallPolicy } from 'aws-cdk-lib/aws-networkfirewall';
import {
  CfnFirewallDomainList,
  CfnFirewallRuleGroup,
  CfnFirewallRuleGroupAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import type { Construct } from 'constructs';

/** The policy of a firewall for one rule group, and the group of DNS Firewall that its validation of addresses needs. */

interface DnsParts {
  readonly name: string;
  readonly domains: readonly string[];
  /** Id of the VPC whose resolver is asked. */
  readonly vpc: string | undefined;
  readonly priority: number;
  /** Every other name is answered with NXDOMAIN, for the whole VPC. */
  readonly block: boolean;
}

/** The names as a list, the group that allows them, and its association with the VPC. */
export function createDnsGroup(
  scope: Construct,
  { name, domains, vpc, priority, block }: DnsParts,
): CfnFirewallRuleGroup {
  const list = new CfnFirewallDomainList(scope, 'Domains', { name, domains: [...domains] });
  const group = new CfnFirewallRuleGroup(scope, 'DnsRuleGroup', {
    name,
    firewallRules: [
      {
        action: 'ALLOW',
        priority: 1,
        firewallDomainListId: list.attrId,
        // The names of a chain of CNAMEs are those of CDNs, which are not known before.
        firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
      },
      ...(block
        ? [
            {
              action: 'BLOCK',
              blockResponse: 'NXDOMAIN',
              priority: 2,
              firewallDomainListId: new CfnFirewallDomainList(scope, 'EveryName', {
                name: `${name}-others`,
                domains: ['*'],
              }).attrId,
            },
          ]
        : []),
    ],
  });
  if (vpc !== undefined) {
    new CfnFirewallRuleGroupAssociation(scope, 'DnsAssociation', {
      firewallRuleGroupId: group.attrId,
      vpcId: vpc,
      priority,
      name,
    });
  }
  return group;
}

interface PolicyParts {
  readonly name: string;
  readonly ruleGroup: string;
  /** Id of the DNS group of the validated names, or `undefined` without validation. */
  readonly dnsGroup: string | undefined;
  /** Blocks whose connections are validated. @default - those of the firewall's VPCs */
  readonly sources: readonly string[] | undefined;
  readonly watches: boolean;
}

const FORWARD = ['aws:forward_to_sfe'];
const DROP = 'aws:drop_established_app_layer_to_server';
const ALERT = 'aws:alert_established_app_layer_to_server';
/** Blocks that one policy takes. https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_Route53ResolvedIPValidation.html */
const MAX_SOURCES = 100;

/** A policy in strict order that drops what no group passes, once its protocol is known. */
export function createPolicy(
  scope: Construct,
  { name, ruleGroup, dnsGroup, sources, watches }: PolicyParts,
): CfnFirewallPolicy {
  const policy = new CfnFirewallPolicy(scope, 'Policy', {
    firewallPolicyName: name,
    firewallPolicy: {
      statelessDefaultActions: FORWARD,
      statelessFragmentDefaultActions: FORWARD,
      statefulDefaultActions: watches ? [ALERT] : [DROP, ALERT],
      statefulEngineOptions: { ruleOrder: 'STRICT_ORDER', streamExceptionPolicy: 'REJECT' },
      statefulRuleGroupReferences: [{ resourceArn: ruleGroup, priority: 100 }],
    },
  });
  if (dnsGroup !== undefined) {
    // An override: releases of the CDK before 2.276 do not know it. Rules validate their names; blocks of the list resolve nothing, so the policy only alerts.
    policy.addPropertyOverride('FirewallPolicy.Route53ResolvedIPValidation', {
      Action: 'ALERT',
      DNSFirewallRuleGroupId: dnsGroup,
      // A long connection outlives the answer that it began with.
      DNSExpiryExceptionPolicy: 'CONTINUE',
      ...(sources === undefined || sources.length > MAX_SOURCES ? {} : { SourceIPRanges: sources }),
    });
    // Newer releases of the CDK validate templates, by a schema that does not have the property yet.
    (Validations as typeof Validations | undefined)?.of(policy).acknowledge({
      id: 'CloudFormation-Validate::F3002',
      reason:
        'Route53ResolvedIPValidation is in the API since October 2026, and not yet in the schema of the validator',
    });
  }
  return policy;
}
