import { catalogueText } from './row-text';
import type { SearchFacts } from './search';
import { visible } from '../../base';
import { hang } from '../../review/text-table';

/** The result of a search, for a terminal. @param width columns of the terminal */
export function searchText(facts: SearchFacts, width: number): string {
  const words = facts.words.map(quoted).join(' and ');
  const all = '`list` shows all connections; `list <id>` shows one in full.';
  if (facts.found.length === 0) {
    return lines([`No connection has ${words}.`, ...unknownOf(facts), all], width);
  }
  const where = facts.found.map(({ id, in: fields }) => `${id}: ${fields.join(', ')}`);
  return `${catalogueText(facts, width)}\n${lines([`${words}, found in:`], width)}${where
    .flatMap((text) => hang(text, width, '  - ', '    '))
    .join('\n')}\n`;
}

function unknownOf({ unknown }: SearchFacts): string[] {
  return unknown.length === 0
    ? ['Each word is found, but not all of them in one connection; search for fewer words.']
    : unknown.map(({ word, near }) => {
        const hint = near === undefined ? 'nothing is similar' : `did you mean \`${near}\`?`;
        return `${quoted(word)} is not in the catalogue; ${hint}`;
      });
}

function lines(texts: readonly string[], width: number): string {
  return `${texts.flatMap((text) => hang(text, width, '', '')).join('\n')}\n`;
}

/** A word as it was typed, which may be long, or command a terminal. */
function quoted(word: string): string {
  return `\`${visible(word.length > 40 ? `${word.slice(0, 39)}…` : word)}\``;
}
