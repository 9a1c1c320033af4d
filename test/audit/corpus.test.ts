import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import expected from './expected.json';
import { cli } from '../support/cli';
import { problemsOf } from '../support/errors';
import { auditOf, Plan, readTemplates, reviewOf, Target, type Audit } from 'harness-delegate-access';

/** Made-up files of every kind, and what an audit of each must say; `exactly` only where nothing else can be open. */

const CORPUS = join(__dirname, 'corpus');
const LIST = join(CORPUS, 'connections.yaml');
const plan = Plan.fromFile(LIST, { asOf: '2026-11-25' });

function auditsOf(file: string, options = {}): Audit[] {
  const texts = [{ name: file, text: readFileSync(join(CORPUS, file), 'utf8') }];
  return readTemplates(texts, options).map((outgoing) =>
    auditOf(reviewOf(plan.on(Target.of(outgoing.targets.at(-1) ?? 'aws-security-group'))), outgoing),
  );
}

function verdictOf(audits: readonly Audit[]): string {
  const count = (key: 'surplus' | 'cannotTell' | 'lacking'): number =>
    audits.reduce((sum, audit) => sum + audit[key].length, 0);
  return count('surplus') > 0
    ? 'excess'
    : count('cannotTell') > 0
      ? 'cannot tell'
      : count('lacking') > 0
        ? 'missing'
        : 'exactly';
}

const files = readdirSync(CORPUS)
  .filter((folder) => statSync(join(CORPUS, folder)).isDirectory() && folder !== 'pairs')
  .flatMap((folder) => readdirSync(join(CORPUS, folder)).map((file) => `${folder}/${file}`));

test('every file of the corpus has an expected verdict, and every verdict a file', () => {
  expect(files.sort()).toEqual(Object.keys(expected).sort());
  expect(files.length).toBeGreaterThan(150);
});

describe('an audit of the corpus says', () => {
  const cases = Object.entries(expected).filter(([, verdict]) => verdict !== 'refused');

  test.each(cases)('of %s: %s', (file, verdict) => {
    expect(verdictOf(auditsOf(file))).toBe(verdict);
  });

  test.each(cases.filter(([, verdict]) => verdict === 'exactly'))('of %s whose rules they are', (file) => {
    auditsOf(file).forEach(({ template: { about } }) => expect(about.length).toBeGreaterThan(0));
  });
});

describe('an audit of the corpus fails', () => {
  test.each(files.filter((file) => file.startsWith('not-templates/')))('on %s, and says what to run', (file) => {
    expect(problemsOf(() => auditsOf(file))[0]).toMatch(/^UnknownTemplate: .*: this is a .*, not a template; /);
  });

  test.each([
    'answers/firewall-rules-two-networks.json',
    'terraform-google/two-networks.tf.json',
    'terraform-google/two-new-networks.plan.json',
  ])('on %s until a network is chosen', (file) => {
    expect(problemsOf(() => auditsOf(file))[0]).toMatch(/^SeveralNetworks: .*"prod"/);
    expect(['exactly', 'excess']).toContain(verdictOf(auditsOf(file, { network: 'prod' })));
  });
});

test.each(['bucket-access', 'google-role'])('a difference of the pair %s ends with 1', (pair) => {
  const [before, after] = ['before', 'after'].map((when) => join(CORPUS, 'pairs', `${pair}.${when}.yaml`));
  const flags = ['--profile', 'recommended', '--as-of', '2026-11-25'];
  expect(cli('diff', before!, after!, ...flags).exit).toBe(1);
  expect(cli('diff', after!, after!, ...flags).exit).toBe(0);
});
