import { AccessError, list, object, show, throwIfAny, type Problem } from '../base';
import { text } from '../network';
import { DAY } from './acknowledgement';
import { finding, type Finding } from './finding';
import type { PublishedAddresses } from './props';

/** Addresses that a vendor publishes, and changes. */

export const PUBLISHED_ADDRESSES = object(
  'PublishedAddresses',
  {
    for: text
      .required()
      .doc('Name of the connection, or the part of `reach` such as `reach.googleApis`, whose addresses they are.'),
    source: text.required().doc('Page that publishes them.'),
    date: DAY.required().doc('Day of the edition that they are of, `YYYY-MM-DD`.'),
  },
  { code: 'InvalidPublished' },
);

export const PUBLISHED = list(PUBLISHED_ADDRESSES);

const DAY_IN_MS = 86_400_000;

/** Names that the list does not have. */
export function publishedProblems(
  published: readonly PublishedAddresses[],
  names: readonly string[],
  reach: readonly string[],
): Problem[] {
  const known = [...names, ...reach];
  return published
    .filter((entry) => !known.includes(entry.for))
    .map((entry) => ({
      code: 'InvalidPublished',
      message: `\`published\` is for addresses of the list, and no connection and no part of \`reach\` that is set is named ${show(entry.for)}; correct the name, or leave the entry out`,
      at: 'published',
    }));
}

/** One notice for each, with its age. */
export function publishedFindings(published: readonly PublishedAddresses[], asOf: string): Finding[] {
  return published.map((entry) => {
    const days = Math.round((Date.parse(asOf) - Date.parse(entry.date)) / DAY_IN_MS);
    return finding('AddressesMayChange', entry.for, {
      what: `its addresses are those that ${entry.source} published on ${entry.date}, ${ageText(days)}`,
      why: 'a published list is right on its day, and changes without a word to those who copied it',
      fix: 'fetch the list again, and convert it with `harness-delegate-access ranges`',
    });
  });
}

function ageText(days: number): string {
  return days < 0
    ? 'which is after the day of this review'
    : `${days} ${days === 1 ? 'day' : 'days'} before this review`;
}

/** @throws AccessError with every problem of every entry */
export function parsePublished(value: unknown): readonly PublishedAddresses[] {
  const parsed = value === undefined ? [] : (PUBLISHED.parse(value, 'published') as readonly PublishedAddresses[]);
  const twice = parsed.filter((entry, i) => parsed.findIndex((other) => other.for === entry.for) !== i);
  throwIfAny(
    twice.map(
      (entry) =>
        AccessError.of('InvalidPublished', `\`published\` has two entries for ${show(entry.for)}; leave one`)
          .problems[0]!,
    ),
  );
  return parsed;
}
