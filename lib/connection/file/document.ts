import type * as Yaml from 'yaml';
import { firstProblems, more } from './first-problems';
import { parserWords, parseYaml, type ParsedYaml } from './parse-yaml';
import { offsetOf, templateMark } from './scan';
import { AccessError, readText, show, throwIfAny, type Problem } from '../../base';

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
const OF_KEYS = ['UnknownProp', 'UnknownConnection', 'OptionsInFile', 'TooManyProblems'];
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
    return FileDocument.parse(readText(path, MAX_BYTES), path);
  }

  /**
   * Strict YAML 1.2, of which JSON is a part: no tags, no duplicate keys, one document, literal values only.
   *
   * @throws AccessError `EmptyFile`, `InvalidFile`, `InvalidYaml`, `TokenInText`
   */
  public static parse(text: string, name: string, path: string = name): FileDocument {
    const file = parseYaml(text, yaml());
    const document = new FileDocument(name, path, file);
    throwIfAny(file.mistakes.length > 0 ? document.unrendered(text) : []);
    throwIfAny(
      firstProblems(
        file.mistakes,
        ({ at, ...mistake }) => document.placed(mistake, at),
        (count, { at }) => document.placed(more(count, 'places that are wrong'), at),
      ),
    );
    const { contents } = file.parsed;
    if (contents === null || (yaml().isScalar(contents) && contents.value === null)) {
      throw new AccessError([
        document.placed({ code: 'EmptyFile', message: 'the file is empty; write a list of connections' }),
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
    /** Path of the file, as its reader wrote it. */
    public readonly path: string,
    private readonly file: ParsedYaml,
  ) {
    this.value = file.mistakes.length > 0 ? undefined : this.valueOf();
  }

  /** The problem with its place, which is at the end of `path` or as near to it as the file goes. */
  public problemAt(path: FilePath, problem: Problem): FileProblem {
    return this.placed(problem, this.placeOf(path, OF_KEYS.includes(problem.code)));
  }

  /** Place of a value, or of its key. */
  public placeOf(path: FilePath, ofKey = false): FilePlace {
    const { isMap, isSeq, isAlias } = yaml();
    let node: unknown = this.file.parsed.contents;
    let at = offsetOf(node);
    for (const [depth, step] of path.entries()) {
      if (isMap(node)) {
        const pair = this.file.pairs.get(node)?.get(String(step));
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
    return this.toPlace(at ?? 0);
  }

  private toPlace(offset: number): FilePlace {
    const { line, col } = this.file.lines.linePos(offset);
    return { line, column: col };
  }

  /** The problem at a place that is known already, an offset or a line and column, or of the whole file. */
  public placed({ code, message }: Problem, where?: number | FilePlace): FileProblem {
    if (where === undefined) {
      return { code, message: `${this.name}: ${message}`, file: this.name };
    }
    const place = typeof where === 'number' ? this.toPlace(where) : where;
    return { code, message: `${this.name}:${place.line}:${place.column}: ${message}`, file: this.name, ...place };
  }

  private valueOf(): unknown {
    try {
      return this.file.parsed.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    } catch (error) {
      // The parser throws a ReferenceError for aliases that lead nowhere or stand for too much.
      throw new AccessError([
        this.placed({ code: 'InvalidYaml', message: `not valid YAML: ${parserWords((error as Error).message)}` }),
      ]);
    }
  }

  /** One mark of a template stands behind everything that the parser does not understand. */
  private unrendered(text: string): Problem[] {
    let line = 1;
    for (const content of text.split('\n')) {
      const found = templateMark(content.replace(/(^|\s)#.*$/, ''));
      if (found !== undefined) {
        return [this.placed(unrendered(found.mark), { line, column: found.at + 1 })];
      }
      line += 1;
    }
    return [];
  }

  /** Whoever reads a file later has no CDK that could fill them. */
  private deployTimeValues(): Problem[] {
    return firstProblems(
      [...this.file.deployTime].sort((a, b) => offsetOf(a)! - offsetOf(b)!),
      (node) => this.placed(expressionIn(node.value as string), offsetOf(node)),
      (count, node) => this.placed(more(count, 'values that are not literal'), offsetOf(node)),
    );
  }
}

function expressionIn(text: string): Problem {
  const found = templateMark(text);
  return found === undefined
    ? {
        code: 'TokenInText',
        message:
          'a file holds literal values only, got an expression; values known at deployment belong in code, as `Destination.deployTime`',
      }
    : unrendered(found.mark);
}

function unrendered(mark: string): Problem {
  return {
    code: 'TokenInText',
    message: `the file is a template that has not been rendered, got an expression that begins with \`${mark}\`; render it, and read the result`,
  };
}
