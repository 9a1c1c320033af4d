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
  const [document] = documents;
  if (composed.problem !== undefined || document === undefined) {
    throw first.problem ?? composed.problem;
  }
  const filled = documents.filter(({ contents }) => !isNothing(contents));
  return joined(
    (filled.length === 0 ? [document] : filled).map((each) => {
      const values = new YamlValues(each, lines, yaml());
      return { value: values.read(), notes: values.notes, line: lineOf(each, lines) };
    }),
  );
}

interface ReadDocument {
  readonly value: unknown;
  readonly notes: readonly string[];
  readonly line: number;
}

/** The value of a text: of its one document, or of those that belong together. */
function joined(all: readonly ReadDocument[]): ParsedTemplate {
  const [first, later] = all as readonly [ReadDocument, ReadDocument?];
  if (later === undefined) {
    return { ...first, unread: [] };
  }
  const objects = all.filter(({ value }) => isObject(value));
  const together = objects.length > 0 ? objects : all.every(({ value }) => isOfAKind(value)) ? all : [];
  if (together.length === 0) {
    const unread = `the text has several YAML documents, and only the first is read: another begins on line ${later.line}`;
    return { ...first, unread: [unread] };
  }
  return {
    value: together.map(({ value }) => value),
    notes: together.flatMap(({ notes }) => notes),
    unread: all
      .filter((each) => !together.includes(each))
      .map(({ line }) => `the document on line ${line} is no object with \`apiVersion\` and \`kind\`, and is not read`),
  };
}

function lineOf({ range }: Yaml.Document.Parsed, lines: Yaml.LineCounter): number {
  return lines.linePos(range[0]).line;
}

/** Documents that each say what they are, as an answer in YAML has them, are the entries of a list. */
function isOfAKind(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string';
}

/** Objects of a stream, in which each has its version as well. */
function isObject(value: unknown): boolean {
  return isOfAKind(value) && typeof (value as { apiVersion?: unknown }).apiVersion === 'string';
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
  const broken = documents.find(({ errors }) => errors.length > 0);
  const [error] = broken?.errors ?? [];
  const at = tooDeep ?? error?.pos[0];
  if (at === undefined) {
    return { documents, lines };
  }
  const { line, col } = lines.linePos(at);
  const what =
    tooDeep === undefined
      ? `neither JSON nor valid YAML: ${show(error!.message)}${inStream(documents, broken!, lines)}${behindManifests(text)}`
      : `nested more than ${MAX_DEPTH} deep`;
  return {
    documents: [],
    lines,
    problem: AccessError.of('InvalidTemplate', `${line}:${col}: the template is ${what}`),
  };
}

/** The document of a stream that is broken: nothing of the stream is read. */
function inStream(all: readonly Yaml.Document.Parsed[], broken: Yaml.Document.Parsed, lines: Yaml.LineCounter): string {
  return all.length < 2
    ? ''
    : `; this is document ${all.indexOf(broken) + 1}, on line ${lineOf(broken, lines)}, and nothing of the text is read`;
}

/** Advice on texts that Helm prints, and that are no manifests. */
function behindManifests(text: string): string {
  if (!/^apiVersion:/m.test(text)) {
    return '';
  }
  const isPrinted = /^NOTES:/m.test(text);
  return isPrinted || /\{\{/.test(text)
    ? `; ${isPrinted ? '`NOTES:` is what Helm says after installing' : 'it has `{{`, as the templates of a chart'}: audit the output of \`helm template\``
    : '';
}

/** True for a document that is empty, such as that behind a last `---`. */
function isNothing(contents: unknown): boolean {
  return contents === null || (yaml().isScalar(contents) && contents.value === null);
}
