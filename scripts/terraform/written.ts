import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import type { Resources } from '../../test/support/terraform';

/** A synthesized stack: the folder that Terraform runs in, and what was written there. */
export interface WrittenStack {
  readonly name: string;
  readonly directory: string;
  readonly json: TerraformJson;
  /** Descriptions that must come out. */
  readonly texts: readonly string[];
}

interface TerraformJson {
  readonly resource: Resources;
}

/** A stack alone in its app, with the provider. */
export function newStack(outdir: string, name: string): TerraformStack {
  const stack = new TerraformStack(newApp(outdir, name), name);
  new GoogleProvider(stack, 'google', { project: 'acme-prod' });
  return stack;
}

export function newApp(outdir: string, name: string): App {
  return new App({ outdir: join(outdir, name) });
}

/** Synthesizes the app of the stack as users do. */
export function write(stack: TerraformStack, texts: readonly string[] = []): WrittenStack {
  const app = App.of(stack);
  app.synth();
  const name = stack.node.id;
  const directory = join(app.outdir, 'stacks', name);
  return { name, directory, json: JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')), texts };
}
