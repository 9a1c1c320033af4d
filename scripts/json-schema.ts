import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { reviewSchemaText } from './review-schema';
import { allRows } from '../lib/catalog';
import type { Shape } from '../lib/connection/parsers';
import { objectShape } from '../lib/connection/parsers';
import type { PropsDefinition } from '../lib/connection/props';
import { OTHER_PROPS, propsOf } from '../lib/connection/request';
import { ACKNOWLEDGEMENT_SHAPE } from '../lib/plan/acknowledge';
import { HARNESS_PROPS } from '../lib/plan/harness-platform';
import { REACH_SHAPE } from '../lib/plan/reach';

/**
 * Writes `connections.schema.json`, by which editors complete and check a list of connections. Shapes come from the
 * parsers that check a list, words from the docstrings of the props.
 */

const ROOT = join(__dirname, '..');
export const SCHEMA_FILE = join(ROOT, 'connections.schema.json');

export function jsonSchema(): Shape {
  const docs = new Docs();
  const rows = Object.fromEntries(
    allRows().map((row) => [row.id, entryOf(propsOf(row), docs.ofFactory(row.id), `Row "${row.title}" of the table`)]),
  );
  const others = Object.fromEntries(
    (['custom', 'ssh'] as const).map((id) => [id, entryOf(OTHER_PROPS[id], docs.ofFactory(id), 'Not in the table')]),
  );
  const definitions = { ...rows, ...others };
  const alone = Object.entries(definitions).filter(([, { required }]) => required === undefined);
  const list = {
    type: 'array',
    minItems: 1,
    items: {
      anyOf: [
        { enum: alone.map(([id]) => id) },
        {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(definitions).map(([id, { required }]) => [
              id,
              required === undefined
                ? { anyOf: [{ $ref: `#/$defs/${id}` }, { type: 'null' }] }
                : { $ref: `#/$defs/${id}` },
            ]),
          ),
        },
      ],
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What a Harness Delegate connects to',
    description: 'A list of connections, or an object with the list and the options of the plan.',
    anyOf: [
      { $ref: '#/$defs/connections' },
      {
        type: 'object',
        required: ['connections'],
        additionalProperties: false,
        properties: {
          connections: { $ref: '#/$defs/connections' },
          profile: { enum: ['documented', 'recommended'] },
          reach: documented(REACH_SHAPE, docs.ofInterface('Reach')),
          harness: documented(HARNESS_PROPS.shape!, docs.ofInterface('HarnessPlatformProps')),
          acknowledged: {
            type: 'array',
            items: documented(ACKNOWLEDGEMENT_SHAPE, docs.ofInterface('Acknowledgement')),
          },
        },
      },
    ],
    $defs: { connections: list, ...definitions },
  };
}

export function schemaText(): string {
  return `${JSON.stringify(jsonSchema(), undefined, 2)}\n`;
}

function entryOf({ spec, required }: PropsDefinition, type: Documented | undefined, title: string): Shape {
  return { title, ...documented(objectShape(spec, required ?? []), type) };
}

/** A TypeScript type and the checker that knows its words. */
interface Documented {
  readonly type: ts.Type;
  readonly checker: ts.TypeChecker;
  readonly description?: string;
}

/** The same shape with the words of each prop. */
function documented(shape: Shape, of: Documented | undefined): Shape {
  if (of === undefined) {
    return shape;
  }
  const { checker, description } = of;
  const about = description === undefined ? {} : { description };
  if (Array.isArray(shape.anyOf)) {
    return {
      ...shape,
      anyOf: (shape.anyOf as Shape[]).map((part) => documented(part, { ...of, description: undefined })),
      ...about,
    };
  }
  if (shape.type === 'array') {
    const element = membersOf(of.type).find((type) => checker.isArrayType(type));
    const items = element === undefined ? undefined : checker.getTypeArguments(element as ts.TypeReference)[0];
    return {
      ...shape,
      items: documented(shape.items as Shape, items === undefined ? undefined : { checker, type: items }),
      ...about,
    };
  }
  if (shape.type !== 'object') {
    return { ...shape, ...about };
  }
  const properties = Object.entries(shape.properties as Readonly<Record<string, Shape>>).map(([prop, part]) => {
    const symbol = membersOf(of.type)
      .map((type) => type.getProperty(prop))
      .find((found) => found !== undefined);
    const inner =
      symbol === undefined
        ? undefined
        : { checker, type: checker.getTypeOfSymbol(symbol), description: wordsOf(symbol, checker) };
    return [prop, documented(part, inner)] as const;
  });
  return { ...shape, properties: Object.fromEntries(properties), ...about };
}

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function wordsOf(symbol: ts.Symbol, checker: ts.TypeChecker): string | undefined {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  const [fallback] = symbol.getJsDocTags(checker).filter(({ name }) => name === 'default');
  const words =
    fallback === undefined ? '' : ts.displayPartsToString(fallback.text).replace(/\s+/g, ' ').replace(/^- /, '');
  const all = [text, words === '' ? '' : `Default: ${words}`].filter((part) => part !== '').join(' ');
  return all === '' ? undefined : all;
}

/** The docstrings of the library. */
class Docs {
  private readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;

  public constructor() {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: object;
    };
    const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    this.program = ts.createProgram(fileNames, { ...options, noEmit: true });
    this.checker = this.program.getTypeChecker();
  }

  /** Props of the factory that makes this row, by the id in its body. */
  public ofFactory(id: string): Documented | undefined {
    const source = this.program.getSourceFile(join(ROOT, 'lib/connection/connection.ts'))!;
    let found: Documented | undefined;
    const visit = (node: ts.Node): void => {
      if (ts.isMethodDeclaration(node) && isFactoryOf(node, id)) {
        const symbol = this.checker.getSymbolAtLocation(node.name)!;
        const type = this.checker.getTypeAtLocation(node.parameters[0]!);
        found = { checker: this.checker, type, description: wordsOf(symbol, this.checker) };
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  }

  public ofInterface(name: string): Documented | undefined {
    const symbol = this.checker
      .getExportsOfModule(this.checker.getSymbolAtLocation(this.program.getSourceFile(join(ROOT, 'lib/index.ts'))!)!)
      .find((candidate) => candidate.name === name);
    return symbol === undefined
      ? undefined
      : { checker: this.checker, type: this.checker.getDeclaredTypeOfSymbol(this.checker.getAliasedSymbol(symbol)) };
  }
}

function isFactoryOf(node: ts.MethodDeclaration, id: string): boolean {
  const body = node.body?.getText() ?? '';
  return node.name.getText() === id || body.includes(`Connection.of('${id}', props)`);
}

if (require.main === module) {
  writeFileSync(SCHEMA_FILE, schemaText());
  writeFileSync(join(ROOT, 'review.schema.json'), reviewSchemaText());
}
