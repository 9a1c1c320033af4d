import { fieldsOf, objectsIn, type Fields } from './fields';

/** References between resources of Terraform: as a configuration writes them, and as a plan keeps them. */

const INDEX = String.raw`\["(?:[^"\\]|\\.)*"\]|\[\d+\]`;
const NAME = '[A-Za-z_][A-Za-z0-9_-]*';
const MODULES = `(?:module\\.${NAME}(?:${INDEX})?\\.)*`;
const PATH = new RegExp(
  `^(${MODULES}(?:data\\.)?(?!(?:var|local|module|each|count|path|terraform|self|data)\\.)${NAME}\\.${NAME}(?:${INDEX})?)(?:\\.(.+))?$`,
);

/** An attribute of one resource or data source, which an expression reads. */
export interface Reference {
  readonly address: string;
  /** Empty for the resource itself. */
  readonly attribute: string;
}

/** The reference that a value is as a whole, `${aws_security_group.x.id}`, or `undefined`. */
export function referenceIn(value: unknown): Reference | undefined {
  const inner = typeof value === 'string' ? /^\$\{\s*([^{}]+?)\s*\}$/.exec(value)?.[1] : undefined;
  const match = inner === undefined ? null : PATH.exec(inner);
  return match === null ? undefined : { address: match[1]!, attribute: match[2] ?? '' };
}

/** An address without the indexes of instances: `module.m["a"].x.y[0]` is `module.m.x.y`. */
export function withoutIndexes(address: string): string {
  return address.replace(new RegExp(`${INDEX}|\\[[^\\]]*\\]`, 'g'), '');
}

/** A module of the configuration inside a plan. */
interface Module {
  readonly calls: Fields;
  readonly outputs: Fields;
}

const MAX_DEPTH = 20;

/** The configuration inside a plan: what sets an argument, and what it refers to. */
export class PlanConfiguration {
  private readonly modules = new Map<string, Module>();
  private readonly expressions = new Map<string, Fields>();

  /** @param instances addresses of the planned resources, by address without indexes */
  public constructor(
    root: unknown,
    private readonly instances: ReadonlyMap<string, readonly string[]>,
  ) {
    this.addModule(root, '');
  }

  /** Expressions of the arguments of a resource, or `undefined` when the configuration has none of it. */
  public expressionsOf(address: string): Fields | undefined {
    return this.expressions.get(withoutIndexes(address));
  }

  /** The one resource that an expression refers to, as `${<address>.<attribute>}`, or `undefined`. */
  public referenceOf(expression: unknown, address: string): string | undefined {
    const found = this.follow(expression, moduleOf(address), 0);
    return found === undefined ? undefined : `\${${found}}`;
  }

  private addModule(module: unknown, prefix: string): void {
    const { resources, module_calls: calls, outputs } = fieldsOf(module);
    this.modules.set(prefix, { calls: fieldsOf(calls), outputs: fieldsOf(outputs) });
    for (const { address, expressions } of objectsIn(resources)) {
      if (typeof address === 'string') {
        this.expressions.set(`${prefix}${address}`, fieldsOf(expressions));
      }
    }
    for (const [name, call] of Object.entries(fieldsOf(calls))) {
      this.addModule(fieldsOf(call).module, `${prefix}module.${name}.`);
    }
  }

  /** @param scope the module of the expression, with indexes: `module.a["x"].` */
  private follow(expression: unknown, scope: string, depth: number): string | undefined {
    const [path, ...more] = wholePaths(fieldsOf(expression).references);
    if (path === undefined || more.length > 0 || depth > MAX_DEPTH) {
      return undefined;
    }
    const variable = /^var\.([^.[]+)$/.exec(path)?.[1];
    if (variable !== undefined) {
      return this.followVariable(variable, scope, depth);
    }
    const output = new RegExp(`^(module\\.${NAME}(?:${INDEX})?)\\.(${NAME})$`).exec(path);
    return output === null
      ? this.instanceOf(path, scope)
      : this.followOutput(`${scope}${output[1]!}.`, output[2]!, depth);
  }

  /** A variable of a module is what the caller sets it to. */
  private followVariable(name: string, scope: string, depth: number): string | undefined {
    const caller = moduleOf(scope.slice(0, -1));
    const call = withoutIndexes(scope.slice(caller.length)).slice('module.'.length, -1);
    const { expressions } = fieldsOf(this.modules.get(withoutIndexes(caller))?.calls[call]);
    return scope === '' ? undefined : this.follow(fieldsOf(expressions)[name], caller, depth + 1);
  }

  private followOutput(scope: string, name: string, depth: number): string | undefined {
    const output = fieldsOf(this.modules.get(withoutIndexes(scope))?.outputs[name]);
    const found = this.follow(output.expression, scope, depth + 1);
    // Without its index, a module with several instances is none of them.
    return found === undefined || this.isPlanned(found) ? found : undefined;
  }

  private instanceOf(path: string, scope: string): string | undefined {
    const found = PATH.exec(`${scope}${path}`);
    if (found === null) {
      return undefined;
    }
    const [, address, attribute] = found;
    const planned = this.instances.get(withoutIndexes(address!)) ?? [];
    const exact = planned.length === 0 || planned.includes(address!) ? address : undefined;
    const one = exact ?? (planned.length === 1 ? planned[0] : undefined);
    return one === undefined ? undefined : attribute === undefined ? one : `${one}.${attribute}`;
  }

  private isPlanned(path: string): boolean {
    const address = PATH.exec(path)?.[1] ?? path;
    return address.includes('data.') || this.instances.get(withoutIndexes(address))?.includes(address) === true;
  }
}

/** The modules before an address, with the dot behind them; empty for the root. */
function moduleOf(address: string): string {
  return new RegExp(`^${MODULES}(?=.)`).exec(address)?.[0] ?? '';
}

/**
 * The references of an expression without those that begin others. `each` and `count` are left out where they can only
 * choose an instance: `x.y[each.key].id` is `x.y` and `each.key`.
 */
function wholePaths(references: unknown): string[] {
  const paths = [...new Set(Array.isArray(references) ? references.filter((path) => typeof path === 'string') : [])];
  const begun = new Set(paths.flatMap((path) => [...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index))));
  const whole = paths.filter((path) => !begun.has(path));
  const others = whole.filter((path) => !/^(?:each|count)\./.test(path));
  return others.length === 1 && PATH.exec(others[0]!)?.[2] === undefined ? others : whole;
}
