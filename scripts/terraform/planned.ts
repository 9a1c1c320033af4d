import { AFTER_APPLY, put } from './expected';
import type { Schema } from '../../test/support/bindings';
import type { Block } from '../../test/support/terraform';

/** What Terraform did plan, from `terraform show -json`, in the shape of `expectedOf`. */

export function plannedOf(schema: Schema, after: Block, unknown: Block | undefined): Block {
  const result: Block = {};
  for (const { name, type } of schema.attributes) {
    put(result, name, merge(after[name], unknown?.[name]), Array.isArray(type) && type[0] === 'set');
  }
  for (const { name, nesting, block } of schema.blocks) {
    const [blocks, unknowns] = [[after[name] ?? []].flat() as Block[], [unknown?.[name] ?? []].flat() as Block[]];
    put(
      result,
      name,
      blocks.map((one, i) => plannedOf(block, one, unknowns[i])),
      nesting === 'set',
    );
  }
  return result;
}

function merge(value: unknown, unknown: unknown): unknown {
  if (unknown === true) {
    return AFTER_APPLY;
  }
  return Array.isArray(value)
    ? value.map((element, i) => merge(element, (unknown as unknown[] | undefined)?.[i]))
    : value;
}
