import { AccessError, show, type Problem } from '../../base';
import { Cidr, compareCidrs, subtract, type Traffic } from '../../network';

/** Blocks of a vendor's file, each once, in their order. */

export type Fields = Readonly<Record<string, unknown>>;

/** A file is of another vendor, or of another shape than it had. */
export function notTheFile(vendor: string, what: string, got: unknown): AccessError {
  return AccessError.of('InvalidRanges', `this is not the list of ${vendor}: ${what}, got ${show(got)}`);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws AccessError `InvalidRanges` for texts that are no blocks, all of them */
export function blocksOf(vendor: string, texts: readonly unknown[]): Cidr[] {
  const problems: Problem[] = [];
  const blocks = new Map<string, Cidr>();
  for (const text of texts) {
    try {
      const block = Cidr.parse(text);
      blocks.set(block.text, block);
    } catch (error) {
      problems.push(...notTheFile(vendor, (error as Error).message.replace(/ \(\w+\)$/, ''), text).problems);
    }
  }
  if (problems.length > 0) {
    throw new AccessError(problems);
  }
  return [...blocks.values()].sort(compareCidrs);
}

/** Blocks of `all` without those of `others`, to the address. */
export function without(all: readonly Cidr[], others: readonly Cidr[]): Cidr[] {
  const traffic = (block: Cidr): Traffic => ({
    protocol: 'tcp',
    from: 1,
    to: 1,
    place: { key: block.text, text: block.text, cidr: block, family: block.family },
  });
  const rests = subtract(all.map(traffic), others.map(traffic));
  return rests.flatMap(({ parts }) => parts.flatMap(({ place }) => place.cidr ?? [])).sort(compareCidrs);
}
