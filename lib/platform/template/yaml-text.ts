import type * as Yaml from 'yaml';
import { plainOf } from './yaml-value';
import { AccessError } from '../../base';

/** YAML as tools of CloudFormation read it, in time and memory that grow with its length alone. */

/** Loaded when a template is not JSON. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

/** Deeper files end the process: the parser calls itself for each level. */
const MAX_DEPTH = 250;

export interface YamlText {
  readonly value: unknown;
  /** Keys that are twice in a map. */
  readonly notes: readonly string[];
  /** `line:column` of a second document. */
  readonly second?: string;
}

/** @throws AccessError `InvalidTemplate` with line and column */
export function parseYaml(text: string): YamlText {
  const package_ = yaml();
  const lines = new package_.LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const refuse = (message: string, offset: number): never => {
    throw AccessError.of('InvalidTemplate', `the template is neither JSON nor valid YAML: ${at(offset)}: ${message}`);
  };
  // The parser would compare each key with each.
  const composer = new package_.Composer({ uniqueKeys: false, version: '1.2', schema: 'core' });
  const [first, second] = composer.compose(tokensOf(text, lines, package_, refuse), true, text.length);
  const [error] = first!.errors;
  if (error !== undefined) {
    refuse(wordsOf(error.message), error.pos[0]);
  }
  const notes: string[] = [];
  const value = plainOf(first!.contents, { at, refuse, notes, yaml: package_ });
  return { value, notes, ...(second === undefined || second.contents === null ? {} : { second: at(second.range[0]) }) };
}

function* tokensOf(
  text: string,
  lines: Yaml.LineCounter,
  { Lexer, Parser }: typeof Yaml,
  refuse: (message: string, offset: number) => never,
): Generator<Yaml.CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of lenient(new Lexer()).lex(text)) {
    yield* parser.next(lexeme);
    const { length } = parser.stack;
    if (length > MAX_DEPTH) {
      refuse(`nested more than ${MAX_DEPTH} deep`, parser.stack[length - 1]!.offset);
    }
  }
  yield* parser.end();
}

/** Steps of the lexer that ask how far the next line must be indented. */
interface Steps {
  indentNext: number;
  parseQuotedScalar(): Generator<string, unknown>;
  parseFlowCollection(): Generator<string, unknown>;
}

/**
 * Takes lines of a quoted text and of a map in braces that are indented less than their beginning, as PyYAML and the
 * AWS CLI do. It reads every strict text as the strict lexer does, which ends with an error where this one goes on.
 */
function lenient(lexer: Yaml.Lexer): Yaml.Lexer {
  const steps = lexer as unknown as Steps;
  for (const name of ['parseQuotedScalar', 'parseFlowCollection'] as const) {
    const step = steps[name].bind(lexer);
    steps[name] = function* () {
      const { indentNext } = steps;
      steps.indentNext = 0;
      const next = yield* step();
      steps.indentNext = indentNext;
      return next;
    };
  }
  return lexer;
}

/** Message of the parser, without what it quotes behind a colon, which can be a secret, and without its dot. */
function wordsOf(message: string): string {
  return message.replace(/(?:\n|(?<=\S): )[^]*|\.$/, '');
}
