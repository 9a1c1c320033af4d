import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROW_PROPS } from '../test/support/every-row';
import { Connection } from 'harness-delegate-access';

/** Lists to measure with. */

/** The rows of the table over and over, each with four blocks of its own, or all with the same four. */
export function planLists(count: number, blocks: 'own' | 'same' = 'own'): Connection[] {
  const rows = Object.entries(ROW_PROPS);
  return Array.from({ length: count }, (_, i) => {
    const [id, props] = rows[i % rows.length]!;
    const round = Math.floor(i / rows.length);
    const cidrs = [0, 1, 2, 3].map((n) => blockOf(blocks === 'own' ? 4 * i + n : n));
    const name = round === 0 ? {} : { name: `${id}-${round}` };
    return Connection.parse(id, { ...props, ...('machines' in props ? { machines: cidrs } : { to: cidrs }), ...name });
  });
}

/** No two of them make up a larger one. */
function blockOf(n: number): string {
  return `10.${Math.floor(n / 256)}.${n % 256}.${(2 * n) % 200}/32`;
}

export interface AddressList {
  readonly name: string;
  readonly cidrs: readonly string[];
}

const PUBLISHED = join(__dirname, '../../shared/data/published-ranges');
const SIZES = { amazon: 7904, github: 5953, google: 1109, cloudflare: 15 };

/** Published address lists where they lie beside the project, and lists of the same sizes and shape where they do not. */
export function addressLists(): { readonly source: string; readonly lists: AddressList[] } {
  const isThere = existsSync(PUBLISHED);
  const lists = Object.entries(SIZES).map(([name, size], i) => ({
    name,
    cidrs: isThere ? readLines(join(PUBLISHED, `${name}.txt`)) : generated(size, i + 1),
  }));
  return { source: isThere ? 'as published' : 'generated, of the same sizes', lists };
}

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Runs of neighbours of /20 to /32, as providers publish them; the same for the same seed. */
function generated(size: number, seed: number): string[] {
  const random = numbers(seed);
  const cidrs = new Set<string>();
  while (cidrs.size < size) {
    const prefix = 20 + Math.floor(random() * 13);
    const step = 2 ** (32 - prefix);
    const start = 2 ** 24 + Math.floor((random() * 2 ** 31) / step) * step;
    const run = 1 + Math.floor(random() * 6);
    for (let i = 0; i < run && cidrs.size < size; i++) {
      const address = start + i * step;
      cidrs.add(`${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${prefix}`);
    }
  }
  return [...cidrs];
}

/** Numbers below 1 by the generator of Park and Miller. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
