import { commandsOf, fencesOf, isElsewhere, mayEndWith1, stepsOf } from '../../scripts/pages/pages';

const PAGE = `# A page

In a folder with \`npm install a-package\`, save as \`app.ts\`:

\`\`\`ts app.ts
run();
\`\`\`

\`\`\`sh
npm ci && npm test   # all tests

npx tool review list.yaml
\`\`\`

Or \`npm install another\`:

\`\`\`yaml list.yaml
- datadog
\`\`\`

\`\`\`yaml
- a part of a file
\`\`\`
`;

describe('a page', () => {
  test('is followed from its first line to its last', () => {
    expect(stepsOf(PAGE)).toEqual([
      { does: 'type', command: 'npm install a-package' },
      { does: 'save', file: 'app.ts', code: 'run();\n' },
      { does: 'run', program: 'app.ts' },
      { does: 'type', command: 'npm ci && npm test' },
      { does: 'type', command: 'npx tool review list.yaml' },
      { does: 'save', file: 'list.yaml', code: '- datadog\n' },
    ]);
  });

  test('has fences with the text before each', () => {
    const fences = fencesOf(PAGE);
    expect(fences.map(({ language }) => language)).toEqual(['ts', 'sh', 'yaml', 'yaml']);
    expect(fences[0]!.before).toContain('save as `app.ts`:');
    expect(fences.flatMap(commandsOf)).toHaveLength(2);
  });
});

test('commands that need a clone or an account are known, and those that end with 1 when they say something', () => {
  expect(['npm ci && npm test', 'terraform init', 'npm install x'].map(isElsewhere)).toEqual([true, true, false]);
  const commands = ['diff a b', 'audit a --template t', 'review a'].map(
    (rest) => `npx harness-delegate-access ${rest}`,
  );
  expect(commands.map(mayEndWith1)).toEqual([true, true, false]);
});
