import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { HOME } from '../../projenrc/home';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const FORMS = join(ROOT, '.github/ISSUE_TEMPLATE');

interface Field {
  readonly type: string;
  readonly id: string;
  readonly attributes: { readonly label: string; readonly options?: readonly string[] };
  readonly validations: { readonly required: boolean };
}

describe('the files of a public project', () => {
  test('name the repository and the contact in one line, from which projen writes the rest', () => {
    expect(
      read('projenrc/home.ts')
        .split('\n')
        .filter((line) => line.includes(HOME.repository)),
    ).toHaveLength(1);
    const { files: generated } = JSON.parse(read('.projen/files.json')) as { files: string[] };
    const mentions = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
      .split('\0')
      .filter((file) => file !== '' && existsSync(join(ROOT, file)))
      .filter((file) => [HOME.repository, HOME.contact].some((text) => read(file).includes(text)));
    expect(mentions.filter((file) => ![...generated, 'package.json', 'projenrc/home.ts'].includes(file))).toEqual([]);
    ['package.json', 'SECURITY.md', '.github/workflows/release.yml', '.github/ISSUE_TEMPLATE/config.yml'].forEach(
      (file) => expect(mentions).toContain(file),
    );
    expect(read('CODE_OF_CONDUCT.md')).toContain(HOME.contact);
  });

  test('attribute the code of conduct', () => {
    expect(read('CODE_OF_CONDUCT.md')).toMatch(/Contributor Covenant.*CC BY 4\.0/);
  });

  test('stay out of the package', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    ['SECURITY.md', 'CODE_OF_CONDUCT.md', '.github', 'typedoc.json', 'examples'].forEach((file) =>
      expect(files).not.toContain(file),
    );
  });

  test.each(readdirSync(FORMS).filter((file) => file !== 'config.yml'))('ask in %s what GitHub can show', (file) => {
    const { name, description, body } = parse(readFileSync(join(FORMS, file), 'utf8')) as {
      readonly name: string;
      readonly description: string;
      readonly body: readonly Field[];
    };
    expect([typeof name, typeof description]).toEqual(['string', 'string']);
    expect(new Set(body.map(({ id }) => id)).size).toBe(body.length);
    for (const { type, id, attributes, validations } of body) {
      expect(id).toMatch(/^[a-z][a-z-]*$/);
      expect(attributes.label).not.toBe('');
      expect(attributes.options !== undefined).toBe(type === 'dropdown');
      expect(['input', 'textarea', 'dropdown']).toContain(type);
      expect(typeof validations.required).toBe('boolean');
    }
  });

  test('let no workflow do more than read, but for what it says', () => {
    const folder = join(ROOT, '.github/workflows');
    for (const file of readdirSync(folder)) {
      const { jobs } = parse(readFileSync(join(folder, file), 'utf8')) as {
        readonly jobs: Readonly<Record<string, { readonly permissions: Readonly<Record<string, string>> }>>;
      };
      const writes = Object.entries(jobs).flatMap(([job, { permissions }]) =>
        Object.entries(permissions).flatMap(([what, may]) => (may === 'write' ? [`${job}: ${what}`] : [])),
      );
      const expected: Readonly<Record<string, readonly string[]>> = {
        'build.yml': [],
        'pull-request-lint.yml': ['validate: pull-requests'],
        'release.yml': ['publish: id-token', 'github: contents'],
      };
      expect([file, writes]).toEqual([file, expected[file]]);
    }
  });
});
