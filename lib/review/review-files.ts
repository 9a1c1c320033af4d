import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite } from '../base';
import { toMarkdown } from './markdown';
import { toHtml } from './page';
import type { ReviewDocument } from './types';

/** Files that a synth writes beside its output, for whoever signs it. */

/** Props of a construct's review. */
export interface ReviewProps {
  /**
   * Write the review of this construct beside the output of a synth: `<path>.review.md`, `.html` and `.json`. It holds
   * names and addresses of your network, and no secret.
   *
   * @default true
   */
  readonly review?: boolean;
}

/** Ids that make a name by themselves; any other path gets a hash of all of it, so that two paths never share a name. */
const PLAIN = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/;

/** The beginning of the names of a construct's review, from its path: `Delegate/Access` is `Delegate.Access`. */
export function reviewName(path: string): string {
  const name = path.replace(/[^A-Za-z0-9_/-]/g, '-').replace(/\//g, '.');
  return PLAIN.test(path) && name.length <= 100
    ? name
    : `${name.slice(0, 100)}.${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
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
