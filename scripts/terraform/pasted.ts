import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WrittenStack } from './written';

/** The programs of the pages about Google Cloud, as a reader pastes and runs them, and the stacks that they write. */

const ROOT = join(__dirname, '../..');
const PAGES = ['docs/gcp.md', 'docs/gcp-examples.md', 'examples/gce/main.ts'];

/** Every stack of every page, in a folder below the root, from where a program finds the packages. */
export function pastedStacks(): WrittenStack[] {
  return PAGES.flatMap((page) => {
    const folder = join(ROOT, '.scratch', 'terraform', page.replace(/\W/g, '-'));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const isPage = page.endsWith('.md');
    const program = isPage ? [join(ROOT, 'scripts/pages/paste.ts'), join(ROOT, page), folder] : [join(ROOT, page)];
    execFileSync(process.execPath, ['--import', 'tsx', ...program], {
      cwd: isPage ? ROOT : folder,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json') },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const stacks = join(folder, 'cdktf.out', 'stacks');
    return readdirSync(stacks).map((name) => {
      const directory = join(stacks, name);
      const json = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as WrittenStack['json'];
      return { name: `${page} ${name}`, directory, json, texts: [] };
    });
  });
}
