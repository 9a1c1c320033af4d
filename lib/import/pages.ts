import { groupBy } from '../base';

/** Pages of answers: which are missing. */

/** A page that is there. */
export interface Page {
  readonly index: number;
  /** Pages that its answer has. */
  readonly total: number;
  /** Connectors on it, which tell it from a page of another answer. */
  readonly connectors: string;
}

/**
 * Pages say how many there are, and not of which answer they are: one for each scope, say. Where a page of one number is there
 * twice with other connectors, there are as many answers, and each has all its pages.
 */
export function pagesMissing(pages: readonly Page[]): string[] {
  return [...groupBy(pages, ({ total }) => `${total}`)].flatMap(([text, all]) => {
    const distinct = new Map(
      all.filter(({ index, total }) => index < total).map((page) => [`${page.index} ${page.connectors}`, page]),
    );
    const byIndex = groupBy([...distinct.values()], ({ index }) => `${index}`);
    const answers = Math.max(1, ...[...byIndex.values()].map(({ length }) => length));
    const wanted = answers * Number(text);
    const count = distinct.size;
    return count >= wanted || wanted <= 1
      ? []
      : [
          `${answers === 1 ? 'the answer has' : `${answers} answers have`} ${wanted} pages, and ${count} of them ${count === 1 ? 'is' : 'are'} here: fetch the others too`,
        ];
  });
}
