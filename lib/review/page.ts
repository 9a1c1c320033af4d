import { createHash } from 'node:crypto';
import type { ReviewDocument, ReviewFinding, ReviewPort, ReviewSource } from './document';
import { Html, html, type Piece } from './html-text';
import { PAGE_SCRIPT } from './page-script';
import { PAGE_STYLE } from './page-style';
import { PICTURE_STYLE, toSvg } from './picture';
import { factsOf, KINDS, numberPages, pageKey, titleOf, type NumberedPage } from './summary';

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
          ${findings(review, cite)} ${ports(review, cite)} ${permissions(review, cite)}
          ${section(
            'credentials',
            'What a person must create',
            table(
              ['connection', 'what', 'source'],
              review.credentials.map(({ connection, what, source }) =>
                row({ connection }, [connection, what, cite([source])]),
              ),
            ),
            review.credentials.length,
          )}
          ${section(
            'reasons',
            'Reasons, as rules and templates name them',
            table(
              ['name', 'row', 'sources'],
              review.reasons.map(({ key, row: id, sources }) =>
                row({ connection: key.split(':', 1)[0]! }, [html`<code>${key}</code>`, id, cite(sources)]),
              ),
            ),
            review.reasons.length,
          )}
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

type Cite = (sources: readonly ReviewSource[]) => Html;

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

const REACH = ['asked for', 'reachable all the same', 'closed'] as const;

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
  return section('findings', 'Findings', html`${sorted.map((finding) => findingCard(finding, cite))}`, sorted.length);
}

function findingCard(finding: ReviewFinding, cite: Cite): Html {
  const { key, connection, what, why, fix, source: from, acknowledged } = finding;
  const severity = severityOf(finding);
  const end =
    acknowledged === undefined
      ? html`<dt>fix</dt>
          <dd>${fix}</dd>`
      : html`<dt>accepted</dt>
          <dd>${acknowledged.reason}${acknowledged.until === undefined ? '' : ` (until ${acknowledged.until})`}</dd>`;
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

function reachOf({ asked, reachable }: ReviewPort): string {
  return REACH[asked ? 0 : reachable ? 1 : 2];
}

function ports(review: ReviewDocument, cite: Cite): Html {
  const titles = ['connection', 'port', 'open', 'leads to', 'reachable', 'enforcement', 'verdict', 'why', 'sources'];
  const rows = review.ports.map((port) => {
    const { connection, verdict, enforcement } = port;
    return row({ connection, verdict, enforcement, reach: reachOf(port) }, [
      html`${connection}<br /><span class="soft"
          >${port.row === connection ? '' : `row ${port.row}, `}${KINDS[port.kind] ?? port.kind}</span
        >`,
      port.port,
      reachOf(port),
      list(port.askedFor),
      port.asked ? list(port.reached) : port.destination,
      enforcement === '' ? '' : tag(enforcement, enforcement.includes('port-only') ? 'any' : ''),
      tag(verdict, verdict),
      port.why,
      cite(port.sources),
    ]);
  });
  return section('ports', 'Ports', table(titles, rows), rows.length);
}

function permissions(review: ReviewDocument, cite: Cite): Html {
  const titles = ['connection', 'permission', 'kind', 'actions', 'resources', 'conditions', 'why', 'source'];
  const rows = review.permissions.map(
    ({ connection, name, kind, actions, resources, conditions, note, source: from }) =>
      row({ connection }, [
        connection,
        html`<code>${name}</code>`,
        kind,
        list(actions),
        list(resources),
        list(conditions),
        note,
        cite([from]),
      ]),
  );
  return section('permissions', 'Permissions', table(titles, rows), rows.length);
}

function section(id: string, title: string, body: Html, count: number): Html {
  return count === 0
    ? html``
    : html`<section data-count id="${id}">
        <h2>${title}<span class="count">${count}</span></h2>
        <div class="body">${body}</div>
      </section>`;
}

type Row = (titles: readonly string[]) => Html;

/** Columns whose words must not be broken, and those that need room. */
const SHORT = ['port', 'enforcement', 'verdict', 'kind'];
const MIDDLE = ['connection', 'open', 'reachable', 'conditions', 'sources'];
const WIDE = ['leads to', 'why', 'actions', 'resources'];

function row(data: Readonly<Record<string, string>>, cells: readonly Piece[]): Row {
  const attributes = Object.entries(data).map(([name, value]) => html` data-${name}="${value}"`);
  return (titles) =>
    html`<tr data-row${attributes}>
      ${cells.map((cell, i) => html`<td class="${widthOf(titles[i]!)}" data-label="${titles[i]!}">${cell}</td>`)}
    </tr> `;
}

function widthOf(title: string): string {
  return SHORT.includes(title) ? 'short' : MIDDLE.includes(title) ? 'mid' : WIDE.includes(title) ? 'wide' : '';
}

function table(titles: readonly string[], rows: readonly Row[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${titles.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((make) => make(titles))}
      </tbody>
    </table>
  </div>`;
}

/** One below the other; a single one without a list around it. */
function list(entries: readonly Piece[]): Html {
  return entries.length === 1
    ? html`${entries[0]!}`
    : entries.length === 0
      ? html``
      : html`<ul class="plain">
          ${entries.map((entry) => html`<li>${entry}</li>`)}
        </ul>`;
}

function tag(text: string, look: string): Html {
  return html`<span class="tag ${look}">${text}</span>`;
}

/** A number that leads to the list of sources, where the page can be opened. */
function reference({ number, text, date }: NumberedPage): Html {
  return html`<a href="#source-${number}" title="${text} (${date})">[${number}]</a> `;
}

function listed({ number, url, text, date }: NumberedPage): Html {
  const shown = url === undefined ? html`${text}` : html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
  return html`<li id="source-${number}">${shown} (${date})</li> `;
}
