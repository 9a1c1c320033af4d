import { PEERS, ROOMS } from '../../lint/rooms';
import { cdkFiles, sources, zones } from '../../lint/walls';

const because = 'it is so';
const text = ({ target, from }: { target: string; from: string }): string => `${target.slice(6)} x ${from.slice(6)}`;
const peers = PEERS.paths.flatMap((target) =>
  PEERS.paths.filter((from) => from !== target).map((from) => `${target} x ${from}`),
);
/** Walls of made-up rooms, without those between peers. */
const walls = (...rooms: Parameters<typeof zones>[0]): string[] =>
  zones(rooms)
    .map(text)
    .filter((wall) => !peers.includes(wall));

describe('walls between rooms', () => {
  test('close to a room every room after it, and what it never imports', () => {
    expect(
      walls({ path: 'base', because }, { path: 'plan', because }, { path: 'cli', never: ['base'], because }),
    ).toEqual(['base x plan', 'base x cli', 'plan x cli', 'cli x base']);
  });

  test('stand around the files of a room, where others in its folder are another room', () => {
    expect(walls({ path: 'a', files: ['a/*.ts', 'a/b/*.ts'], because }, { path: 'cli', because })).toEqual([
      'a/*.ts x cli',
      'a/b/*.ts x cli',
    ]);
  });

  test('stand between every two platforms, both ways', () => {
    expect(peers).toContain('platforms/aws x platforms/gcp');
    expect(peers).toContain('platforms/gcp x platforms/aws');
    expect(zones([]).map(text)).toEqual(peers);
  });

  test('say why', () => {
    expect(zones(ROOMS)).toContainEqual({
      target: './lib/base',
      from: './lib/network',
      message: 'base knows only errors, texts and schemas (ARCHITECTURE.md, "Rooms")',
    });
  });

  test('of CDKs open where a room says so', () => {
    expect(
      cdkFiles([
        { path: 'a', because },
        { path: 'b', cdk: ['.'], because },
        { path: 'c', cdk: ['d'], because },
      ]),
    ).toEqual(['lib/platforms/*/synth.ts', 'lib/b/**', 'lib/c/d/**']);
  });

  test('take folders, files and patterns', () => {
    expect(sources(['base', 'index.ts', 'cli/*.ts'])).toEqual(['lib/base/**/*.ts', 'lib/index.ts', 'lib/cli/*.ts']);
  });
});
