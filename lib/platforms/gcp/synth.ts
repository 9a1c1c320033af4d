import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Provider from '@cdktf/provider-google/lib/provider';
import type * as Cdktf from 'cdktf';
import type * as Gcp from './constructs';
import { AccessError, choice } from '../../base';
import type { Plan } from '../../plan';
import { load, type SynthFiles, type SynthFlags } from '../../platform';
import { inSynthFolder, reviewFiles } from '../synth-folder';

/* eslint-disable @typescript-eslint/no-require-imports -- only a synth may load a CDK */
const libraries = (): { cdktf: typeof Cdktf; provider: typeof Provider; gcp: typeof Gcp } =>
  load(['cdktf', '@cdktf/provider-google', 'constructs'], () => ({
    cdktf: require('cdktf') as typeof Cdktf,
    provider: require('@cdktf/provider-google/lib/provider') as typeof Provider,
    gcp: require('./constructs') as typeof Gcp,
  }));
/* eslint-enable @typescript-eslint/no-require-imports */

const STACK = 'harness-delegate';

/** A configuration that needs no CDK to apply, and its review. @throws AccessError `MissingPackage`, `MissingFlag` and those of the constructs */
export function synthesize(
  plan: Plan,
  { project, network, name = STACK, firewallPolicy = 'none' }: SynthFlags,
): SynthFiles {
  const policy = choice(['none', 'new']).parse(firewallPolicy, '--firewall-policy');
  if (project === undefined || network === undefined) {
    throw AccessError.of('MissingFlag', '`--to terraform` needs `--project` and `--network`');
  }
  const { cdktf, provider, gcp } = libraries();
  return inSynthFolder((outdir) => {
    const app = new cdktf.App({ outdir });
    const stack = new cdktf.TerraformStack(app, STACK);
    new provider.GoogleProvider(stack, 'google', { project });
    const access = new gcp.DelegateAccess(stack, 'access', { name, plan, project, network, firewallPolicy: policy });
    new cdktf.TerraformOutput(stack, 'service_account', {
      value: access.email,
      description: "The service account of the delegate's machines",
    });
    app.synth();
    const folder = join(outdir, 'stacks', STACK);
    const configuration = plainConfiguration(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
    return { 'main.tf.json': configuration, ...reviewFiles(folder) };
  });
}

/** Without the state file and the notes of the CDK, which lead to a folder that is gone. */
function plainConfiguration(text: string): string {
  const configuration = JSON.parse(text, (key, value: unknown) => (key === '//' ? undefined : value)) as {
    terraform: { backend?: unknown };
  };
  delete configuration.terraform.backend;
  return `${JSON.stringify(configuration, undefined, 2)}\n`;
}
