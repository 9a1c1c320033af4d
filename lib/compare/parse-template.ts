import type * as Yaml from 'yaml';
import { AccessError, show } from '../base';
import { reindent } from './reindent';
import { YamlValues } from './yaml-values';
import { tokensUntil } from '../base/yaml-tokens';

/** The text of a template as a value: JSON, or YAML with the short forms of CloudFormation. */

/** Loaded when a template is not JSON. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

export interface ParsedTemplate {
  readonly value: unknown;
  /** Remarks on the text: what counts of it. */
  readonly notes: readonly string[];
  /** Parts that are not read. */
  readonly unread: readonly string[];
}

/** Templates are some twenty deep; the parser calls itself for each level. */
const MAX_DEPTH = 400;

/** @throws AccessError `InvalidTemplate` with line and column, `EmptyFile` */
export function parseTemplate(given: unknown): ParsedTemplate {
  if (typeof given !== 'string') {
    throw AccessError.of('InvalidTemplate', `a template must be a string with its text, got ${show(given)}`);
  }
  const text = given.replace(/^\ufeff/, '');
  if (text.trim() === '') {
    throw AccessError.of('EmptyFile', 'the template is empty');
  }
  if (/^\s*[{[]/.test(text)) {
    const value = parseJson(text);
    if (value !== undefined) {
      return { value, notes: [], unread: [] };
    }
  }
  return parseYaml(text);
}

/** `undefined` for a flow collection of YAML, which begins in the same way. @throws AccessError `InvalidTemplate` */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (/^\s*(?:\{\s*"|\[\s*(?:["{[]|\]))/.test(text)) {
      throw AccessError.of('InvalidTemplate', `the template is not valid JSON: ${show((error as Error).message)}`);
    }
    return undefined;
  }
}

function parseYaml(text: string): ParsedTemplate {
  const first = compose(text);
  const composed = first.problem === undefined ? first : compose(reindent(text));
  const { documents, lines } = composed;
  const [document, ...others] = documents;
  if (composed.problem !== undefined || document === undefined) {
    throw first.problem ?? composed.problem;
  }
  const values = new YamlValues(document, lines, yaml());
  const value = values.read();
  const later = others.find(({ contents }) => !isNothing(contents));
  if (later === undefined) {
    return { value, notes: values.notes, unread: [] };
  }
  const all = [value, ...others.map((other) => new YamlValues(other, lines, yaml()).read())];
  if (all.every(isOfAKind)) {
    return { value: all, notes: values.notes, unread: [] };
  }
  const { line } = lines.linePos(later.range[0]);
  const unread = [`the text has several YAML documents, and only the first is read: another begins on line ${line}`];
  return { value, notes: values.notes, unread };
}

/** Documents that each say what they are, as an answer in YAML has them, are the entries of a list. */
function isOfAKind(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { kind?: unknown }).kind === 'string' &&
    !('apiVersion' in value)
  );
}

interface Composed {
  readonly documents: readonly Yaml.Document.Parsed[];
  readonly lines: Yaml.LineCounter;
  readonly problem?: AccessError;
}

function compose(text: string): Composed {
  const { Composer, LineCounter } = yaml();
  const lines = new LineCounter();
  let tooDeep: number | undefined;
  const tokens = tokensUntil(text, yaml(), lines, (stack) => {
    tooDeep = stack.length > MAX_DEPTH ? stack[stack.length - 1]!.offset : undefined;
    return tooDeep !== undefined;
  });
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens, true, text.length)] as Yaml.Document.Parsed[];
  const [error] = documents.flatMap(({ errors }) => errors);
  const at = tooDeep ?? error?.pos[0];
  if (at === undefined) {
    return { documents, lines };
  }
  const { line, col } = lines.linePos(at);
  const what =
    tooDeep === undefined
      ? `neither JSON nor valid YAML: ${show(error!.message)}`
      : `nested more than ${MAX_DEPTH} deep`;
  return {
    documents: [],
    lines,
    problem: AccessError.of('InvalidTemplate', `${line}:${col}: the template is ${what}`),
  };
}

/** True for a document that is empty, such as that behind a last `---`. */
function isNothing(contents: unknown): boolean {
  return contents === null || (yaml().isScalar(contents) && contents.value === null);
}
