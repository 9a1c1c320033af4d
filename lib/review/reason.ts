import { list, object, plain } from '../base';
import type { Flow, Permission, Source } from '../plan';
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
  const byKey = new Map<string, { readonly row: string; readonly sources: Set<Source> }>();
  const add = (key: string, row: string, sources: readonly Source[]): void => {
    const known = byKey.get(key) ?? { row, sources: new Set<Source>() };
    sources.forEach((source) => known.sources.add(source));
    byKey.set(key, known);
  };
  for (const { key, decision } of flows) {
    add(key, decision.id, decision.statement.sources);
    add(key, decision.id, decision.place.hostSources);
  }
  permissions.forEach(({ reasons }) => reasons.forEach(({ key, row, source }) => add(key, row, [source])));
  return [...byKey].map(([key, { row, sources }]) => ({ key, row, sources: [...sources].map(sourceOf) }));
}
