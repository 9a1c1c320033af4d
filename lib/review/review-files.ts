import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite, compareTexts } from '../base';
import { toMarkdown } from './markdown';
import { toHtml } from './page';
import type { ReviewDocument, ReviewWhere } from './types';

/** Files that a synth writes beside its output, for whoever signs it. */

/** Props of a construct's review. */
export interface ReviewProps {
  /**
   * Write the review of this construct beside the output of a synth: `<path>.<hash>.review.md`, `.html` and `.json`; the hash is of where it applies. It holds
   * names and addresses of your network, and no secret.
   *
   * @default true
   */
  readonly review?: boolean;
}

/** Ids that make a name by themselves; any other path gets a hash of all of it, so that two paths never share a name. */
const PLAIN = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/;

/**
 * The beginning of the names of a construct's review, from its path and where it applies: `Delegate/Access` is
 * `Delegate.Access.4f2a91`. The same path in another project or account has another name.
 */
export function reviewName(path: string, where: ReviewWhere = {}): string {
  const name = path.replace(/[^A-Za-z0-9_/-]/g, '-').replace(/\//g, '.');
  const isPlain = PLAIN.test(path) && name.length <= 100;
  const begin = isPlain ? name : `${name.slice(0, 100)}.${hashOf(path, 8)}`;
  const { construct: _, ...places } = where;
  const place = Object.entries(places).sort(([a], [b]) => compareTexts(a, b));
  return place.length === 0 ? begin : `${begin}.${hashOf(JSON.stringify(place), 6)}`;
}

function hashOf(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** Removes the reviews of the same path in other places, which an earlier synth left: its template is overwritten as well. */
export function removeOlderReviews(folder: string, path: string, name: string): void {
  const begin = reviewName(path);
  const isOlder = (file: string): boolean =>
    file.startsWith(`${begin}.`) &&
    !file.startsWith(`${name}.`) &&
    /^(?:[0-9a-f]{6}\.)?review\.(?:md|html|json)$/.test(file.slice(begin.length + 1));
  readdirSync(folder)
    .filter(isOlder)
    .forEach((file) => rmSync(join(folder, file)));
}

/**
 * Writes `<name>.review.md`, `.html` and `.json` into a folder, which is made if need be; returns their paths.
 *
 * @throws AccessError `CannotWrite`
 */
export function writeReview(folder: string, name: string, review: ReviewDocument): string[] {
  const texts: Readonly<Record<string, string>> = {
    md: toMarkdown(review),
    html: toHtml(review),
    json: `${JSON.stringify(review, undefined, 2)}\n`,
  };
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(texts).map(([extension, text]) => {
      const path = join(folder, `${name}.review.${extension}`);
      writeFileSync(path, text);
      return path;
    });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}
