import type { Cell, Column } from './columns';
import { html, type Html } from './html-text';
import type { ReviewSource } from './types';

/** A table of a page: rows that the filters find, columns that a phone shows one below the other. */

export type Cite = (sources: readonly ReviewSource[]) => Html;

/** The address of a connection on the page. */
export function addressOf(connection: string): string {
  return `#${encodeURIComponent(anchorOf(connection))}`;
}

/** A kept review may hold halves of characters, which no address can. */
export function anchorOf(connection: string): string {
  return `connection-${connection.replace(/[\ud800-\udfff]/g, '')}`;
}

/** A connection that leads to its first port. */
function linkTo(connection: string): Html {
  return html`<a href="${addressOf(connection)}">${connection}</a>`;
}

export function tableOf<T>(
  columns: readonly Column<T>[],
  entries: readonly T[],
  data: (entry: T) => Readonly<Record<string, string>>,
  cite: Cite,
): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${columns.map(({ title, room }) => html`<th scope="col" class="${room === 'cite' ? room : ''}">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry) => row(columns, entry, data(entry), cite))}
      </tbody>
    </table>
  </div>`;
}

function row<T>(columns: readonly Column<T>[], entry: T, data: Readonly<Record<string, string>>, cite: Cite): Html {
  const attributes = Object.entries(data).map(
    ([name, value]) => html` ${name === 'id' ? name : `data-${name}`}="${value}"`,
  );
  return html`<tr data-row${attributes}>
    ${columns.map(
      ({ title, room = '', cell }) =>
        html`<td class="${room}" data-label="${title}">${content(cell(entry), cite)}</td>`,
    )}
  </tr> `;
}

function content({ texts, aside, look, sources }: Cell, cite: Cite): Html {
  if (sources !== undefined) {
    return cite(sources);
  }
  const pieces = texts.map((text) => worded(text, look));
  const below = aside === undefined ? html`` : html`<br /><span class="soft">${aside}</span>`;
  return pieces.length < 2
    ? html`${pieces}${below}`
    : html`<ul class="plain">
          ${pieces.map((piece) => html`<li>${piece}</li>`)}
        </ul>
        ${below}`;
}

function worded(text: string, look: Cell['look']): Html {
  return look === 'code'
    ? html`<code>${text}</code>`
    : look === 'connection'
      ? linkTo(text)
      : look === undefined
        ? html`${text}`
        : html`<span class="tag${look === 'any' ? ' any' : ''}">${text}</span>`;
}
