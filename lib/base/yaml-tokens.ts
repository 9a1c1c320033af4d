import type * as Yaml from 'yaml';

/** Open collections of a document, outermost first. */
export type TokenStack = readonly Yaml.CST.Token[];

/**
 * Tokens of a YAML text for a composer, up to the first place where `isTooMuch`: the composer calls itself for each level,
 * so a text that is nested deeply enough would end the process.
 */
export function* tokensUntil(
  text: string,
  { Lexer, Parser }: typeof Yaml,
  lines: Yaml.LineCounter,
  isTooMuch: (stack: TokenStack) => boolean,
): Generator<Yaml.CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (isTooMuch(parser.stack)) {
      return;
    }
  }
  yield* parser.end();
}
