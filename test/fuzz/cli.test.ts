import fc from 'fast-check';
import { cli, folder } from '../support/cli';

const files = folder();
const list = files.write('list.yaml', '- jenkins: { to: [10.0.3.7/32] }\n- datadog\n');
const kept = files.write('kept.json', cli('review', list, '--json').out);
const template = files.write('template.json', { Resources: { G: { Type: 'AWS::EC2::SecurityGroup' } } });
const broken = files.write('broken.json', '{"format":"harness-delegate-access/review"');

const WORDS = [
  ...['list', 'review', 'diff', 'audit', 'synth', 'help', list, list, kept, template, broken, files.path, '/nope', '-'],
  ...['--json', '--help', '--version', '--fail-on-warnings', '--', '--format', 'json', 'html', 'svg', '--profile'],
  ...['documented', '--target', 'gcp-vpc-rules', '--as-of', '2026-11-24', '--template', '--group', 'G', '--machines'],
  ...['--network', '--policy', '--against', '--from-profile', '--to-profile', '--to', 'cloudformation', '--out', ''],
  ...['__proto__', 'constructor', 'toString', '\u0000', '\ud800', '\u001b[2J', 'x'.repeat(100_000)],
];
/** Neither standard input nor files in the folder of the tests. */
const isSafe = (args: readonly string[]): boolean =>
  !args.includes('-') && !args.some((arg) => arg.startsWith('--out'));
const word = fc.oneof({ arbitrary: fc.constantFrom(...WORDS), weight: 9 }, { arbitrary: fc.string(), weight: 1 });

test('whatever the arguments are, the command ends with 0, 1 or 2, and prints no control character', () => {
  const args = fc.tuple(
    fc.constantFrom('list', 'review', 'diff', 'audit', 'synth', 'help'),
    fc.option(fc.constantFrom(list, kept, template, broken), { nil: list }),
    fc.array(word, { maxLength: 6 }),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        args.map(([command, file, rest]) => [command, file, ...rest]),
        fc.array(word),
      ),
      (given) => {
        fc.pre(isSafe(given));
        const { exit, err } = cli(...given);
        expect([0, 1, 2]).toContain(exit);
        expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      },
    ),
    { numRuns: 400 * Number(process.env.FUZZ ?? 1) },
  );
});
