/** Answers "is this action on this resource allowed?" from a policy document alone; shares no code with the library. */

export interface PolicyStatementJson {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

export type RequestContext = Readonly<Record<string, string | string[]>>;

export function isAllowed(
  statements: readonly PolicyStatementJson[],
  action: string,
  resource: string,
  context: RequestContext = {},
): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      listOf(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      listOf(statement.Resource).some((pattern) => matches(pattern, resource)) &&
      Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) => holds(operator, listOf(values), context[key])),
      ),
  );
}

function holds(name: string, wanted: readonly string[], got: string | string[] | undefined): boolean {
  if (name.endsWith('IfExists')) {
    return got === undefined || holds(name.replace(/IfExists$/, ''), wanted, got);
  }
  const operator = name;
  const [set, plain] = operator.includes(':') ? operator.split(':') : [undefined, operator];
  const one = (value: string): boolean => wanted.some((pattern) => compare(plain!, pattern, value));
  if (set === 'ForAllValues') {
    return listOf(got ?? []).every(one);
  }
  return got !== undefined && listOf(got).some(one);
}

function compare(operator: string, pattern: string, value: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return pattern === value;
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return matches(pattern, value);
    default:
      throw new Error(`the oracle does not know ${operator}`);
  }
}

/** `*` matches any text, `?` any character; a `*` in what is asked for is a character like any other. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split('')
    .map((char) => (char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[.+^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's').test(text);
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
