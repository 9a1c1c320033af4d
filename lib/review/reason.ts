import { groupBy, list, object, plain } from '../base';
import type { Flow, Permission } from '../plan';
import { SOURCE, sourceOf } from './source';
import type { ReviewReason } from './types';

/** Why something is open or allowed, under the very name that rules and templates carry. */
export const REASON = object(
  'ReviewReason',
  { key: plain.required(), row: plain.required(), sources: list(SOURCE).required() },
  { isOpen: true },
);

/** Every reason once: ports first, then permissions. */
export function reasonsOf(flows: readonly Flow[], permissions: readonly Permission[]): ReviewReason[] {
  const all = [
    ...flows.map(({ key, decision: { id, statement, place } }) => ({
      key,
      row: id,
      sources: [...statement.sources, ...place.hostSources],
    })),
    ...permissions.flatMap(({ reasons }) =>
      reasons.map(({ key, row, source }) => ({ key, row, sources: source === undefined ? [] : [source] })),
    ),
  ];
  return [...groupBy(all, ({ key }) => key)].map(([key, same]) => {
    const sources = new Set(same.flatMap((reason) => reason.sources));
    return { key, row: same[0]!.row, sources: [...sources].map(sourceOf) };
  });
}
