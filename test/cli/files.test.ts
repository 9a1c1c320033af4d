import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cli, folder } from '../support/cli';
import { withoutFolders } from '../support/errors';

const files = folder();
const text = '- jenkins: { to: [10.0.3.7/32], ports: [8080] }\n';
const jenkins = files.write('jenkins.yaml', text);
const kept = join(files.path, 'kept.json');
cli('review', jenkins, '--out', kept);

describe('what is read', () => {
  test.each<[string, Buffer]>([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, as PowerShell writes it', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['lines that end as on Windows', Buffer.from(text.replace(/\n/g, '\r\n'))],
  ])('%s', (_, bytes) => {
    const path = join(files.path, 'encoded.yaml');
    writeFileSync(path, bytes);
    expect(cli('diff', path, jenkins).exit).toBe(0);
  });

  test('what is no text is refused', () => {
    const path = join(files.path, 'binary.yaml');
    writeFileSync(path, Buffer.from([0x80, 0x81, 0xc3, 0x28]));
    expect(cli('review', path)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('is not text in UTF-8') as unknown,
    });
  });

  test('a kept review, whatever its file is called', () => {
    const path = files.write('review.txt', readFileSync(kept, 'utf8'));
    expect(cli('review', path, '--format', 'html').out).toContain('<!doctype html>');
    expect(cli('review', path).out).toBe(cli('review', jenkins).out);
    expect(cli('diff', path, jenkins).exit).toBe(0);
  });

  test('standard input, by the command as a shell runs it', () => {
    const main = JSON.stringify(join(__dirname, '../../lib/cli/main'));
    const program = files.write('bin.cjs', `require(${main}).main('1.2.3')`);
    const run = spawnSync(process.execPath, ['--require', 'tsx/cjs', program, 'review', '-', '--json'], {
      cwd: join(__dirname, '../..'),
      input: text,
      encoding: 'utf8',
      env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.dev.json' },
    });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({
      ports: expect.arrayContaining([expect.objectContaining({ key: 'jenkins:8080' })]) as unknown,
    });
  }, 60_000);
});

describe('what cannot be decided again is refused', () => {
  test.each<[string, string[], string]>([
    [
      'the profile of a kept review',
      ['diff', kept, '--from-profile', 'documented', '--to-profile', 'recommended'],
      'is a kept review, for "documented"; `--profile recommended` cannot change it',
    ],
    [
      'the target of a kept review',
      ['audit', kept, '--target', 'gcp-vpc-rules', '--template', files.write('t.json', { Resources: {} })],
      '`--target gcp-vpc-rules` cannot change it',
    ],
    [
      'a kept review of another cloud',
      [
        'audit',
        kept,
        '--template',
        files.write('g.json', {
          resource: {
            google_compute_firewall: {
              d: { direction: 'EGRESS', deny: [{ protocol: 'all' }], destination_ranges: ['0.0.0.0/0'] },
            },
          },
        }),
      ],
      'the template has rules for Google Cloud VPC firewall, and the review is for AWS security group',
    ],
    [
      'flags of the other kind of a synth',
      ['synth', jenkins, '--to', 'cloudformation', '--project', 'p', '--out', files.path],
      '`--project` has no effect with `--to cloudformation`',
    ],
  ])('%s', (_, args, message) => {
    expect(cli(...args)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(message) as unknown });
  });

  test('every broken file of a comparison at once', () => {
    const [one, other] = [files.write('one.yaml', '- jenkns\n'), files.write('other.yaml', '- datdog\n')];
    expect(withoutFolders(cli('diff', one, other).err)).toMatch(
      /^2 errors:\n- one\.yaml:1:3: .*\n- other\.yaml:1:3: .*\n$/,
    );
  });
});

describe('what is written', () => {
  test('a file keeps its mode, and a link stays a link', () => {
    const secret = files.write('secret.html', 'old');
    chmodSync(secret, 0o600);
    const link = join(files.path, 'link.html');
    symlinkSync(secret, link);
    expect(cli('review', jenkins, '--out', link).exit).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readlinkSync(link)).toBe(secret);
    expect(statSync(secret).mode % 0o1000).toBe(0o600);
    expect(readFileSync(secret, 'utf8')).toContain('<!doctype html>');
  });

  test('`-` is standard output', () => {
    expect(cli('review', jenkins, '--json', '--out', '-').out).toBe(cli('review', jenkins, '--json').out);
  });

  test('a synth writes all of its files or none', () => {
    const out = join(files.path, 'synth');
    mkdirSync(join(out, 'template.json'), { recursive: true });
    const { exit, err } = cli('synth', jenkins, '--to', 'cloudformation', '--out', out);
    expect(exit).toBe(2);
    expect(err).toContain('it is a folder (CannotWrite)');
    expect(readdirSync(out)).toEqual(['template.json']);
  });

  test('wrong arguments as JSON, when JSON is asked for', () => {
    expect(JSON.parse(cli('audit', jenkins, '--json').err)).toEqual({
      error: {
        code: 'Usage',
        problems: [{ code: 'Usage', message: "required option '--template <path>' not specified" }],
      },
    });
  });
});

test('standard input that never ends is cut off with a message', () => {
  const main = JSON.stringify(join(__dirname, '../../lib/cli/main'));
  const program = files.write('endless.cjs', `require(${main}).main('1.2.3')`);
  const command = `yes datadog | "${process.execPath}" --require tsx/cjs "${program}" review -`;
  const run = spawnSync('sh', ['-c', command], {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.dev.json' },
  });
  expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('at most 1 MiB are read (FileTooLarge)')]);
});
