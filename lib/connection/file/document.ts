import { basename } from 'node:path';
import type * as Yaml from 'yaml';
import { AccessError, looksLikeToken, readText, show, throwIfAny, type Problem } from '../../base';

/** A YAML or JSON file as values, with the line and column of each. Knows nothing of connections. */

/** Counted from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** A problem at a place of a file; the message begins with `<file>:<line>:<column>:`. */
export interface FileProblem extends Problem, Partial<FilePlace> {
  readonly file: string;
}

export type FilePath = readonly (string | number)[];

/** Problems of a key, not of its value. */
const OF_KEYS = ['UnknownProp', 'OptionsInFile'];
/** A list of connections has a few kilobytes. */
const MAX_BYTES = 1024 * 1024;
/** An alias may stand for this much, so that a few lines cannot become millions of entries. */
const MAX_ALIASES = 100;

/** Loaded when a file is read: nothing else needs it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

export class FileDocument {
  /** @throws AccessError `FileNotFound`, `NotAFile`, `FileTooLarge`, `UnreadableFile`, and those of `parse` */
  public static read(path: unknown): FileDocument {
    if (typeof path !== 'string' || path === '') {
      throw AccessError.of('FileNotFound', `\`path\` must be the path of a file, got ${show(path)}`);
    }
    return FileDocument.parse(readText(path, MAX_BYTES), basename(path));
  }

  /**
   * Strict YAML 1.2, of which JSON is a part: no tags, no duplicate keys, one document, literal values only.
   *
   * @throws AccessError `EmptyFile`, `InvalidYaml`, `TokenInText`
   */
  public static parse(text: string, name: string): FileDocument {
    const { parseDocument, LineCounter } = yaml();
    const lines = new LineCounter();
    const parsed = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      schema: 'core',
      version: '1.2',
    });
    const document = new FileDocument(name, parsed, lines);
    throwIfAny(
      [...parsed.errors, ...parsed.warnings].map(({ message, pos }) =>
        document.problem({ code: 'InvalidYaml', message: `not valid YAML: ${plain(message)}` }, lines.linePos(pos[0])),
      ),
    );
    if (parsed.contents === null || (yaml().isScalar(parsed.contents) && parsed.contents.value === null)) {
      throw new AccessError([
        document.problem({ code: 'EmptyFile', message: 'the file is empty; write a list of connections' }),
      ]);
    }
    throwIfAny(document.deployTimeValues());
    return document;
  }

  /** Plain values. */
  public readonly value: unknown;

  private constructor(
    /** Name of the file, without its folders. */
    public readonly name: string,
    private readonly parsed: Yaml.Document.Parsed,
    private readonly lines: Yaml.LineCounter,
  ) {
    this.value = parsed.errors.length > 0 ? undefined : this.valueOf();
  }

  /** The problem with its place, which is at the end of `path` or as near to it as the file goes. */
  public problemAt(path: FilePath, problem: Problem): FileProblem {
    return this.problem(problem, this.placeOf(path, OF_KEYS.includes(problem.code)));
  }

  /** The problem at a place that is known already. */
  public placed(problem: Problem, place: FilePlace): FileProblem {
    return this.problem(problem, place);
  }

  /** Where a value stands, or its key. */
  public placeOf(path: FilePath, ofKey = false): FilePlace {
    const { isMap, isSeq, isScalar, isAlias } = yaml();
    let node: unknown = this.parsed.contents;
    let at = offsetOf(node);
    for (const [depth, step] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (pair === undefined) {
          break;
        }
        const isLast = depth === path.length - 1;
        at = (isLast && ofKey ? undefined : offsetOf(pair.value)) ?? offsetOf(pair.key) ?? at;
        node = pair.value;
      } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
        node = node.items[Number(step)];
        at = offsetOf(node) ?? at;
      } else {
        break;
      }
      if (isAlias(node)) {
        break;
      }
    }
    return toPlace(this.lines, at ?? 0);
  }

  private problem({ code, message }: Problem, where?: { line: number; col: number } | FilePlace): FileProblem {
    if (where === undefined) {
      return { code, message: `${this.name}: ${message}`, file: this.name };
    }
    const place = 'col' in where ? { line: where.line, column: where.col } : where;
    return { code, message: `${this.name}:${place.line}:${place.column}: ${message}`, file: this.name, ...place };
  }

  private valueOf(): unknown {
    try {
      return this.parsed.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    } catch (error) {
      // The parser throws a ReferenceError for aliases that lead nowhere or stand for too much.
      throw new AccessError([
        this.problem({ code: 'InvalidYaml', message: `not valid YAML: ${plain((error as Error).message)}` }),
      ]);
    }
  }

  /** Whoever reads a file later has no CDK that could fill them. */
  private deployTimeValues(): FileProblem[] {
    const problems: FileProblem[] = [];
    yaml().visit(this.parsed, {
      Scalar: (_, node) => {
        if (typeof node.value === 'string' && (looksLikeToken(node.value) || /[$%#]\{/.test(node.value))) {
          problems.push(
            this.problem(
              {
                code: 'TokenInText',
                message:
                  'a file holds literal values only, got an expression; values known at deployment belong in code, as `Destination.deployTime`',
              },
              this.lines.linePos(offsetOf(node) ?? 0),
            ),
          );
        }
      },
    });
    return problems;
  }
}

function offsetOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] } | null | undefined)?.range?.[0];
}

function toPlace(lines: Yaml.LineCounter, offset: number): FilePlace {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/**
 * What the parser says, without what it quotes behind a colon: that can be a secret, or the rest of the file, and the
 * place says where it is.
 */
function plain(message: string): string {
  return message.replace(/(?:\n|(?<=\S): )[^]*|\.$/, '');
}
