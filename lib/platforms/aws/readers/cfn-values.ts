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
    return isPlain && allowed.length === 1 && !isComputed(parameter) ? plain(allowed[0]) : undefined;
  }

  private mapped(path: unknown): unknown {
    const keys = listOf(path).map((key) => this.resolve(key));
    if (keys.length !== 3 || isComputed(this.mappings)) {
      return undefined;
    }
    let value: unknown = this.mappings;
    for (const key of keys) {
      const own = fieldsOf(value);
      value = typeof key === 'string' && Object.hasOwn(own, key) && !isComputed(own) ? own[key] : undefined;
    }
    return plain(value);
  }
}

/** True when a transform, a loop or a merge may change what is beside it. */
export function isComputed(value: object): boolean {
  return Object.keys(value).some((key) => key.startsWith('Fn::') || key === '<<');
}

/** The branches of a `Fn::If`. */
export function branchesOf(value: unknown): readonly unknown[] | undefined {
  const branches = isFields(value) && Object.keys(value).length === 1 ? listOf(value['Fn::If']) : [];
  return branches.length === 3 ? branches.slice(1) : undefined;
}

function plain(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
