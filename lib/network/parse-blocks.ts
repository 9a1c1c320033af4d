import { collect, throwIfAny, type Problem } from '../base';
import { Cidr } from './cidr';

/** Blocks in their order. @param at name of each, for messages @throws AccessError with every one that is none */
export function parseBlocks(texts: readonly string[], at: (index: number) => string): Cidr[] {
  const problems: Problem[] = [];
  const blocks = texts.map((text, i) => collect(problems, `\`${at(i)}\`: `, () => Cidr.parse(text.trim())));
  throwIfAny(problems);
  return blocks as Cidr[];
}
