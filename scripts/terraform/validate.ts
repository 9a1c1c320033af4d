import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Environment, Outcome } from './engines';

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
}

/**
 * Runs `init` and `validate` in the folder of a stack, and leaves nothing of an engine that was there before.
 *
 * @returns `error: Unsupported argument: An argument named …`, or nothing when all is well; warnings count
 */
export async function validate(engine: Engine, environment: Environment, directory: string): Promise<string[]> {
  for (const name of ['.terraform', '.terraform.lock.hcl']) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  const run = (...args: string[]): Promise<Outcome> => engine.run(directory, [...args, '-no-color'], environment);
  const init = await run('init', '-input=false');
  if (init.status !== 0) {
    throw new Error(`${engine.name}: init of ${directory} failed: ${init.output}${init.errors}`);
  }
  const { output, errors } = await run('validate', '-json');
  try {
    const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly Diagnostic[] };
    return diagnostics.map(({ severity, summary, detail }) => `${severity}: ${summary}: ${detail}`);
  } catch {
    throw new Error(`${engine.name}: validate said ${output}${errors}`);
  }
}
