import { createHash } from 'node:crypto';
import {
  columnsFor,
  CREDENTIAL_COLUMNS,
  PERMISSION_COLUMNS,
  PORT_COLUMNS,
  reachOf,
  REASON_COLUMNS,
  type Column,
} from './columns';
import { Html, html } from './html-text';
import { PAGE_SCRIPT } from './page-script';
import { PAGE_STYLE } from './page-style';
import { tableOf, type Cite } from './page-table';
import { PICTURE_STYLE, toSvg } from './picture';
import { acceptedText, factsOf, numberPages, pageKey, titleOf, type NumberedPage } from './summary';
import type { ReviewDocument, ReviewFinding } from './types';

/**
 * A review as one HTML page that holds everything it needs: it opens from a disk, a mail or a pull request, loads nothing
 * and sends nothing, which its content security policy enforces. Complete without its script, which only filters and sorts.
 */
export function toHtml(review: ReviewDocument): string {
  const pages = numberPages(review);
  const cite: Cite = (sources) => html`${sources.map((source) => reference(pages.get(pageKey(source))!))}`;
  const title = titleOf(review);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <title>${title}</title>
        ${new Html(`<style>${PAGE_STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="soft">
            Edition ${review.catalogVersion} of the facts; acknowledgements as of ${review.asOf}. It holds names and
            addresses of your network, and no secret.
          </p>
          <ul class="facts">
            ${factsOf(review).map(([what, count]) => html`<li class="${what === 'warnings' && count !== '0' ? 'warn' : ''}"><b>${count}</b><span>${what}</span></li>`)}
          </ul>
        </header>
        <main>
          ${filters(review)}
          <p id="nothing" hidden>Nothing fits these filters.</p>
          <div class="drawing">${new Html(toSvg(review))}</div>
          ${findings(review, cite)} ${section('ports', 'Ports', PORT_COLUMNS, review.ports, dataOfPort, cite)}
          ${section('permissions', 'Permissions', PERMISSION_COLUMNS, review.permissions, dataOf, cite)}
          ${section('credentials', 'What a person must create', CREDENTIAL_COLUMNS, review.credentials, dataOf, cite)}
          ${section('reasons', 'Reasons, as rules and templates name them', REASON_COLUMNS, review.reasons, dataOfReason, cite)}
        </main>
        <footer>
          <h2>Sources</h2>
          <ol>
            ${[...pages.values()].map(listed)}
          </ol>
        </footer>
        ${new Html(`<script>${PAGE_SCRIPT}</script>`)}
      </body>
    </html> `;
  return page.text;
}

/** Nothing is loaded; only this script and these styles, known by their hashes, do anything. */
function policy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(PAGE_SCRIPT)}`,
    `style-src ${hash(PAGE_STYLE)} ${hash(PICTURE_STYLE)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function filters({ ports: all, permissions: granted, findings: found }: ReviewDocument): Html {
  const connections = [...all, ...granted, ...found].map(({ connection }) => connection);
  return html`<form id="filters" role="search" hidden>
    <input type="search" name="search" aria-label="Search" placeholder="Search: a port, an address, a word" />
    ${select('connection', 'every connection', connections)}
    ${select(
      'verdict',
      'every verdict',
      all.map(({ verdict }) => verdict),
    )}
    ${select('reach', 'open or closed', all.map(reachOf))}
    ${select(
      'enforcement',
      'every enforcement',
      all.map(({ enforcement }) => enforcement),
    )}
    ${select('severity', 'every severity', found.map(severityOf))}
    <button type="reset">Show all</button>
  </form>`;
}

function select(name: string, all: string, values: readonly string[]): Html {
  const options = [...new Set(values)].filter((value) => value !== '').sort();
  return html`<select name="${name}" aria-label="${name}">
    <option value="">${all}</option>
    ${options.map((value) => html`<option>${value}</option>`)}
  </select>`;
}

function findings(review: ReviewDocument, cite: Cite): Html {
  const rank = ['warning', 'notice', 'acknowledged'];
  const sorted = [...review.findings].sort((a, b) => rank.indexOf(severityOf(a)) - rank.indexOf(severityOf(b)));
  return block('findings', 'Findings', html`${sorted.map((finding) => findingCard(finding, cite))}`, sorted.length);
}

function findingCard(finding: ReviewFinding, cite: Cite): Html {
  const { key, connection, what, why, fix, source: from, acknowledged } = finding;
  const severity = severityOf(finding);
  const end =
    acknowledged === undefined
      ? html`<dt>fix</dt>
          <dd>${fix}</dd>`
      : html`<dt>accepted</dt>
          <dd>${acceptedText(acknowledged)}</dd>`;
  return html`<article class="finding ${severity}" data-row data-connection="${connection}" data-severity="${severity}">
    <h3>${key}</h3>
    <p>${what}</p>
    <dl>
      <dt>severity</dt>
      <dd>${severity}</dd>
      ${
        why === ''
          ? ''
          : html`<dt>why</dt>
              <dd>${why}</dd>`
      }${end}${
        from === undefined
          ? ''
          : html`<dt>source</dt>
              <dd>${cite([from])}</dd>`
      }
    </dl>
  </article> `;
}

function severityOf({ severity, acknowledged }: ReviewFinding): string {
  return acknowledged === undefined ? severity : 'acknowledged';
}

/** By what the filters find a row. */
type Data = Readonly<Record<string, string>>;

function dataOfPort(port: ReviewDocument['ports'][number]): Data {
  const { connection, verdict, enforcement } = port;
  return { connection, verdict, enforcement, reach: reachOf(port) };
}

function dataOf({ connection }: { readonly connection: string }): Data {
  return { connection };
}

function dataOfReason({ key }: { readonly key: string }): Data {
  return { connection: key.split(':', 1)[0]! };
}

function section<T>(
  id: string,
  title: string,
  columns: readonly Column<T>[],
  entries: readonly T[],
  data: (entry: T) => Data,
  cite: Cite,
): Html {
  return block(id, title, tableOf(columnsFor(columns, 'html'), entries, data, cite), entries.length);
}

function block(id: string, title: string, body: Html, count: number): Html {
  return count === 0
    ? html``
    : html`<section data-count id="${id}">
        <h2>${title}<span class="count">${count}</span></h2>
        <div class="body">${body}</div>
      </section>`;
}

/** A number that leads to the list of sources, where the page can be opened. */
function reference({ number, text, date }: NumberedPage): Html {
  return html`<a href="#source-${number}" title="${text} (${date})">[${number}]</a> `;
}

function listed({ number, url, text, date }: NumberedPage): Html {
  const shown = url === undefined ? html`${text}` : html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
  return html`<li id="source-${number}">${shown} (${date})</li> `;
}
