import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { everyRow } from '../../support/every-row';
import { parseReview, Profile } from 'harness-delegate-access';
import { DelegateAccess, DelegatePermissions } from 'harness-delegate-access/gcp';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'cdktf-'));
});

afterEach(() => rmSync(outdir, { recursive: true, force: true }));

const own = { name: 'delegate', project: 'acme-prod', connections: everyRow(), asOf: '2026-11-24' };
const common = { ...own, network: 'prod' };

/** The file of this construct, whatever the hash of its place. */
function reviewOf(begin: string): string {
  const folder = join(outdir, 'out/stacks/prod');
  return join(
    folder,
    readdirSync(folder).find((name) => name.startsWith(`${begin}.`) && name.endsWith('.json'))!,
  );
}

const withHash = (begin: string, extension: string): unknown =>
  expect.stringMatching(new RegExp(`^${begin}\\.[0-9a-f]{6}\\.review\\.${extension}$`));

function synth(build: (stack: TerraformStack) => void): string[] {
  const app = new App({ outdir: join(outdir, 'out') });
  const stack = new TerraformStack(app, 'prod');
  new GoogleProvider(stack, 'google', { project: 'acme-prod' });
  build(stack);
  app.synth();
  return readdirSync(join(outdir, 'out/stacks/prod')).sort();
}

describe('a synth', () => {
  test('writes the review beside the configuration, by the path of the construct', () => {
    let access: DelegateAccess | undefined;
    const files = synth((stack) => {
      access = new DelegateAccess(stack, 'delegate-access', {
        ...common,
        profile: Profile.RECOMMENDED,
        firewallPolicy: 'new',
      });
    });
    expect(files).toEqual([
      'cdk.tf.json',
      ...['html', 'json', 'md'].map((extension) => withHash('prod.delegate-access', extension)),
    ]);
    const review = parseReview(readFileSync(reviewOf('prod.delegate-access'), 'utf8'));
    expect(review).toEqual(access!.toReview());
    expect(review.target.name).toBe('gcp-firewall-policy');
    expect(review.permissions.every(({ kind }) => kind === 'role')).toBe(true);
  });

  test('writes the permissions alone for whoever creates nothing else', () => {
    const files = synth((stack) => {
      new DelegatePermissions(stack, 'permissions', own);
    });
    expect(files).toContainEqual(withHash('prod.permissions', 'md'));
  });

  test('writes nothing with `review: false`, and anywhere on request', () => {
    let access: DelegateAccess | undefined;
    const files = synth((stack) => {
      access = new DelegateAccess(stack, 'delegate-access', { ...common, review: false });
    });
    expect(files).toEqual(['cdk.tf.json']);
    access!.writeReview(outdir).forEach((path) => expect(existsSync(path)).toBe(true));
  });
});
