import type { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import { TerraformVariable, type TerraformStack } from 'cdktf';
import { write, type WrittenStack } from './written';
import type { AllowRule } from '../../lib/gcp/firewall-rules';
import { createPolicyAllow } from '../../lib/gcp/policy-rules';
import { createAllow } from '../../lib/gcp/vpc-rules';
import { HOSTILE } from '../../test/support/hostile';
import { Connection, Destination, Port } from 'harness-delegate-access';
import { DelegateEgress } from 'harness-delegate-access/gcp';

/** Every hostile text in a description of both kinds of rule, and everywhere that a user may write free text. */
export function writeHostile(stack: TerraformStack): WrittenStack {
  const texts = HOSTILE.flatMap((text, i) => describe(stack, text, i));
  addFreeTexts(stack);
  return write(stack, new Map(texts));
}

/** The descriptions that Terraform must plan, by address. */
function describe(stack: TerraformStack, text: string, i: number): [string, string][] {
  const rule: AllowRule = {
    connection: 'hostile',
    family: 'ipv4',
    ports: [Port.tcp(8200)],
    enforcement: 'address',
    destinations: ['10.0.0.0/8'],
    reasons: [text],
    identity: `hostile ${i}`,
  };
  const rules: readonly (ComputeFirewall | ComputeNetworkFirewallPolicyRule)[] = [
    createAllow(stack, rule, { network: 'prod', prefix: 'vpc', priority: 1000, targets: { targetTags: ['delegate'] } }),
    createPolicyAllow(stack, rule, { policy: 'shared', prefix: 'policy', targets: {} }),
  ];
  return rules.map(({ terraformResourceType, friendlyUniqueId }) => [
    `${terraformResourceType}.${friendlyUniqueId}`,
    `Harness Delegate, hostile: ${text} (address)`,
  ]);
}

/** Reasons, names of destinations, acknowledgements. */
function addFreeTexts(stack: TerraformStack): void {
  const cidr = new TerraformVariable(stack, 'cidr', { default: '10.1.2.0/24' }).stringValue;
  const connections = HOSTILE.flatMap((text, i) => [
    Connection.custom({ name: `custom-${i}`, to: ['10.0.0.0/8'], ports: [8200], reason: text }),
    Connection.jenkins({ name: `jenkins-${i}`, to: [Destination.deployTime(cidr, { name: text })] }),
  ]);
  const acknowledged = HOSTILE.map((text) => ({ finding: 'MissingPort', connection: text, reason: text }) as const);
  const common = { project: 'acme-prod', network: 'prod', connections, acknowledged };
  new DelegateEgress(stack, 'rules', { ...common, targetTags: ['delegate'] });
  new DelegateEgress(stack, 'policy', {
    ...common,
    firewallPolicy: { name: 'shared' },
    targetSecureTags: ['tagValues/1'],
  });
}
