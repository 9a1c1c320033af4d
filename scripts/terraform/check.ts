import { isDeepStrictEqual } from 'node:util';
import type { Engine, Environment } from './engines';
import { AFTER_APPLY, expectedOf } from './expected';
import { plannedOf } from './planned';
import { Workspace, type PlannedResource } from './workspace';
import type { WrittenStack } from './written';
import { schemaOf } from '../../test/support/bindings';

/** Runs one stack through Terraform, and holds the plan against what was written. */

export interface Tally {
  readonly resources: number;
  /** Values that Terraform evaluated. */
  readonly known: number;
  /** Values that it will know after apply. */
  readonly afterApply: number;
  /** Hostile texts that came out plain. */
  readonly texts: number;
}

/** @throws Error when Terraform refuses the stack, warns of it, or plans anything else than what was written */
export async function checkStack(engine: Engine, environment: Environment, stack: WrittenStack): Promise<Tally> {
  const workspace = await Workspace.initialize(engine, environment, stack.directory);
  refuseComplaints(engine, stack.name, await workspace.validate());
  const planned = await workspace.plan();
  refuseComplaints(engine, stack.name, changedTexts(stack, planned));
  refuseComplaints(engine, stack.name, differences(stack, planned));
  const values = planned.flatMap((resource) => leaves(valuesOf(resource)));
  const afterApply = values.filter((value) => value === AFTER_APPLY).length;
  return { resources: planned.length, known: values.length - afterApply, afterApply, texts: stack.texts.size };
}

/** @throws Error with all of them, when there are any */
export function refuseComplaints(engine: Engine, stack: string, complaints: readonly string[]): void {
  if (complaints.length > 0) {
    throw new Error(`${engine.name}, stack ${stack}:\n  ${complaints.join('\n  ')}`);
  }
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (key: keyof Tally): number => tallies.reduce((before, tally) => before + tally[key], 0);
  return {
    resources: total('resources'),
    known: total('known'),
    afterApply: total('afterApply'),
    texts: total('texts'),
  };
}

/** Resources that are missing, too many, or planned otherwise than written. */
function differences({ json }: WrittenStack, planned: readonly PlannedResource[]): string[] {
  const byAddress = new Map(planned.map((resource) => [resource.address, resource]));
  const written = Object.entries(json.resource).flatMap(([type, all]) =>
    Object.entries(all).map(([id, block]) => ({ address: `${type}.${id}`, type, block })),
  );
  const wrong = written.flatMap(({ address, type, block }) => {
    const resource = byAddress.get(address);
    const [expected, got] = [expectedOf(json, schemaOf(type), block), resource && valuesOf(resource)];
    return isDeepStrictEqual(expected, got) && resource?.change.actions.join() === 'create'
      ? []
      : [`${address}: expected ${JSON.stringify(expected)}, planned ${JSON.stringify(got)}`];
  });
  return planned.length === written.length ? wrong : [...wrong, `${written.length} written, ${planned.length} planned`];
}

function changedTexts({ texts }: WrittenStack, planned: readonly PlannedResource[]): string[] {
  const got = new Map(planned.map(({ address, change }) => [address, change.after.description]));
  return [...texts]
    .filter(([address, text]) => got.get(address) !== text)
    .map(([address, text]) => `${address}: expected the description ${text}, planned ${String(got.get(address))}`);
}

function valuesOf({ type, change }: PlannedResource): object {
  return plannedOf(schemaOf(type), change.after, change.after_unknown);
}

function leaves(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}
