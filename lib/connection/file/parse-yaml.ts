import type * as Yaml from 'yaml';
import { scan, type Mistake, type Scan } from './scan';
import { tokensUntil, type TokenStack } from '../../base/yaml-tokens';

/** A text as strict YAML 1.2, in time and memory that grow with its length alone. */
export interface ParsedYaml extends Scan {
  readonly parsed: Yaml.Document.Parsed;
  readonly lines: Yaml.LineCounter;
}

/** A list of connections is eight deep. Deeper files end the process: the parser calls itself for each level. */
const MAX_DEPTH = 100;
/** A connection has some twenty props. */
const MAX_KEYS = 1000;

/** The document, and everything that is wrong with it, in the order of the text. */
export function parseYaml(text: string, yaml: typeof Yaml): ParsedYaml {
  const lines = new yaml.LineCounter();
  const tooMuch: Mistake[] = [];
  // The parser would compare each key with each.
  const composer = new yaml.Composer({ uniqueKeys: false, schema: 'core', version: '1.2' });
  const [parsed, second] = composer.compose(tokensUntil(text, yaml, lines, stopAt(tooMuch)), true, text.length);
  const found = scan(parsed!.contents, yaml);
  const rows = text.split('\n');
  const said = firstOfLines([...parsed!.errors, ...parsed!.warnings], lines).map(({ message, pos }) =>
    invalid(parserWords(message) + hintFor(rows[lines.linePos(pos[0]).line - 1] ?? ''), pos[0]),
  );
  const more = second === undefined ? [] : [invalid('multiple documents; write one', second.range[0])];
  // Behind what is too much, nothing is read, so the parser finds things unfinished.
  const mistakes = tooMuch.length > 0 ? tooMuch : [...said, ...found.mistakes, ...more].sort((a, b) => a.at - b.at);
  return { ...found, parsed: parsed as Yaml.Document.Parsed, lines, mistakes };
}

/** One mistake of a line makes the parser stumble over all the rest of it. */
function firstOfLines(errors: readonly Yaml.YAMLError[], lines: Yaml.LineCounter): Yaml.YAMLError[] {
  const byLine = new Map<number, Yaml.YAMLError>();
  for (const error of errors) {
    const { line } = lines.linePos(error.pos[0]);
    byLine.set(line, byLine.get(line) ?? error);
  }
  return [...byLine.values()];
}

/** Repair of a line, where it is a common slip. */
function hintFor(row: string): string {
  if (/^\s*\t/.test(row)) {
    return '; indent with blanks';
  }
  return /^\s*-[^\s-]/.test(row) ? '; write a blank after `-`' : '';
}

function invalid(message: string, at: number): Mistake {
  return { code: 'InvalidYaml', message: `not valid YAML: ${message}`, at };
}

/** Stops at the first excess, and keeps it. */
function stopAt(tooMuch: Mistake[]): (stack: TokenStack) => boolean {
  return (stack) => {
    const message = tooMuchOf(stack);
    if (message !== undefined) {
      tooMuch.push({ code: 'InvalidFile', message, at: stack[stack.length - 1]!.offset });
    }
    return message !== undefined;
  };
}

/** Excess that no list of connections has, however long it is; the last of the stack has it. */
function tooMuchOf(stack: TokenStack): string | undefined {
  if (stack.length > MAX_DEPTH) {
    return `the file is nested more than ${MAX_DEPTH} deep, and a list of connections is not`;
  }
  const top = stack[stack.length - 1];
  const isMap = top?.type === 'block-map' || (top?.type === 'flow-collection' && top.start.type === 'flow-map-start');
  return isMap && top.items.length > MAX_KEYS
    ? `this map has more than ${MAX_KEYS} keys, and no map in a list of connections has; is it meant to be a list?`
    : undefined;
}

/**
 * Message of the parser, without what it quotes behind a colon: that can be a secret, or the rest of the file, and the
 * place says where it is.
 */
export function parserWords(message: string): string {
  return message.replace(/(?:\n|(?<=\S): )[^]*|\.$/, '');
}
