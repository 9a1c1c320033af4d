import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { words } from '../../lint/plain-words';
import { KEPT, misusedIn, WORDS } from '../../lint/words';

const ROOT = join(__dirname, '..', '..');
const linter = new Linter();

function problemsIn(code: string): string[] {
  const messages = linter.verify(code, {
    languageOptions: { parser },
    plugins: { words },
    rules: { 'words/plain': 'error' },
  });
  return messages.map(({ message }) => /'([^']*)' \(lint\/words\.ts\)$/.exec(message)?.[1] ?? message);
}

/** A phrase of each entry of the list, in its order, as it was once written here. */
const AVOIDED: readonly string[] = [
  'a group that lets everything out',
  '20 ways out',
  '30 ports asked for',
  'say `ports`',
  '`to` was not given',
  'the cluster is taken to be prod1',
  'a role that you brought',
  "your ports stand in place of the row's",
  'somebody must attach the policy',
  'the service is dead without it',
  'what the template lacks',
  'the surplus of a template',
  'a warning that somebody accepted',
  'a stranger in the object',
  'it holds for all machines',
  'a plan put on a target',
  'must be a text that is not empty',
  'perhaps it is open',
  'a rule that would not restrict anything',
  'EC2 refuses the same rule twice',
  'nobody knows',
  'a group of yours',
];

const FINE: readonly string[] = [
  "f('accepts a CIDR');",
  "f('asked');",
  "f('surplus'); f('perhaps');",
  "f('it says `lacking`, or `surplus`');",
  "f('the placeholder stands out');",
  "f('give it a name');",
  "f('ports are held open for a second');",
  'const isBrought = brought;',
  '/** Returns what is open. */ f();',
  '// What only a body comment says.',
  "f('Harness Delegate: nothing else gets out');",
];

describe('a phrase of the word list', () => {
  test.each(AVOIDED.map((text, i) => [text, WORDS[i]!]))('is seen in: %s', (text, { not }) => {
    const phrase = not.exec(text)?.[0];
    expect(phrase).toBeDefined();
    expect(problemsIn(`f(${JSON.stringify(text)});`)).toContain(phrase);
    expect(problemsIn(`f(\`${text.replaceAll('`', '\\`')} \${x}\`);`)).toContain(phrase);
    expect(problemsIn(`// ${text}`)).toContain(phrase);
  });

  test('has a sentence here for each entry', () => {
    expect(AVOIDED).toHaveLength(WORDS.length);
  });

  test('is seen across the lines of a docstring', () => {
    expect(problemsIn('/**\n * Ports that are asked\n * for.\n */\nf();')).toEqual(['asked for']);
  });

  test.each(FINE)('is not seen in: %s', (code) => {
    expect(problemsIn(code)).toEqual([]);
  });

  test('stays in the sentences that are kept, each with a reason', () => {
    for (const { text, reason } of KEPT) {
      expect(misusedIn(text)).toEqual([]);
      expect(misusedIn(text.slice(1))).not.toEqual([]);
      expect(reason).not.toBe('');
    }
  });
});

describe('a docstring', () => {
  test.each(['What', 'Where', 'Whether', 'When', 'Which', 'How'])('does not begin with %s', (word) => {
    expect(problemsIn(`/** ${word} it is. */ f();`)).toEqual([word]);
    expect(problemsIn(`/**\n * ${word} it is.\n */\nf();`)).toEqual([word]);
    expect(problemsIn(`/** ${word}ever it is. */ f();`)).toEqual([]);
    expect(problemsIn(`/* ${word} it is. */ f();`)).toEqual([]);
  });
});

describe('pages', () => {
  const pages = [
    ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];

  test.each(pages)('keep to the word list: %s', (path) => {
    expect(misusedIn(readFileSync(join(ROOT, path), 'utf8'))).toEqual([]);
  });

  test('include the ones by hand', () => {
    expect(pages).toEqual(expect.arrayContaining(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md']));
  });
});
