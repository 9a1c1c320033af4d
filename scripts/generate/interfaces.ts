import { MEANINGS } from './meanings';
import { ObjectSchema, type Props, type Schema } from '../../lib/base';

/** Interfaces of TypeScript from schemas, with their words as docstrings. */

const WIDTH = 118;

type Any = Schema<unknown, boolean>;

/** Every named type that these schemas are made of, by name; each once. */
export function interfacesOf(schemas: readonly Any[]): string {
  const named = new Map<string, string>();
  const visit = (schema: Any): void => {
    for (const part of schema.facts.parts ?? []) {
      const { type } = part.facts;
      if (!named.has(type)) {
        const meaning = MEANINGS[type] === undefined ? [] : [MEANINGS[type]];
        const text = part instanceof ObjectSchema ? interfaceOf(part as ObjectSchema<Props>) : aliasOf(part);
        named.set(type, docstring(meaning, '') + text);
        if (part instanceof ObjectSchema) {
          (part as ObjectSchema<Props>).bases.forEach(visit);
          Object.values((part as ObjectSchema<Props>).own).forEach(visit);
        }
      }
    }
  };
  schemas.forEach(visit);
  const inOrder = [...named].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([, text]) => text).join('\n\n');
}

function aliasOf(schema: Any): string {
  const { type, json, alias } = schema.facts;
  return `export type ${type} = ${alias ?? (json.enum as string[]).map((value) => `'${value}'`).join(' | ')};`;
}

function interfaceOf({ name, own, bases, alternatives }: ObjectSchema<Props>): string {
  const from = bases.length === 0 ? '' : ` extends ${bases.map((base) => base.name).join(', ')}`;
  const props = Object.entries(own).map(([prop, schema]) => propOf(prop, schema));
  if (alternatives !== undefined) {
    const [value, flag] = alternatives;
    const parts = `${name.replace(/Props$/, '')}Parts`;
    const either = `(Required<Pick<${parts}, '${value}'>> | { readonly ${flag}: true })`;
    return [`interface ${parts}${from} {`, ...props, '}', '', `export type ${name} = ${parts} & ${either};`].join('\n');
  }
  return props.length === 0
    ? `export type ${name} = ${bases[0]!.name};`
    : [`export interface ${name}${from} {`, ...props, '}'].join('\n');
}

function propOf(name: string, schema: Any): string {
  const { doc = '', byDefault } = schema.words;
  const words = [...(doc === '' ? [] : [doc]), ...(byDefault === undefined ? [] : [`@default ${byDefault}`])];
  return `${docstring(words, '  ')}  readonly ${/^\w+$/.test(name) ? name : `'${name}'`}${schema.isRequired ? '' : '?'}: ${schema.facts.type};`;
}

/** A docstring of these paragraphs, on one line where it fits. */
export function docstring(paragraphs: readonly string[], indent: string): string {
  if (paragraphs.length === 0) {
    return '';
  }
  const short = `${indent}/** ${paragraphs.join(' ')} */`;
  if (short.length <= WIDTH) {
    return `${short}\n`;
  }
  const lines = paragraphs.flatMap((paragraph, i) => [
    ...(i === 0 ? [] : ['']),
    ...wrapped(paragraph, WIDTH - indent.length - 3),
  ]);
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}`);
  return [`${indent}/**`, ...body, `${indent} */`, ''].join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1]!;
    if (last !== '' && last.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
  }
  return lines;
}
