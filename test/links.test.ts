import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..');

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);
}

const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter((page) =>
    existsSync(join(ROOT, page)),
  ),
  ...[...markdownIn('docs'), ...markdownIn('examples')].sort(),
];

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replace(/^```[^]*?^```$/gm, '');
}

/** As GitHub makes them of headings: lower case, no punctuation, a hyphen for each space, a number for a repeated one. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of textOf(page).matchAll(/^#+ (.+)$/gm)) {
    const text = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = text.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const repeated = [...anchors].filter((anchor) => anchor.replace(/-\d+$/, '') === slug).length;
    anchors.add(anchors.has(slug) ? `${slug}-${repeated}` : slug);
  }
  return anchors;
}

/** Relative links of a page that lead nowhere. */
function broken(page: string): string[] {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path, anchor] = link.split('#') as [string, string?];
      const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
      return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).has(anchor));
    });
}

describe('links', () => {
  test.each(PAGES)('of %s lead somewhere', (page) => {
    expect(broken(page)).toEqual([]);
  });

  test('are many, and are read with their anchors', () => {
    const all = PAGES.map(textOf).join('\n');
    expect([...all.matchAll(/\]\((?![a-z]+:)[^)\s#]*#[^)\s]+\)/g)].length).toBeGreaterThan(50);
    expect(anchorsOf('docs/gcp.md')).toContain('cdktf-is-archived');
  });
});
