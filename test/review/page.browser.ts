/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { acknowledged } from '../../examples/one-list/acknowledged';
import { connections as exampleList } from '../../examples/one-list/connections';
import { everyRow } from '../support/every-row';
import { HOSTILE } from '../support/hostile';
import { Connection, Plan, Profile, reviewOf, Target, toHtml, type ReviewDocument } from 'harness-delegate-access';

/** The page in a real browser; `npm run test:browser` brings Chromium. */

const executablePath = process.env.CHROMIUM;
let browser: Browser;
let folder: string;
let files = 0;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  folder = mkdtempSync(join(tmpdir(), 'page-'));
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the page complained of and what it asked the network for; both must stay empty. */
interface Opened {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

async function open(shown: ReviewDocument, options: BrowserContextOptions = {}): Promise<Opened> {
  const file = join(folder, `review-${(files += 1)}.html`);
  writeFileSync(file, toHtml(shown));
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options })).newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  const url = pathToFileURL(file).href;
  page.on('request', (request) => (request.url() === url ? undefined : requests.push(request.url())));
  await page.goto(url);
  return { page, complaints, requests };
}

function review(connections: readonly Connection[] = everyRow(), profile = Profile.RECOMMENDED): ReviewDocument {
  return reviewOf(Plan.of(connections, { profile, asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP));
}

/** Texts of the first column of the ports that can be seen. */
async function shownConnections(page: Page): Promise<string[]> {
  return page.$$eval('#ports tbody tr', (rows) =>
    rows
      .filter((row) => row.checkVisibility())
      .map((row) => (row as unknown as { dataset: { connection: string } }).dataset.connection),
  );
}

async function widthsOf(page: Page): Promise<{ content: number; window: number }> {
  return page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
}

test('opens without a word on the console and without a request, and shows everything', async () => {
  const shown = review();
  const { page, complaints, requests } = await open(shown);
  const requested = shown.ports.filter(({ asked }) => asked);
  expect(await shownConnections(page)).toHaveLength(requested.length);
  expect(await page.locator('#ports .count').textContent()).toBe(`${requested.length}`);
  expect(await page.locator('#others .count').textContent()).toBe(`${shown.ports.length - requested.length}`);
  expect(await page.locator('#others table').isVisible()).toBe(false);
  await page.click('#others summary');
  expect(await page.locator('#others table').isVisible()).toBe(true);
  expect(await page.locator('#filters').isVisible()).toBe(true);
  expect(await page.locator('.drawing svg').isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);
});

test('filters by connection, verdict, severity and words, and shows all again', async () => {
  const shown = review();
  const { page, complaints } = await open(shown);
  await page.selectOption('select[name=connection]', 'gcp');
  expect(new Set(await shownConnections(page))).toEqual(new Set(['gcp']));
  expect(await page.locator('.finding [data-row]:visible').count()).toBe(
    shown.findings.filter(({ connection, fix }) => connection === 'gcp' && fix !== 'nothing to do').length,
  );

  await page.click('button[type=reset]');
  await page.selectOption('select[name=verdict]', 'missing');
  const missing = shown.ports.filter(({ verdict, asked }) => asked && verdict === 'missing');
  const requested = shown.ports.filter(({ asked }) => asked);
  expect(await shownConnections(page)).toEqual(missing.map(({ connection }) => connection));
  expect(await page.locator('#ports .count').textContent()).toBe(`${missing.length} of ${requested.length}`);

  await page.click('button[type=reset]');
  await page.selectOption('select[name=severity]', 'warning');
  expect(await page.locator('.finding [data-row]:visible').count()).toBe(
    shown.findings.filter(({ severity }) => severity === 'warning').length,
  );
  expect(await page.locator('#notices').isVisible()).toBe(false);

  await page.click('button[type=reset]');
  await page.fill('input[type=search]', 'jenkins 10.0.3');
  await page.waitForFunction(() => document.querySelector('#ports .count')?.textContent?.includes(' of '));
  expect(new Set(await shownConnections(page))).toEqual(new Set(['jenkins']));

  await page.fill('input[type=search]', 'no such words');
  await page.waitForSelector('#nothing:visible');
  expect(await shownConnections(page)).toEqual([]);
  await page.click('button[type=reset]');
  await page.waitForSelector('#nothing:not(:visible)', { state: 'hidden' });
  expect(await shownConnections(page)).toHaveLength(requested.length);
  expect(await page.locator('#notices details').getAttribute('open')).toBeNull();
  expect(complaints).toEqual([]);
});

test('sorts by a column, up and down, with numbers as numbers, by mouse and by keyboard', async () => {
  const { page } = await open(review());
  const column = async (): Promise<number[]> =>
    page.$$eval('#ports tbody tr td:nth-child(2)', (cells) =>
      cells.map((cell) => parseInt(cell.textContent ?? '', 10)),
    );
  const header = page.locator('#ports th', { hasText: 'port' }).first();
  await header.locator('button').click();
  const up = await column();
  expect(up).toEqual([...up].sort((a, b) => a - b));
  expect(new Set(up).size).toBeGreaterThan(10);
  expect(await header.getAttribute('aria-sort')).toBe('ascending');
  await header.locator('button').press('Enter');
  expect(await column()).toEqual([...up].sort((a, b) => b - a));
  expect(await header.getAttribute('aria-sort')).toBe('descending');
});

test('fits on a phone: rows become cards with their titles, and nothing hangs over', async () => {
  const { page, complaints } = await open(review(), { viewport: { width: 360, height: 740 } });
  const { content, window } = await widthsOf(page);
  expect(content).toBeLessThanOrEqual(window);
  const first = page.locator('#ports tbody td[data-label=why]').first();
  expect(await first.evaluate((cell) => getComputedStyle(cell, '::before').content)).toBe('"why"');
  const overhang = await page.$$eval('#ports td, .finding dd, .finding li, #permissions td', (cells) =>
    cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent),
  );
  expect(overhang).toEqual([]);
  expect(complaints).toEqual([]);
});

test('fits a screen: the page itself does not scroll sideways', async () => {
  const { page } = await open(review());
  const { content, window } = await widthsOf(page);
  expect(content).toBeLessThanOrEqual(window);
});

test('is dark at night and light by day, with text that can be read on both', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await open(review(), { colorScheme });
    const contrasts = await page.evaluate(() => {
      const luminance = (color: string): number => {
        const [r, g, b] = (color.match(/[\d.]+/g) ?? []).map(Number).map((value) => {
          const part = value / 255;
          return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        }) as [number, number, number];
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const paperOf = (element: Element | null): string => {
        const color = element === null ? 'rgb(255, 255, 255)' : getComputedStyle(element).backgroundColor;
        return element !== null && color === 'rgba(0, 0, 0, 0)' ? paperOf(element.parentElement) : color;
      };
      return [
        ...document.querySelectorAll(
          'h1, .soft, td, th, .tag, .finding p, .finding li, .finding dt, summary, a, .facts b, .facts span',
        ),
      ].map((element) => {
        const [ink, paper] = [luminance(getComputedStyle(element).color), luminance(paperOf(element))];
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      });
    });
    expect(contrasts.length).toBeGreaterThan(100);
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(paper).toBe(colorScheme === 'dark' ? 'rgb(18, 22, 28)' : 'rgb(255, 255, 255)');
  }
});

test('prints on paper: light, without the filters, with the titles of the columns on every page', async () => {
  const { page } = await open(review(), { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.locator('#filters').isVisible()).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('thead')!).display)).toBe(
    'table-header-group',
  );
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('.drawing .paper')!).fill)).toBe(
    'rgb(255, 255, 255)',
  );
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeLessThan(60);
});

test.each([Profile.DOCUMENTED, Profile.RECOMMENDED])('prints the example on four pages, $name', async (profile) => {
  const plan = Plan.of(exampleList, { acknowledged, profile, asOf: '2026-11-24' });
  const { page } = await open(reviewOf(plan.on(Target.AWS_SECURITY_GROUP)));
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeLessThanOrEqual(4);
});

test('leads from a finding, and from a box of the picture, to the ports of its connection', async () => {
  const { page } = await open(review());
  for (const from of ['#warnings a[href="#connection-gcp"]', '.drawing a[href="#connection-gcp"]']) {
    await page.goto(page.url().replace(/#.*/, ''));
    await page.locator(from).first().click();
    expect(page.url()).toMatch(/#connection-gcp$/);
    expect(await page.locator('[id="connection-gcp"]').isVisible()).toBe(true);
  }
});

test('is complete without its script', async () => {
  const shown = review();
  const { page, complaints } = await open(shown, { javaScriptEnabled: false });
  expect(await page.locator('#ports tbody tr:visible').count()).toBe(shown.ports.filter(({ asked }) => asked).length);
  await page.click('#notices summary');
  expect(await page.locator('#notices [data-row]:visible').count()).toBeGreaterThan(10);
  expect(await page.locator('#filters').isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

test('stays usable with 2,000 flows', async () => {
  const many = Array.from({ length: 1000 }, (_, i) =>
    Connection.custom({
      name: `c-${i}`,
      to: [`10.${Math.floor(i / 256)}.${i % 256}.0/24`, `11.${Math.floor(i / 256)}.${i % 256}.0/24`],
      ports: [443],
      reason: 'because',
    }),
  );
  const shown = review(many);
  expect(shown.rules.length).toBeGreaterThanOrEqual(2000);
  const { page, complaints } = await open(shown);
  await page.selectOption('select[name=connection]', 'c-777');
  expect(await shownConnections(page)).toEqual(['c-777']);
  await page.click('button[type=reset]');
  expect((await shownConnections(page)).length).toBe(shown.ports.filter(({ asked }) => asked).length);
  expect(complaints).toEqual([]);
});

test('runs nothing that a text brings along', async () => {
  const hostile = HOSTILE.map((reason, i) =>
    Connection.custom({ name: `hostile-${i}`, to: ['10.0.0.0/8'], ports: [8200 + i], reason }),
  );
  const { page, complaints, requests } = await open(review(hostile));
  const texts = await page.$$eval('#ports td[data-label=why]', (cells) => cells.map((cell) => cell.textContent ?? ''));
  HOSTILE.forEach((reason) => expect(texts.join('\n')).toContain(reason));
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);
});
