import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as root from 'harness-delegate-access';
import * as aws from 'harness-delegate-access/aws';
import * as gcp from 'harness-delegate-access/gcp';
import * as kubernetes from 'harness-delegate-access/kubernetes';

const ROOT = join(__dirname, '..');
const SCRATCH = join(ROOT, '.scratch', 'doc-examples');

interface Example {
  /** Path under `lib`. */
  readonly path: string;
  /** The declaration behind the docstring. */
  readonly of: string;
  readonly code: string;
}

function examplesIn(path: string): Example[] {
  const source = readFileSync(join(ROOT, 'lib', path), 'utf8');
  return [...source.matchAll(/ @example\n(.*?) \*\/\n *([^\n]*)\n/gs)].map(([, body, of]) => {
    const lines = body!.replace(/^ *\* ?/gm, '').trim();
    const code = /^```ts\n(.*)\n```$/s.exec(lines)?.[1];
    if (code === undefined) {
      throw new Error(`${path}: an example is not one fence of TypeScript: ${lines}`);
    }
    return { path, of: of!.replace(/^(?:export |public |static |function |class )*(\w+).*/, '$1'), code };
  });
}

const EXAMPLES = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .flatMap(examplesIn);

/** Names that an example may use without an import of its own, by module. */
const ROOT_NAMES = { 'harness-delegate-access': Object.keys(root), 'node:fs': ['readFileSync'] };
const AWS_NAMES = {
  'harness-delegate-access/aws': Object.keys(aws),
  'aws-cdk-lib': ['aws_ec2 as ec2', 'aws_ecs as ecs', 'aws_iam as iam'],
};
const KUBERNETES_NAMES = { 'harness-delegate-access/kubernetes': Object.keys(kubernetes) };
const GCP_NAMES = {
  'harness-delegate-access/gcp': Object.keys(gcp),
  'cdktf': ['TerraformOutput'],
  '@cdktf/provider-google/lib/provider': ['GoogleProvider'],
};

/** An example as a module: with the imports that it uses, and in the constructor of a stack when it is about constructs. */
function moduleOf({ path, code }: Example): string {
  const cloud = /^platforms\/(aws|gcp)\/constructs\//.exec(path)?.[1];
  const inCluster = path.startsWith('platforms/kubernetes/') ? KUBERNETES_NAMES : {};
  const names = { ...ROOT_NAMES, ...inCluster, ...(cloud === 'aws' ? AWS_NAMES : cloud === 'gcp' ? GCP_NAMES : {}) };
  const imports = Object.entries(names).flatMap(([from, all]) => {
    const used = all.filter((name) => new RegExp(`\\b${name.split(' ').pop()!}\\b`).test(code));
    return used.length === 0 ? [] : [`import { ${used.join(', ')} } from '${from}';`];
  });
  if (cloud === undefined) {
    return [...imports, code, 'export {};'].join('\n');
  }
  const stack = cloud === 'aws' ? ['Stack', 'aws-cdk-lib'] : ['TerraformStack', 'cdktf'];
  return [
    ...imports,
    `import { ${stack[0]} } from '${stack[1]}';`,
    "import type { Construct } from 'constructs';",
    `export class Example extends ${stack[0]} { constructor(scope: Construct, id: string) { super(scope, id);`,
    code,
    '} }',
  ].join('\n');
}

describe('examples in docstrings', () => {
  beforeAll(() => {
    rmSync(SCRATCH, { recursive: true, force: true });
    mkdirSync(SCRATCH, { recursive: true });
    EXAMPLES.forEach((example, i) => writeFileSync(join(SCRATCH, `example-${i}.ts`), moduleOf(example)));
    const config = {
      extends: '../../tsconfig.dev.json',
      compilerOptions: { rootDir: '../..', noUnusedLocals: false },
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(SCRATCH, 'tsconfig.json'), JSON.stringify(config));
  });

  afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

  test('are where a user begins', () => {
    const documented = EXAMPLES.map(({ path, of }) => `${path} ${of}`);
    expect(documented).toEqual(
      expect.arrayContaining([
        ...['custom', 'ssh', 'of', 'parse', 'fromFile'].map((name) => `connection/connection.ts ${name}`),
        ...['ipv4', 'ipv6', 'hostname', 'deployTime'].map((name) => `network/destination.ts ${name}`),
        ...['of', 'fromFile', 'on'].map((name) => `plan/plan.ts ${name}`),
        ...['connectable', 'prefixList'].map((name) => `platforms/aws/constructs/aws-destination.ts ${name}`),
        ...['aws', 'gcp'].flatMap((platform) =>
          ['Access', 'Egress', 'Permissions'].map(
            (name) => `platforms/${platform}/constructs/delegate-${name.toLowerCase()}.ts Delegate${name}`,
          ),
        ),
        'base/access-error.ts AccessError',
        'compare/audit.ts auditOf',
        'compare/difference.ts differenceOf',
        'compare/template.ts readTemplate',
        'plan/harness-platform.ts of',
        'plan/profile.ts Profile',
        'platforms/target.ts of',
      ]),
    );
  });

  test('type-check', () => {
    const tsc = 'node_modules/typescript-native/bin/tsc';
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', SCRATCH], { cwd: ROOT, stdio: 'inherit' });
  }, 120_000);
});
