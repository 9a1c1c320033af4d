import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isElsewhere, mayEndWith1, pages, readPage, stepsOf, type Step } from '../pages/pages';

/** Pastes the pages into new folders, as a reader does on a machine that has Node and npm, with the packed library. */

const ROOT = join(__dirname, '../..');
const SELF = 'harness-delegate-access';
const TOOLS = ['node', 'npm', 'npx', 'sh'];

/** Files of the examples that these pages have their reader copy. */
const COPIED: Readonly<Record<string, readonly string[]>> = {
  'examples/README.md': ['ecs/app.ts', 'gce/main.ts', 'gce/cloud-init.ts'],
  'examples/import/README.md': ['import/api.json', 'import/terraform.json', 'import/harness'],
  'examples/yaml-only/README.md': ['yaml-only/connections.yaml'],
};

/** Files that the page promises in the end. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  'README.md': [
    'cdk.out/Delegate.template.json',
    'cdk.out/Delegate.Access.*.review.html',
    'review.html',
    'out/template.json',
  ],
  'docs/aws.md': ['Ecs', 'Ec2', 'AutoScaling', 'Existing'].map((stack) => `cdk.out/${stack}.template.json`),
  'docs/gcp.md': ['cdktf.out/stacks/delegate/cdk.tf.json'],
  'docs/gcp-examples.md': ['gke', 'shared-vpc', 'existing-policy', 'provider-7'].map(
    (stack) => `cdktf.out/stacks/${stack}/cdk.tf.json`,
  ),
  'docs/import.md': ['connections.yaml'],
  'docs/kubernetes.md': ['out/policies.yaml', 'out/values.yaml', 'out/review.json'],
  'docs/review.md': ['review.html', 'review.md', 'review.json', 'review.svg', 'out/main.tf.json'],
  'examples/README.md': ['cdk.out/EcsDelegate.template.json', 'cdktf.out/stacks/gce-delegate/cdk.tf.json'],
  'examples/yaml-only/README.md': ['aws/template.json', 'gcp/main.tf.json', 'review.html'],
};

/** Two pages at a time. @param into a folder that does not exist yet */
export async function pastePages(into: string, tarball: string): Promise<void> {
  mkdirSync(into);
  const path = toolsIn(join(into, 'bin'));
  const waiting = pages().filter((page) => stepsOf(readPage(page)).length > 0);
  const read = async (): Promise<void> => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
      const reader = new Reader(join(into, page.replace(/\W/g, '-')), { page, tarball, path });
      console.log(`ok: pasted ${page}, ${await reader.follow(stepsOf(readPage(page)))} programs and commands`);
    }
  };
  await Promise.all([read(), read()]);
}

/** A folder for `PATH` with Node and npm, and nothing else. */
function toolsIn(folder: string): string {
  mkdirSync(folder);
  const path = (process.env.PATH ?? '').split(':');
  for (const tool of TOOLS) {
    const place = path.map((entry) => join(entry, tool)).find((file) => existsSync(file));
    symlinkSync(realpathSync(place!), join(folder, tool));
  }
  return folder;
}

interface Desk {
  readonly page: string;
  readonly tarball: string;
  readonly path: string;
}

class Reader {
  private folder: string;
  private ran = 0;
  private readonly saved = new Map<string, string>();

  public constructor(
    private readonly home: string,
    private readonly desk: Desk,
  ) {
    this.folder = home;
    mkdirSync(home);
    (COPIED[desk.page] ?? []).forEach((file) =>
      cpSync(join(ROOT, 'examples', file), join(home, basename(file)), { recursive: true }),
    );
  }

  /** @returns how many programs and commands ran */
  public async follow(steps: readonly Step[]): Promise<number> {
    for (const step of steps) {
      await this.take(step);
    }
    const missing = (WRITTEN[this.desk.page] ?? []).filter((file) => !isThere(join(this.home, file)));
    if (missing.length > 0) {
      throw new Error(`${this.desk.page} leaves no ${missing.join(', ')}`);
    }
    return this.ran;
  }

  private async take(step: Step): Promise<void> {
    if (step.does === 'save') {
      this.save(step.file, step.code);
    } else if (step.does === 'run') {
      for (const command of commandsFor(step.program)) {
        await this.type(command);
      }
    } else if (!isElsewhere(step.command)) {
      await this.type(step.command);
    }
  }

  /** A program as TypeScript is also one for Node; a `package.json` begins a new folder. */
  private save(file: string, code: string): void {
    if (file === 'package.json') {
      this.folder = join(this.home, 'new');
      mkdirSync(this.folder);
    }
    this.saved.set(file, code).set(file.replace(/\.ts$/, '.mjs'), code);
    this.saved.forEach((text, name) => writeFileSync(join(this.folder, name), text));
  }

  private async type(command: string): Promise<void> {
    const words = command.split(' ').map((word) => (word === SELF ? this.desk.tarball : word));
    const real = command.startsWith('npm install ') ? words.join(' ') : command;
    const { status, printed } = await shell(real, this.folder, this.desk.path);
    if (status !== 0 && !(status === 1 && mayEndWith1(command))) {
      throw new Error(`${this.desk.page}: \`${command}\` ends with ${status}:\n${printed.slice(-6000)}`);
    }
    this.ran++;
  }
}

async function shell(command: string, cwd: string, path: string): Promise<{ status: number | null; printed: string }> {
  const child = spawn('sh', ['-c', command], {
    cwd,
    env: { ...environment(), PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, printed };
}

/** As the pages say it: TypeScript with tsx, and the same text as an ES module. */
function commandsFor(program: string): string[] {
  const module = program.replace(/\.ts$/, '.mjs');
  const node = program.includes('.test.') ? 'node --test' : 'node';
  return [...(module === program ? [] : [`npx tsx ${program}`]), `${node} ${module}`];
}

/** Of the environment of this script, what npm needs to reach its registry. */
const KEPT =
  /^(HOME|npm_config_(registry|cache|cafile|userconfig)|(https?|no|npm_config_)_?proxy|NODE_EXTRA_CA_CERTS)$/i;

function environment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.test(name))),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    CI: '1',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/** True for a file, or for one of those that a `*` in its name stands for. */
function isThere(file: string): boolean {
  const [begin, end] = basename(file).split('*') as [string, string | undefined];
  return end === undefined
    ? existsSync(file)
    : readdirSync(dirname(file)).some((name) => name.startsWith(begin) && name.endsWith(end));
}
