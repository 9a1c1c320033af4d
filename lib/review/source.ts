import { object, plain } from '../base';
import { sourceUrl, type Source } from '../plan';
import type { ReviewSource } from './types';

/** The source of a fact, in a review. */
export const SOURCE = object(
  'ReviewSource',
  {
    url: plain.doc('The page, when it has an address.'),
    text: plain.required(),
    date: plain.required(),
  },
  { isOpen: true },
);

export function sourceOf(source: Source): ReviewSource {
  const text = sourceUrl(source);
  return { url: /^https:\/\/[^\s]+$/.test(text) ? text : undefined, text, date: source.date };
}
