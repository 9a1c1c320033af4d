import { createHash } from 'node:crypto';
import {
  columnsFor,
  CREDENTIAL_COLUMNS,
  ENDPOINT_COLUMNS,
  INBOUND_COLUMNS,
  PERMISSION_COLUMNS,
  PORT_COLUMNS,
  reachOf,
  REASON_COLUMNS,
  shownPorts,
  BEYOND_TABLE,
  type Column,
  type ShownPort,
} from './columns';
import { countOf, sortedFindings, type FindingGroup } from './finding-groups';
import { nameLine, recommendedLine, whereLine } from './heading';
import { Html, html } from './html-text';
import { filters } from './page-filters';
import { findingCards } from './page-findings';
import { PAGE_SCRIPT } from './page-script';
import { PAGE_STYLE } from './page-style';
import { addressOf, anchorOf, tableOf, type Cite } from './page-table';
import { drawPicture, PICTURE_STYLE } from './picture';
import { factsOf, numberPages, pageKey, type NumberedPage } from './summary';
import type { ReviewDocument } from './types';

/**
 * A review as one HTML page that holds everything it needs: it opens from a disk, a mail or a pull request, loads nothing
 * and sends nothing, which its content security policy enforces. Complete without its script, which only filters and sorts.
 */
export function toHtml(review: ReviewDocument): string {
  const pages = numberPages(review);
  const cite: Cite = (sources) => html`${sources.map((source) => reference(pages.get(pageKey(source))!))}`;
  const title = nameLine(review);
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
        <header>${heading(review, title)}</header>
        <main>
          ${filters(review)}
          <p id="nothing" hidden>Nothing fits these filters.</p>
          <div class="drawing">${new Html(drawPicture(review, addressOf))}</div>
          ${sectionsOf(review, cite).map(sectionHtml)}
        </main>
        <footer>
          <details id="sources">
            <summary>
              <h2>Sources<span class="count">${pages.size}</span></h2>
            </summary>
            <ol>
              ${[...pages.values()].map(listed)}
            </ol>
          </details>
        </footer>
        ${new Html(`<script>${PAGE_SCRIPT}</script>`)}
      </body>
    </html> `;
  return page.text;
}

function heading(review: ReviewDocument, title: string): Html {
  const [advice = ''] = recommendedLine(review);
  return html`<h1>${title}</h1>
    ${whereLine(review).map((line) => html`<p>${line}</p>`)}
    <p class="soft">
      Edition ${review.catalogVersion} of the facts; acknowledgements as of ${review.asOf}. It holds names and addresses
      of your network, and no secret.
    </p>
    <ul class="facts">
      ${factsOf(review).map(([what, number]) => html`<li class="${what === 'warnings' && number !== '0' ? 'warn' : ''}"><b>${number}</b><span>${what}</span></li>`)}
    </ul>
    ${advice === '' ? '' : html`<p>${advice}.</p>`}`;
}

/** One part of a page; one with a note is folded, and the note says what is in it. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly note?: string;
  readonly body: () => Html;
}

/** Open ports first, then what asks for a decision, then, folded, what asks for nothing. */
function sectionsOf(review: ReviewDocument, cite: Cite): Section[] {
  const { requested, beyond, others } = shownPorts(review);
  const { warnings, notices, acknowledged } = sortedFindings(review);
  const table = <T>(columns: readonly Column<T>[], entries: readonly T[], data: (entry: T) => Data) => ({
    count: entries.length,
    body: () => tableOf(columnsFor(columns, 'html'), entries, data, cite),
  });
  const cards = (groups: readonly FindingGroup[]) => ({
    count: countOf(groups),
    body: () => findingCards(groups, cite),
  });
  return [
    { id: 'ports', title: 'Requested ports', ...table(PORT_COLUMNS, requested, dataOfPort) },
    {
      id: 'beyond',
      title: BEYOND_TABLE,
      ...table(PORT_COLUMNS, beyond, dataOfPort),
      note: "of Harness's pages of connectors",
    },
    { id: 'warnings', title: 'Warnings', ...cards(warnings) },
    { id: 'inbound', title: 'Inbound', ...table(INBOUND_COLUMNS, review.inbound ?? [], () => ({})) },
    { id: 'permissions', title: 'Permissions', ...table(PERMISSION_COLUMNS, review.permissions, dataOf) },
    { id: 'credentials', title: 'Manual steps', ...table(CREDENTIAL_COLUMNS, review.credentials, dataOf) },
    { id: 'acknowledged', title: 'Acknowledged', ...cards(acknowledged) },
    {
      id: 'others',
      title: 'Not requested',
      ...table(PORT_COLUMNS, others, dataOfPort),
      note: 'ports of the connections that the list does not open',
    },
    {
      id: 'endpoints',
      title: 'Endpoints of a private network',
      ...table(ENDPOINT_COLUMNS, review.endpoints ?? [], () => ({})),
      note: 'for a network without a way to the internet',
    },
    { id: 'notices', title: 'Notices', ...cards(notices), note: kindsOf(notices) },
    {
      id: 'reasons',
      title: 'Reasons',
      ...table(REASON_COLUMNS, review.reasons, dataOfReason),
      note: 'under the names that rules and templates carry',
    },
  ];
}

function sectionHtml({ id, title, count, note, body }: Section): Html {
  const head = html`<h2>${title}<span class="count">${count}</span></h2>`;
  const text = html`<div class="body">${count === 0 ? html`` : body()}</div>`;
  return count === 0
    ? html``
    : html`<section data-count id="${id}">
        ${
          note === undefined
            ? html`${head}${text}`
            : html`<details>
                <summary>${head}<span class="soft">${note}</span></summary>
                ${text}
              </details>`
        }
      </section>`;
}

function kindsOf(groups: readonly FindingGroup[]): string {
  return groups.map(({ kind, findings }) => `${kind} ${findings.length}`).join(', ');
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

/** By what the filters find a row. */
type Data = Readonly<Record<string, string>>;

function dataOfPort(port: ShownPort): Data {
  const { connection, verdict, enforcement, isFirst } = port;
  return { ...(isFirst ? { id: anchorOf(connection) } : {}), connection, verdict, enforcement, reach: reachOf(port) };
}

function dataOf({ connection }: { readonly connection: string }): Data {
  return { connection };
}

function dataOfReason({ key }: { readonly key: string }): Data {
  return { connection: key.split(':', 1)[0]! };
}

/** A number that leads to the list of sources, where the page can be opened. */
function reference({ number, text, date }: NumberedPage): Html {
  return html`<a href="#source-${number}" title="${text} (${date})">[${number}]</a> `;
}

function listed({ number, url, text, date }: NumberedPage): Html {
  const shown = url === undefined ? html`${text}` : html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
  return html`<li id="source-${number}">${shown} (${date})</li> `;
}
