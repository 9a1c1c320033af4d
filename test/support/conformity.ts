import type { Attribute, Schema, Type } from './bindings';
import type { Block } from './terraform';

/** What a block of Terraform JSON has that its schema has not, and the other way round; `path: what`. */
export function nonconformities({ attributes, blocks }: Schema, block: Block, path: string): string[] {
  const known = new Map<string, Attribute>(attributes.map((attribute) => [attribute.name, attribute]));
  const nested = new Map(blocks.map((entry) => [entry.name, entry]));
  const required = [...attributes, ...blocks].filter((entry) => entry.required && block[entry.name] === undefined);
  const missing = required.map(({ name }) => `${path}: ${name} is required`);
  // A comment of the core, and the order of writes, which every resource takes.
  const present = Object.entries(block).filter(([name]) => !['//', 'depends_on', 'lifecycle'].includes(name));
  return present.reduce((problems, [name, value]) => {
    const where = `${path}.${name}`;
    const entry = nested.get(name);
    if (entry === undefined) {
      return [...problems, ...attributeProblems(known.get(name), value, where)];
    }
    const inner = [value].flat() as Block[];
    const tooMany = inner.length > 1 && !entry.many ? [`${where}: ${inner.length} blocks, one is allowed`] : [];
    return [...problems, ...tooMany, ...inner.flatMap((one) => nonconformities(entry.block, one, where))];
  }, missing);
}

function attributeProblems(attribute: Attribute | undefined, value: unknown, where: string): string[] {
  if (attribute === undefined || attribute.readOnly) {
    return [`${where}: there is no such argument`];
  }
  return [
    ...(attribute.deprecated ? [`${where}: deprecated`] : []),
    ...(fits(attribute.type, value) ? [] : [`${where}: ${JSON.stringify(value)} is no ${String(attribute.type)}`]),
  ];
}

function fits(type: Type, value: unknown): boolean {
  if (typeof type !== 'string') {
    const values = type[0] === 'map' ? Object.values(value as object) : value;
    return Array.isArray(values) && values.every((element) => fits(type[1], element));
  }
  return typeof value === (type === 'bool' ? 'boolean' : type) || isExpression(value);
}

/** One whole expression may be of any type. */
function isExpression(value: unknown): boolean {
  return typeof value === 'string' && /^\$\{[^{}]*\}$/.test(value);
}
