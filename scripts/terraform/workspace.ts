import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Environment, Outcome } from './engines';
import type { Block } from '../../test/support/terraform';

/** The commands of Terraform that are run, with their answers as data. */

export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: Block;
    /** `true` in the place of everything that is known after apply. */
    readonly after_unknown: Block;
  };
}

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
}

/** Terraform in the folder of one stack. */
export class Workspace {
  /** Leaves nothing of an engine that was there before. */
  public static async initialize(engine: Engine, environment: Environment, directory: string): Promise<Workspace> {
    for (const name of ['.terraform', '.terraform.lock.hcl']) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
    const workspace = new Workspace(engine, environment, directory);
    await workspace.succeed('init', '-input=false', '-no-color');
    return workspace;
  }

  private constructor(
    private readonly engine: Engine,
    private readonly environment: Environment,
    private readonly directory: string,
  ) {}

  /** `error: Unsupported argument: An argument named …`, or nothing when all is well; warnings count. */
  public async validate(): Promise<string[]> {
    const { output, errors } = await this.run('validate', '-json', '-no-color');
    try {
      const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly Diagnostic[] };
      return diagnostics.map(({ severity, summary, detail }) => `${severity}: ${summary}: ${detail}`);
    } catch {
      throw new Error(`${this.engine.name}: validate said ${output}${errors}`);
    }
  }

  public async plan(): Promise<readonly PlannedResource[]> {
    await this.succeed('plan', '-input=false', '-no-color', '-lock=false', '-out=plan.bin');
    const { output } = await this.succeed('show', '-json', 'plan.bin');
    return (JSON.parse(output) as { readonly resource_changes: readonly PlannedResource[] }).resource_changes;
  }

  private async succeed(...args: string[]): Promise<Outcome> {
    const outcome = await this.run(...args);
    if (outcome.status !== 0) {
      throw new Error(
        `${this.engine.name}: ${args[0]} of ${this.directory} failed: ${outcome.output}${outcome.errors}`,
      );
    }
    return outcome;
  }

  private run(...args: string[]): Promise<Outcome> {
    return this.engine.run(this.directory, args, this.environment);
  }
}
