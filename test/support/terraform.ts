import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';

export type Block = Record<string, unknown>;
export type Resources = Record<string, Record<string, Block>>;

/** Synthesizes an app of one stack as users do, and gives its resources: type, id, arguments. */
export function synthesize(build: (stack: TerraformStack) => void): Resources {
  const outdir = mkdtempSync(join(tmpdir(), 'terraform-'));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'stack');
    new GoogleProvider(stack, 'google', { project: 'acme-prod' });
    build(stack);
    app.synth();
    const json = JSON.parse(readFileSync(join(outdir, 'stacks/stack/cdk.tf.json'), 'utf8')) as { resource?: Resources };
    return json.resource ?? {};
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Resources of one type. */
export function blocks(resources: Resources, type: string): Block[] {
  return Object.values(resources[type] ?? {});
}
