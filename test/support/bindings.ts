import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The schema of the google provider as far as its bindings tell: arguments, their types, which are required, computed or
 * deprecated, which blocks there are and how often. They do not tell which values an argument takes.
 */

/** A type as Terraform writes it in JSON. */
export type Type = 'string' | 'number' | 'bool' | readonly ['list' | 'set' | 'map', 'string' | 'number' | 'bool'];

export interface Attribute {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  /** Known after apply unless it is given. */
  readonly computed: boolean;
  /** Set by the provider alone. */
  readonly readOnly: boolean;
  readonly deprecated: boolean;
}

interface NestedBlock {
  readonly name: string;
  readonly nesting: 'single' | 'list' | 'set';
  readonly required: boolean;
  /** May it stand there more than once? */
  readonly many: boolean;
  readonly block: Schema;
}

export interface Schema {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly NestedBlock[];
}

interface Property {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly deprecated: boolean;
}

const PACKAGE = join(__dirname, '../../node_modules/@cdktf/provider-google');
const SCALARS: Readonly<Record<string, 'string' | 'number' | 'bool'>> = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
};

const SCHEMAS = new Map<string, Schema>();

/** `16.12.1`, the version of the bindings. */
export const BINDINGS_VERSION = (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string })
  .version;
/** `6.50.0`, the version of the provider that they were made from. */
export const PROVIDER_VERSION = /providerVersion: '([\d.]+)'/.exec(read('provider', 'js'))?.[1] ?? 'unknown';

/** Of a resource (`google_compute_firewall`), or of the provider itself (`google_provider`). */
export function schemaOf(type: string): Schema {
  const folder = type.replace(/^google_/, '').replace(/_/g, '-');
  const schema = SCHEMAS.get(folder) ?? new Bindings(read(folder, 'd.ts'), read(folder, 'js')).schema();
  SCHEMAS.set(folder, schema);
  return schema;
}

/** The file of a resource; the blocks of a large one are in a folder of their own. */
function read(folder: string, extension: string): string {
  const home = join(PACKAGE, 'lib', folder);
  const structs = existsSync(join(home, 'index-structs'))
    ? readdirSync(join(home, 'index-structs')).filter((name) =>
        new RegExp(`^structs\\d+\\.${extension.replace('.', '\\.')}$`).test(name),
      )
    : [];
  const files = [`index.${extension}`, ...structs.map((name) => join('index-structs', name))];
  return files.map((file) => readFileSync(join(home, file), 'utf8')).join('\n');
}

/** The two files of one resource: the types say what may be left out, the code says list or set. */
class Bindings {
  private readonly interfaces: ReadonlyMap<string, string>;

  public constructor(
    types: string,
    private readonly code: string,
  ) {
    const found = types.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm);
    this.interfaces = new Map([...found].map(([, name, body]) => [name!, body!]));
  }

  public schema(): Schema {
    const config = [...this.interfaces.keys()].find((name) => name.endsWith('Config'))!;
    const { attributes, blocks } = this.block(config, /synthesizeHclAttributes\(\) \{[\s\S]*/);
    return { attributes: [...attributes, ...this.computed()], blocks };
  }

  private block(name: string, section: RegExp): Schema {
    const kinds = kindsOf(section.exec(this.code)?.[0] ?? '');
    const properties = propertiesOf(this.interfaces.get(name) ?? '');
    const attributes = properties.flatMap((property) => attributeOf(property, kinds.get(property.name)) ?? []);
    const blocks = properties
      .filter(({ name: own }) => !attributes.some((attribute) => attribute.name === own))
      .map((property) => this.nested(property, kinds.get(property.name)));
    return { attributes, blocks };
  }

  private nested({ name, type, required }: Property, kind: string | undefined): NestedBlock {
    const [, target, many] = /^(\w+)(\[\])?( \| cdktf\.IResolvable)?$/.exec(type) ?? [];
    const nesting = kind === 'struct' ? 'single' : kind;
    if (target === undefined || (nesting !== 'single' && nesting !== 'list' && nesting !== 'set')) {
      throw new Error(`the bindings give ${name} the type ${type} (${kind}), which is new`);
    }
    const mapper = `${target[0]!.toLowerCase()}${target.slice(1)}ToHclTerraform`;
    const block = this.block(target, new RegExp(`^function ${mapper}\\([\\s\\S]*?^\\}`, 'm'));
    return { name, nesting, required, many: many !== undefined, block };
  }

  /** What the provider alone sets. */
  private computed(): Attribute[] {
    const own = this.code.slice(this.code.search(/extends cdktf\.Terraform(Resource|Provider)/));
    const found = own.matchAll(
      /computed: true, optional: false, required: false\s+get \w+\(\) \{\s+return this\.get(String|Number|Boolean)Attribute\('(\w+)'\)/g,
    );
    return [...found].map(([, type, name]) => ({
      name: name!,
      type: SCALARS[type!.toLowerCase()]!,
      required: false,
      computed: true,
      readOnly: true,
      deprecated: false,
    }));
  }
}

/** Each property with its doc comment, which holds its name in Terraform. */
function propertiesOf(body: string): Property[] {
  const found = body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly \w+(\?)?: (\{[^}]*\}|[^;]*);/g);
  return [...found].map(([, comment, optional, type]) => ({
    name: /#(\w+) \w+#\1\}/.exec(comment!)![1]!,
    type: type!.replace(/\s+/g, ' '),
    required: optional === undefined,
    deprecated: /deprecated/i.test(comment!),
  }));
}

/** `simple`, `list`, `set`, `map` or `struct`, by the name in Terraform. */
function kindsOf(section: string): Map<string, string> {
  const found = section.matchAll(/^ +(\w+): \{\n +value: .*\n +isBlock: \w+,\n +type: "(\w+)"/gm);
  return new Map([...found].map(([, name, kind]) => [name!, kind!]));
}

function attributeOf({ name, type, required, deprecated }: Property, kind = 'simple'): Attribute | undefined {
  const [, scalar, list] = /^(\w+)(\[\])?( \| cdktf\.IResolvable)?$/.exec(type) ?? [];
  const [, mapped] = /^\{ \[key: string\]: (\w+); \}$/.exec(type) ?? [];
  const element = SCALARS[scalar ?? mapped ?? ''];
  if (element === undefined) {
    return undefined;
  }
  const whole: Type =
    mapped !== undefined ? ['map', element] : list !== undefined ? [kind as 'list' | 'set', element] : element;
  // The provider names the thing when nobody does.
  return { name, type: whole, required, computed: name === 'id', readOnly: false, deprecated };
}
