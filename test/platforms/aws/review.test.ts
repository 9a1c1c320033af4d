import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { CfnSecurityGroupEgress } from 'aws-cdk-lib/aws-ec2';
import { everyRow } from '../../support/every-row';
import { ecsTasks, ENV, someVpc } from '../../support/stacks';
import { Connection, parseReview } from 'harness-delegate-access';
import { DelegateAccess, DelegateEgress, DelegatePermissions } from 'harness-delegate-access/aws';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
});

afterEach(() => rmSync(outdir, { recursive: true, force: true }));

const reviews = (folder = outdir): string[] =>
  readdirSync(folder)
    .filter((name) => name.includes('.review.'))
    .sort();
/** The file of this construct, whatever the hash of its place. */
const reviewOf = (begin: string, folder = outdir): string =>
  join(
    folder,
    readdirSync(folder).find((name) => name.startsWith(`${begin}.`) && name.endsWith('.review.json'))!,
  );
const withHash = (begin: string, extension: string): unknown =>
  expect.stringMatching(new RegExp(`(?:^|/)${begin}\\.[0-9a-f]{6}\\.review\\.${extension}$`));
const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] })];

describe('a synth', () => {
  test('writes the review of everything beside the template, by the path of the construct', () => {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Prod', { env: ENV });
    const access = new DelegateAccess(stack, 'Access', {
      vpc: someVpc(stack),
      connections: everyRow(),
      assumedBy: ecsTasks(stack),
      asOf: '2026-11-24',
    });
    app.synth();
    expect(reviews()).toEqual(['html', 'json', 'md'].map((extension) => withHash('Prod.Access', extension)));
    const review = parseReview(readFileSync(reviewOf('Prod.Access'), 'utf8'));
    expect(review).toEqual(access.toReview());
    expect(review.findings.map(({ key }) => key)).toEqual(access.findings.map(({ key }) => key));
    expect(review.permissions.length).toBeGreaterThan(5);
    expect(readFileSync(reviewOf('Prod.Access').replace(/json$/, 'html'), 'utf8')).toContain('<!doctype html>');
  });

  test('says in the review what only the finished app shows', () => {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Prod', { env: ENV });
    const egress = new DelegateEgress(stack, 'Egress', { vpc: someVpc(stack), connections });
    new CfnSecurityGroupEgress(stack, 'Stranger', {
      groupId: egress.securityGroups[0]!.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '0.0.0.0/0',
    });
    app.synth();
    const { findings } = parseReview(readFileSync(reviewOf('Prod.Egress'), 'utf8'));
    expect(findings.map(({ finding }) => finding)).toContain('UnplannedEgress');
  });

  test('writes the permissions alone for whoever creates nothing else', () => {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Prod', { env: ENV });
    new DelegatePermissions(stack, 'Permissions', { connections: everyRow(), assumedBy: ecsTasks(stack) });
    app.synth();
    const { ports, rules, permissions, reasons } = parseReview(readFileSync(reviewOf('Prod.Permissions'), 'utf8'));
    expect([ports, rules]).toEqual([[], []]);
    expect(new Set(reasons.map(({ key }) => key))).toEqual(
      new Set(permissions.map(({ connection, name }) => `${connection}:${name}`)),
    );
  });

  test('writes into the assembly of a stage, and under a name of its own for every path', () => {
    const app = new App({ outdir });
    const stage = new Stage(app, 'Live', { env: ENV });
    const stack = new Stack(stage, 'Prod');
    new DelegateEgress(stack, 'A.B', { vpc: someVpc(stack), connections });
    new DelegateEgress(stack, 'A-B', { vpc: someVpc(stack, 'Other'), connections });
    app.synth();
    expect(reviews()).toEqual([]);
    expect(reviews(join(outdir, 'assembly-Live')).filter((name) => name.endsWith('.md'))).toEqual([
      withHash('Live.Prod.A-B', 'md'),
      expect.stringMatching(/^Live\.Prod\.A-B\.[0-9a-f]{8}\.[0-9a-f]{6}\.review\.md$/),
    ]);
  });

  test('writes nothing with `review: false`, and anywhere on request', () => {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Prod', { env: ENV });
    const access = new DelegateAccess(stack, 'Access', { vpc: someVpc(stack), connections, review: false });
    app.synth();
    expect(reviews()).toEqual([]);
    expect(access.writeReview(join(outdir, 'for/me'))).toEqual(
      ['md', 'html', 'json'].map((extension) => withHash('Prod.Access', extension)),
    );
  });
});
