import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Room } from './rooms';

/** A setting of `import/no-restricted-paths`: what is in `target` imports nothing of `from`. */
export interface Zone {
  readonly target: string;
  readonly from: string;
  readonly message: string;
}

/** Walls of rooms in order, as `import/no-restricted-paths` wants them; `entriesOf` lists a folder of `lib`. */
export function zones(rooms: readonly Room[], entriesOf = entriesOfLib): Zone[] {
  const groups = rooms.map(({ path }) => expand(path, entriesOf));
  return rooms.flatMap(({ because, never = [] }, i) =>
    groups[i]!.flatMap((room) => {
      const peers = groups[i]!.filter((other) => other !== room);
      const closed = never.flatMap((other) => expand(other, entriesOf));
      return [...peers, ...groups.slice(i + 1).flat(), ...closed].map((other) => ({
        target: `./lib/${room}`,
        from: `./lib/${other}`,
        message: `${because} (ARCHITECTURE.md, "Rooms")`,
      }));
    }),
  );
}

/** Patterns of the files that may import a CDK. */
export function cdkFiles(rooms: readonly Room[]): string[] {
  return rooms.flatMap(({ path, cdk = [] }) =>
    cdk.map((part) => (part === '.' ? `lib/${path}/**` : `lib/${path}/${part}/**`)),
  );
}

/** Patterns of the TypeScript files of folders, files or patterns under `lib`. */
export function sources(paths: readonly string[]): string[] {
  return paths.map((path) => `lib/${path.endsWith('.ts') ? path : `${path}/**/*.ts`}`);
}

function expand(path: string, entriesOf: (folder: string) => readonly string[]): string[] {
  const folder = path.endsWith('/*') ? path.slice(0, -2) : undefined;
  return folder === undefined ? [path] : entriesOf(folder).map((entry) => `${folder}/${entry}`);
}

function entriesOfLib(folder: string): string[] {
  return readdirSync(join(__dirname, '..', 'lib', folder)).filter((entry) => entry !== 'index.ts');
}
