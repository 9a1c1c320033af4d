import { fieldsOf, isFields, listOf, type Fields } from '../../../platform/template';

/** Values of a CloudFormation template, as far as its text decides them; every other value stays as it is written. */
export class CfnValues {
  private readonly parameters: Fields;
  private readonly mappings: Fields;

  public constructor({ Parameters: parameters, Mappings: mappings }: Fields) {
    this.parameters = fieldsOf(parameters);
    this.mappings = fieldsOf(mappings);
  }

  /** A text behind a parameter, a mapping or a `Fn::Sub` without variables; `undefined` for `AWS::NoValue`. */
  public resolve(value: unknown): unknown {
    if (!isFields(value) || Object.keys(value).length !== 1) {
      return value;
    }
    const { 'Ref': ref, 'Fn::FindInMap': path, 'Fn::Sub': text } = value;
    if (ref === 'AWS::NoValue') {
      return undefined;
    }
    if (typeof text === 'string' && !text.includes('${')) {
      return text;
    }
    const found = typeof ref === 'string' ? this.parameter(ref) : path === undefined ? undefined : this.mapped(path);
    return found ?? value;
  }

  /** The fields with their values, without those that are `AWS::NoValue`. */
  public fields(value: Fields): Fields {
    const pairs = Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)] as const);
    return Object.fromEntries(pairs.filter(([, inner]) => inner !== undefined));
  }

  /** A default may be replaced at deployment, so only the one value that is allowed is certain. */
  private parameter(name: string): unknown {
    const parameter = Object.hasOwn(this.parameters, name) ? fieldsOf(this.parameters[name]) : {};
    const allowed = listOf(parameter.AllowedValues);
    const isPlain = parameter.Type === 'String' || parameter.Type === 'Number';
    return isPlain && allowed.length === 1 && computedKeys(parameter).length === 0 ? plain(allowed[0]) : undefined;
  }

  private mapped(path: unknown): unknown {
    const keys = listOf(path).map((key) => this.resolve(key));
    if (keys.length !== 3 || computedKeys(this.mappings).length > 0) {
      return undefined;
    }
    let value: unknown = this.mappings;
    for (const key of keys) {
      const own = fieldsOf(value);
      value =
        typeof key === 'string' && Object.hasOwn(own, key) && computedKeys(own).length === 0 ? own[key] : undefined;
    }
    return plain(value);
  }
}

/** True for a key that CloudFormation, a macro or YAML replaces by others. */
export function isComputed(key: string): boolean {
  return key.startsWith('Fn::') || key === '<<';
}

export function computedKeys(fields: Fields): string[] {
  return Object.keys(fields).filter(isComputed);
}

function plain(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
