import { inspect } from 'node:util';
import { runInThisContext } from 'node:vm';
import { collect, type Problem } from '../../lib/base';
import { accessErrorOf } from '../support/errors';
import { AccessError, Connection } from 'harness-delegate-access';

const many = (count: number): Problem[] => Array.from({ length: count }, (_, i) => ({ code: 'X', message: `no ${i}` }));

/** Runs `act` under frames of a file. */
function inFile<T>(filename: string, act: () => T): T {
  return (runInThisContext('(function theirs(act) { return act(); })', { filename }) as (act: () => T) => T)(act);
}

const framesOf = (error: AccessError): string[] => error.stack!.split('\n').filter((line) => /^ +at /.test(line));

describe('what is printed of an error', () => {
  const error = new AccessError([
    { code: 'First', message: 'one thing', at: 'to[0]' },
    { code: 'Second', message: 'another' },
  ]);

  test('is the text and the code, not the problems again', () => {
    expect(error.problems).toHaveLength(2);
    expect(Object.keys(error)).toEqual(['code']);
    expect(inspect(error)).not.toMatch(/problems:? \[|to\[0\]/);
    expect(String(error)).toBe('AccessError: 2 problems:\n- one thing (First)\n- another (Second)');
  });

  test('begins with its class and its text, then the frames', () => {
    expect(error.name).toBe('AccessError');
    expect(error.stack).toMatch(/^AccessError: 2 problems:\n- one thing \(First\)\n- another \(Second\)\n {4}at /);
    expect(framesOf(error)[0]).toContain('access-error.test.ts');
  });
});

describe('the stack', () => {
  test.each([
    ['/app/node_modules/harness-delegate-access/dist/core.js'],
    ['C:\\app\\node_modules\\harness-delegate-access\\dist\\aws\\index.js'],
    ['file:///app/node_modules/.pnpm/harness-delegate-access@1.0.0/node_modules/harness-delegate-access/dist/core.js'],
  ])('has no frame of %s', (filename) => {
    const nested = (depth: number): AccessError =>
      inFile(filename, () => (depth === 0 ? AccessError.of('X', 'x') : nested(depth - 1)));
    const error = inFile('/app/infra/app.js', () => inFile(filename, () => AccessError.of('X', 'x')));
    expect(error.stack).not.toMatch(/harness-delegate-access.dist/);
    expect(framesOf(error).some((frame) => frame.includes('/app/infra/app.js'))).toBe(true);
    expect(framesOf(nested(12)).length).toBeLessThanOrEqual(Error.stackTraceLimit);
  });

  test('has as many frames of others as the process wants, and leaves that wish alone', () => {
    const limit = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = 3;
      expect(framesOf(AccessError.of('X', 'x'))).toHaveLength(3);
      expect(Error.stackTraceLimit).toBe(3);
    } finally {
      Error.stackTraceLimit = limit;
    }
  });

  test('can be replaced, as test runners do', () => {
    const error = AccessError.of('X', 'x');
    error.stack = 'theirs';
    expect(error.stack).toBe('theirs');
  });

  test('is there after an error that became part of another one', () => {
    collect([], '', () => Connection.parse('nope'));
    expect(framesOf(accessErrorOf(() => Connection.parse('nope')))[0]).toBeDefined();
    expect(framesOf(accessErrorOf(() => Connection.jenkins({ to: ['10.0.3.7'] })))[0]).toBeDefined();
  });
});

describe('many problems', () => {
  test('are counted beyond the first hundred', () => {
    const { message, problems } = new AccessError(many(250));
    expect(message.split('\n')).toHaveLength(102);
    expect(message).toMatch(/^250 problems:\n- no 0 \(X\)\n[^]*\n- no 99 \(X\)\n- and 150 more$/);
    expect(problems).toHaveLength(250);
    expect(new AccessError(many(100)).message).not.toContain('more');
  });

  test('are taken over, however many they are', () => {
    const problems: Problem[] = [];
    collect(problems, 'here: ', () => {
      throw new AccessError(many(300_000));
    });
    expect(problems).toHaveLength(300_000);
    expect(problems[299_999]).toEqual({ code: 'X', message: 'here: no 299999' });
  });

  test('of a list of 100,000, which squared would be minutes, are all there, and a text of a few kilobytes', () => {
    const error = accessErrorOf(() => Connection.jenkins({ to: Array<string>(100_000).fill('10.0.3.7') }));
    expect(error.problems).toHaveLength(100_000);
    expect(error.message.length).toBeLessThan(20_000);
  });
});

test('a message of megabytes is cut', () => {
  const [{ message }] = AccessError.of('X', 'x'.repeat(1e6)).problems as [Problem];
  expect(message).toHaveLength(2000);
  expect(message).toMatch(/x\.\.\.$/);
});
