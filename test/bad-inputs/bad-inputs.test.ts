import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AWS } from './aws';
import { command } from './command';
import { CONNECTIONS } from './connections';
import { documents } from './documents';
import { GCP } from './gcp';
import { IMPORTS } from './imports';
import { KUBERNETES } from './kubernetes';
import { OWN_PERMISSIONS } from './own-permissions';
import { PLANS } from './plans';
import { VALUES } from './values';
import { folder } from '../support/cli';
import { accessErrorOf, withoutFolders } from '../support/errors';

/** One case of each code at least, and every text that the suite of no room pins. */

const files = folder();
const CASES = [
  ...VALUES,
  ...CONNECTIONS,
  ...OWN_PERMISSIONS,
  ...PLANS,
  ...documents(files),
  ...AWS,
  ...GCP,
  ...KUBERNETES,
  ...IMPORTS,
  ...command(files),
];

/** Codes of lib that no case of the table has, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  InvalidMember: 'a guard on the members that the constructs make themselves, which are never wrong',
  UnexpectedRole: 'a guard on the catalogue: no row has such a role',
  NoApiKey: 'is told later, see test/import/from-harness.test.ts',
  MissingPackage: 'needs a machine on which the packages of the cloud are not installed',
  TooManyProblems: 'stands behind a hundred others, see test/connection/file.test.ts',
};

describe('fails with a code and a text that says what, got, allowed and fix', () => {
  test.each(CASES)('%s', (_, act, code, text) => {
    const error = accessErrorOf(act);
    const [{ code: found, message: said } = { code: '', message: '' }] = error.problems;
    const message = withoutFolders(said);
    expect({ code: found, message }).toEqual({
      code,
      message: typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text),
    });
    expect(error.code).toBe(code);
    expect(message).toMatch(/^(?:[\w.-]+\.yaml|[`"a-z]|AWS|VPC|Terraform|Google|GitHub)/);
    expect(message).not.toMatch(/\.$/);
    expect(message).not.toMatch(/\[object|undefined undefined/);
  });
});

test('every case has a title of its own', () => {
  const titles = CASES.map(([title]) => title);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

test('every code of an error is in the table, or in the list of those that cannot be', () => {
  const inLib = new Set(sources(join(__dirname, '../../lib')).flatMap(codesOf));
  const inTable = new Set(CASES.map(([, , code]) => code));
  expect([...inLib].filter((code) => !inTable.has(code)).sort()).toEqual(Object.keys(ELSEWHERE).sort());
  expect([...inTable].filter((code) => !inLib.has(code))).toEqual([]);
});

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(directory, path), 'utf8'));
}

/** As lib writes them: the first argument of whatever makes a problem or a check, or one of two. */
function codesOf(source: string): string[] {
  const written = source.matchAll(
    /(?:AccessError\.of\(|patterne?d?\(|code:)\s*'([A-Z][a-z]\w+)'(?! \|)|\? '((?:Several|Unknown|Missing)[A-Z]\w+)' : '(\w+)'/g,
  );
  return [...written].flatMap(([, ...codes]) => codes.filter((code) => code !== undefined));
}
