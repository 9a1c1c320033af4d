import type { TerraformStack } from 'cdktf';
import { write, type WrittenStack } from './written';
import { createPolicyAllow } from '../../lib/platforms/gcp/constructs/policy-rules';
import { createAllow } from '../../lib/platforms/gcp/constructs/vpc-rules';
import type { NamedRule } from '../../lib/platforms/gcp/rule-set';
import { HOSTILE } from '../../test/support/hostile';
import { Port } from 'harness-delegate-access';

/** Every hostile text in a description of both kinds of rule. No list gets one there: descriptions hold names only. */
export function writeHostile(stack: TerraformStack): WrittenStack {
  HOSTILE.forEach((text, i) => {
    createAllow(stack, ruleOf('vpc', text, i), {
      network: 'prod',
      logging: 'all',
      priority: 1000,
      targetTags: ['delegate'],
    });
    createPolicyAllow(stack, ruleOf('policy', text, i), {
      firewallPolicy: 'shared',
      priorities: new Map([[`policy-${i}`, 1000 + i]]),
    });
  });
  return write(
    stack,
    ['vpc', 'policy'].flatMap((kind) => HOSTILE.map((text) => `Harness Delegate, ${kind}: ${text} (address)`)),
  );
}

function ruleOf(connection: string, text: string, i: number): NamedRule {
  return {
    name: `${connection}-${i}`,
    connection,
    family: 'ipv4',
    ports: [Port.tcp(8200)],
    enforcement: 'address',
    destinations: ['10.0.0.0/8'],
    reasons: [text],
    identity: `hostile ${i}`,
    flows: [],
  };
}
