import { reachOf } from './columns';
import { html, type Html } from './html-text';
import { severityOf } from './page-findings';
import type { ReviewDocument } from './types';

/** The bar that finds rows of a page; shown by its script, which does the finding. */
export function filters({ ports, permissions, findings }: ReviewDocument): Html {
  const connections = [...ports, ...permissions, ...findings].map(({ connection }) => connection);
  return html`<form id="filters" role="search" hidden>
    <input type="search" name="search" aria-label="Search" placeholder="Search: a port, an address, a word" />
    ${select('connection', 'every connection', connections)}
    ${select(
      'verdict',
      'every verdict',
      ports.map(({ verdict }) => verdict),
    )}
    ${select('reach', 'requested or not', ports.map(reachOf))}
    ${select(
      'enforcement',
      'every enforcement',
      ports.map(({ enforcement }) => enforcement),
    )}
    ${select('severity', 'every severity', findings.map(severityOf))}
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
