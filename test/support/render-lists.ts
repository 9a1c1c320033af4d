import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App as CdkApp, CfnParameter, Stack } from 'aws-cdk-lib';
import { App as TerraformApp, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { connectionsOf, optionsOf, type ListSpec } from './random-lists';
import { ecsTasks, ENV, someVpc } from './stacks';
import type { Template } from '../oracle/aws-egress';
import type { TerraformResources } from '../oracle/google-egress';
import type { ReviewDocument } from 'harness-delegate-access';
import { DelegateAccess as AwsAccess } from 'harness-delegate-access/aws';
import { DelegateAccess as GoogleAccess } from 'harness-delegate-access/gcp';

/** Lists as templates of both clouds; many stacks share one app. */

export const QUOTAS = { rulesPerGroup: 25, groupsPerInterface: 16 };

export interface Rendered {
  readonly template: Template;
  readonly vpcRules: TerraformResources;
  readonly policy: TerraformResources;
  readonly reviews: { readonly vpcRules: ReviewDocument; readonly policy: ReviewDocument };
}

export function renderAll(
  specs: readonly ListSpec[],
  options: { readonly hasLists?: (index: number) => boolean } = {},
): Rendered[] {
  // Both CDKs note where each construct was made, which takes most of the time here and is of no use.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return render(specs, options.hasLists ?? ((i) => i % 3 === 0));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function render(specs: readonly ListSpec[], hasLists: (index: number) => boolean): Rendered[] {
  const cdk = new CdkApp();
  const stacks = specs.map((spec, i) => ({
    aws: awsStack(cdk, `List${i}`, spec, hasLists(i)),
    vpcRules: googleStack(spec, 'none'),
    policy: googleStack(spec, 'new'),
  }));
  const assembly = cdk.synth();
  return stacks.map(({ aws, vpcRules, policy }) => ({
    // Names and descriptions have the path of the stack.
    template: JSON.parse(
      JSON.stringify(assembly.getStackByName(aws.stackName).template).replaceAll(
        `${aws.node.id}/Access`,
        'List/Access',
      ),
    ) as Template,
    vpcRules: resourcesOf(vpcRules.stack),
    policy: resourcesOf(policy.stack),
    reviews: { vpcRules: vpcRules.review, policy: policy.review },
  }));
}

/** One list in a stack of its own. */
export function awsStack(app: CdkApp, id: string, spec: ListSpec, hasLists: boolean): Stack {
  const stack = new Stack(app, id, { env: ENV });
  const parameters = new Map<string, CfnParameter>();
  const tokenOf = (name: string): string => {
    const known = parameters.get(name) ?? new CfnParameter(stack, name);
    parameters.set(name, known);
    return known.valueAsString;
  };
  new AwsAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: connectionsOf(spec, tokenOf),
    ...optionsOf(spec),
    assumedBy: ecsTasks(stack),
    quotas: QUOTAS,
    review: false,
    ...(hasLists ? { managedPrefixLists: { maxEntries: 10 } } : {}),
  });
  return stack;
}

/** In an app of its own: delegates of one name cannot be in one. */
function googleStack(
  spec: ListSpec,
  firewallPolicy: 'none' | 'new',
): { stack: TerraformStack; review: ReviewDocument } {
  const stack = new TerraformStack(new TerraformApp({ skipValidation: true }), 'stack');
  new GoogleProvider(stack, 'google', { project: 'acme-prod' });
  // Asked twice, a variable gives two tokens.
  const tokens = new Map<string, string>();
  const tokenOf = (name: string): string => {
    const known = tokens.get(name) ?? new TerraformVariable(stack, name, { type: 'string' }).stringValue;
    tokens.set(name, known);
    return known;
  };
  const access = new GoogleAccess(stack, 'access', {
    project: 'acme-prod',
    network: 'prod',
    connections: connectionsOf(spec, tokenOf),
    ...optionsOf(spec),
    firewallPolicy,
    name: spec.name ?? 'delegate',
    review: false,
  });
  return { stack, review: access.toReview() };
}

function resourcesOf(stack: TerraformStack): TerraformResources {
  return (JSON.parse(Testing.synth(stack)) as { resource: TerraformResources }).resource;
}
