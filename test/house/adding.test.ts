import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HouseCopy, ROOT } from './copy';

/** The diffs that CONTRIBUTING shows, done to a copy of the house: they are all that is written by hand. */

const ADDITIONS = {
  connection: { most: 1 },
  target: { most: 3 },
  platform: { most: 1, folder: 'lib/platforms/toy/' },
  finding: { most: 2 },
  column: { most: 2 },
};

type Addition = keyof typeof ADDITIONS;

const NAMES = Object.keys(ADDITIONS) as Addition[];

/** Uses what was added, from outside; it is checked by the compiler as well. */
const PROGRAM = `
import { Connection, parseReview, Plan, reviewOf, Target, toMarkdown, toTable } from './lib';
import type { ArtifactHubProps } from './lib/connection/props';
import { runCli } from './lib/cli/program';
import { jsonSchema } from './scripts/json-schema';

const props: ArtifactHubProps = { to: ['127.0.0.1/32', '10.0.3.9/32'], metrics: true };
const plan = Plan.of([Connection.artifactHub(props), Connection.datadog()]);
const onAcl = plan.on(Target.AWS_NETWORK_ACL);
const onToy = plan.on(Target.of('toy-filter'));
const review = reviewOf(onAcl);
const ofHub = ({ connection }: { connection: string }): boolean => connection === 'artifact-hub';
const cli = (...args: string[]): string => {
  let said = '';
  const say = (text: string): void => void (said += text);
  runCli(args, '1.2.3', { out: say, err: say, width: 120, progress: () => undefined });
  return said;
};
const { $defs } = jsonSchema() as { $defs: Record<string, { properties?: object }> };
const result = {
  connection: {
    ports: plan.decisions.filter(ofHub).map(({ port, open }) => [port.text, open]),
    schema: Object.keys($defs['artifact-hub']?.properties ?? {}),
    list: cli('list'),
  },
  target: {
    isOne: Target.of('aws-nacl') === Target.AWS_NETWORK_ACL,
    review: toTable(review),
    findings: onAcl.findings.map(({ key }) => key),
  },
  platform: {
    review: toTable(reviewOf(onToy)),
    datadog: onToy.flows.filter(({ flow }) => flow.decision.connection === 'datadog').map((flow) => flow.enforcement),
    help: cli('help', 'review'),
  },
  finding: {
    found: plan.findings.filter(({ finding }) => finding === 'LoopbackDestination').map(({ key, what }) => [key, what]),
    explained: cli('explain', 'LoopbackDestination'),
  },
  column: {
    markdown: toMarkdown(review),
    kept: parseReview(JSON.stringify(review)).ports.flatMap(({ connection, label }) => /artifact|datadog/.test(connection) ? [[connection, label ?? null]] : []),
  },
};
console.log(JSON.stringify(result));
`;

interface Result {
  readonly connection: { readonly ports: unknown; readonly schema: readonly string[]; readonly list: string };
  readonly target: { readonly isOne: boolean; readonly review: string; readonly findings: readonly string[] };
  readonly platform: { readonly review: string; readonly datadog: readonly string[]; readonly help: string };
  readonly finding: { readonly found: unknown; readonly explained: string };
  readonly column: { readonly markdown: string; readonly kept: unknown };
}

const fileOf = (name: Addition): string => join(__dirname, `${name}.diff`);
const textOf = (name: Addition): string => readFileSync(fileOf(name), 'utf8');
/** Files that a diff edits or makes. */
const edited = (name: Addition): string[] => [...textOf(name).matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, file]) => file!);

describe('CONTRIBUTING', () => {
  const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

  test('shows the diffs that are tried here (`npm run docs` copies them)', () => {
    const shown = [...page.matchAll(/^```diff (.*)\n([^]*?)^```$/gm)].map(([, file, diff]) => [file, diff]);
    expect(shown).toEqual(NAMES.map((name) => [`test/house/${name}.diff`, textOf(name)]));
  });
});

test.each(Object.entries(ADDITIONS))('a %s takes few files by hand', (name, addition) => {
  const { most, folder } = { folder: undefined, ...addition };
  const files = edited(name as Addition);
  expect(files.filter((file) => !file.startsWith('lib/'))).toEqual([]);
  const beside = files.filter((file) => folder === undefined || !file.startsWith(folder));
  expect(beside.length).toBeGreaterThan(0);
  expect(beside.length).toBeLessThanOrEqual(most);
});

describe('in a copy of the house', () => {
  let copy: HouseCopy;

  beforeAll(() => {
    copy = new HouseCopy();
    NAMES.forEach((name) => copy.apply('--check', fileOf(name)));
    copy.apply(...NAMES.map(fileOf));
    copy.script('generate');
    copy.write('program.ts', PROGRAM);
  }, 60_000);

  afterAll(() => copy.remove());

  test('nothing but the diffs is written by hand', () => {
    expect(copy.changed('hand')).toEqual([...new Set(NAMES.flatMap(edited))].sort());
    expect(copy.changed('generate')).toEqual([
      'lib/connection/connection.ts',
      'lib/connection/props.ts',
      'lib/connections/beyond.ts',
      'lib/review/types.ts',
    ]);
  });

  test('everything compiles', () => {
    expect(copy.typeErrors()).toBe('');
  }, 60_000);

  describe('a program', () => {
    let said: Result;

    beforeAll(() => {
      said = JSON.parse(copy.run('program.ts')) as Result;
    }, 60_000);

    test('has a factory, ports and a schema of the connection, and its place in the list', () => {
      const { ports, schema, list } = said.connection;
      expect(ports).toEqual([
        ['443', true],
        ['8001', true],
      ]);
      expect(schema).toEqual(['name', 'to', 'unenforceable', 'ports', 'metrics']);
      expect(list).toMatch(/^60 connections, /);
      expect(list).toMatch(/^artifact-hub +443 +service +as written +open +open/m);
    });

    test('puts plans on the target of an existing platform', () => {
      const { isOne, review, findings } = said.target;
      expect(isOne).toBe(true);
      expect(review).toContain(' on AWS network ACL, documented\n');
      expect(findings).toContain('PortOnlyEgress:datadog:443');
    });

    test('puts plans on the target of the platform, as the command does', () => {
      const { review, datadog, help } = said.platform;
      expect(review).toContain(' on Toy filter, documented\n');
      expect(new Set(datadog)).toEqual(new Set(['host name']));
      expect(help).toMatch(/aws-nacl[^]*\s+or\s+toy-filter/);
    });

    test('gets the finding, and its explanation', () => {
      const { found, explained } = said.finding;
      expect(found).toEqual([['LoopbackDestination:artifact-hub', 'leads to 127.0.0.1/32']]);
      expect(explained).toMatch(/^LoopbackDestination\nMeans +a destination is the machine of the delegate itself\n/);
    });

    test('shows the column, of a kept review as well', () => {
      const { markdown, kept } = said.column;
      expect(markdown).toMatch(/^\| connection \|.* \| table \| sources \|$/m);
      expect(markdown).toMatch(/^\| datadog \| 443 \|.* \| HTTPS: 443 \|/m);
      expect(markdown).toMatch(/^\| artifact-hub \| 443 \|.* \| not in the table \|/m);
      expect(markdown).toMatch(/^\| artifact-hub \| 8001 \|.* \| not in the table \|/m);
      expect(kept).toEqual([
        ['datadog', 'HTTPS: 443'],
        ['artifact-hub', null],
        ['artifact-hub', null],
      ]);
    });
  });
});
