import { compareTexts, groupBy } from '../base';
import type { ConnectorRef } from './connector';
import type { ImportedConnection, Placed } from './imported';

/** Names of connections: identifiers of connectors in the letters that a name may have, unique in the list. */

const MAX = 40;
const RESERVED = ['harness', 'dns'];

/** Whatever the order of the connectors, each has the same name. */
export function nameAll(placed: readonly Placed[]): ImportedConnection[] {
  const named = placed.map((one) => ({ one, name: slug(one.connectors[0]!.identifier, one.entry.suffix) }));
  const wished = [...groupBy(named, ({ name }) => name).values()].flatMap((group) =>
    group.length === 1
      ? group
      : group.map(({ one }) => ({
          one,
          name: slug(`${one.connectors[0]!.identifier}-${scopeWord(one.connectors[0]!)}`, one.entry.suffix),
        })),
  );
  const used = new Set<string>();
  const next = new Map<string, number>();
  return [...wished]
    .sort((a, b) => compareTexts(a.name, b.name) || compareTexts(keyOf(a.one), keyOf(b.one)))
    .map(({ one, name }) => {
      let free = name;
      let count = next.get(name) ?? 2;
      for (; used.has(free); count += 1) {
        free = `${name.slice(0, MAX - 1 - `${count}`.length)}-${count}`;
      }
      next.set(name, count);
      used.add(free);
      return connectionOf(one, free);
    });
}

function keyOf({ entry, connectors: [first] }: Placed): string {
  return JSON.stringify([first!.scope, first!.identifier, entry.id, entry.props]);
}

function scopeWord({ scope }: ConnectorRef): string {
  return scope.split('/').pop()!;
}

function slug(identifier: string, suffix?: string): string {
  const text = identifier
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  const end = suffix === undefined ? '' : `-${suffix}`;
  const name = `${text.slice(0, MAX - end.length).replace(/-+$/, '')}${end}`.replace(/^-/, '');
  return name === '' ? 'connector' : RESERVED.includes(name) ? `${name}-connector` : name;
}

function connectionOf({ entry: { id, props, missing }, connectors, notes }: Placed, name: string): ImportedConnection {
  return {
    id,
    name,
    props: { ...(name === id ? {} : { name }), ...props },
    connectors,
    notes,
    ...(missing === undefined ? {} : { missing }),
  };
}
