import { placeInFile, type FindingGroup } from './finding-groups';
import { html, type Html } from './html-text';
import { addressOf, type Cite } from './page-table';
import { acknowledgedText } from './summary';
import type { ReviewFinding } from './types';

/** Findings of a page: a card for each kind, a line for each finding, what they have in common once. */

export function findingCards(groups: readonly FindingGroup[], cite: Cite): Html {
  return html`${groups.map((group) => card(group, cite))}`;
}

/** Parts of a finding below its line, by their titles; those that all findings of a kind share stand once. */
const PARTS = {
  why: ({ why }: ReviewFinding): string => why,
  fix: ({ fix, acknowledged }: ReviewFinding): string => (acknowledged === undefined ? fix : ''),
  acknowledged: ({ acknowledged }: ReviewFinding): string =>
    acknowledged === undefined ? '' : acknowledgedText(acknowledged),
} as const;

type Part = keyof typeof PARTS;

const NAMES = Object.keys(PARTS) as Part[];

function card({ kind, label, findings }: FindingGroup, cite: Cite): Html {
  const shared = NAMES.filter((part) => new Set(findings.map(PARTS[part])).size === 1);
  const own = NAMES.filter((part) => !shared.includes(part));
  return html`<article class="finding ${severityOf(findings[0]!)}" data-group>
    <h3>${kind}</h3>
    <p class="soft">${label.replace('{port}', 'open')}</p>
    <ul>
      ${findings.map((finding) => line(finding, own, cite))}
    </ul>
    ${parts(findings[0]!, shared)}
  </article> `;
}

/** Found by its connection and severity, as every row of the page. */
function line(finding: ReviewFinding, own: readonly Part[], cite: Cite): Html {
  const { key, connection, what, source } = finding;
  const place = placeInFile(finding);
  return html`<li data-row data-connection="${connection}" data-severity="${severityOf(finding)}">
    <a href="${addressOf(connection)}"><code>${key}</code></a>
    ${place === '' ? '' : html`<span class="soft">${place}</span>`} ${what}
    ${source === undefined ? '' : cite([source])}${parts(finding, own)}
  </li> `;
}

function parts(finding: ReviewFinding, names: readonly Part[]): Html {
  const shown = names.filter((name) => PARTS[name](finding) !== '');
  return shown.length === 0
    ? html``
    : html`<dl>
        ${shown.map(
          (name) =>
            html`<dt>${name}</dt>
              <dd>${PARTS[name](finding)}</dd>`,
        )}
      </dl>`;
}

export function severityOf({ severity, acknowledged }: ReviewFinding): string {
  return acknowledged === undefined ? severity : 'acknowledged';
}
