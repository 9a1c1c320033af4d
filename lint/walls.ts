import { PEERS, type Room } from './rooms';

/** A setting of `import/no-restricted-paths`: what is in `target` imports nothing of `from`. */
export interface Zone {
  readonly target: string;
  readonly from: string;
  readonly message: string;
}

/** Walls of rooms in order, as `import/no-restricted-paths` wants them. */
export function zones(rooms: readonly Room[]): Zone[] {
  const walls = rooms.flatMap(({ path, files = [path], because, never = [] }, i) => {
    const closed = [...rooms.slice(i + 1).map((room) => room.path), ...never];
    return files.flatMap((target) => closed.map((from) => zone(target, from, because)));
  });
  const peers = PEERS.paths.flatMap((target) =>
    PEERS.paths.filter((from) => from !== target).map((from) => zone(target, from, PEERS.because)),
  );
  return [...walls, ...peers];
}

function zone(target: string, from: string, because: string): Zone {
  return { target: `./lib/${target}`, from: `./lib/${from}`, message: `${because} (ARCHITECTURE.md, "Rooms")` };
}

/** Patterns of the files that may import a CDK. */
export function cdkFiles(rooms: readonly Room[]): string[] {
  return [
    'lib/platforms/*/synth.ts',
    ...rooms.flatMap(({ path, cdk = [] }) => cdk.map((part) => `lib/${path}/${part === '.' ? '**' : `${part}/**`}`)),
  ];
}

/** Patterns of the TypeScript files of folders, files or patterns under `lib`. */
export function sources(paths: readonly string[]): string[] {
  return paths.map((path) => `lib/${path.endsWith('.ts') ? path : `${path}/**/*.ts`}`);
}
