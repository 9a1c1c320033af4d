import { ROOMS } from '../../lint/rooms';
import { cdkFiles, sources, zones } from '../../lint/walls';

const because = 'it is so';
const walls = (...rooms: Parameters<typeof zones>[0]): string[] =>
  zones(rooms, () => ['aws', 'gcp']).map(({ target, from }) => `${target.slice(6)} x ${from.slice(6)}`);

describe('walls between rooms', () => {
  test('close to a room every room after it, and what it never imports', () => {
    expect(
      walls({ path: 'base', because }, { path: 'plan', because }, { path: 'cli', never: ['base'], because }),
    ).toEqual(['base x plan', 'base x cli', 'plan x cli', 'cli x base']);
  });

  test('stand between all entries of one folder', () => {
    expect(walls({ path: 'plan', because }, { path: 'platforms/*', because }, { path: 'cli', because })).toEqual([
      'plan x platforms/aws',
      'plan x platforms/gcp',
      'plan x cli',
      'platforms/aws x platforms/gcp',
      'platforms/aws x cli',
      'platforms/gcp x platforms/aws',
      'platforms/gcp x cli',
    ]);
  });

  test('say why', () => {
    expect(zones(ROOMS)).toContainEqual({
      target: './lib/base',
      from: './lib/network',
      message: 'base knows only errors and text (ARCHITECTURE.md, "Rooms")',
    });
  });

  test('of CDKs open where a room says so', () => {
    expect(
      cdkFiles([
        { path: 'a', because },
        { path: 'b', cdk: ['.'], because },
        { path: 'c', cdk: ['d'], because },
      ]),
    ).toEqual(['lib/b/**', 'lib/c/d/**']);
  });

  test('take folders, files and patterns', () => {
    expect(sources(['base', 'index.ts', 'cli/*.ts'])).toEqual(['lib/base/**/*.ts', 'lib/index.ts', 'lib/cli/*.ts']);
  });
});
