import { docstring } from './interfaces';
import type { Definition } from '../../lib/connections';

/** The class `Connection`: a factory for each connection, beside those for what is no row. */
export function connectionClass(definitions: readonly Definition[]): string {
  const types = [...new Set(definitions.map(({ props }) => props.name))].sort();
  const factories = definitions.map(
    ({ factory, row, summary, props }) =>
      `${docstring([`Row "${row.title}": ${summary}`], '  ')}  public static ${factory}(props: ${props.name}${props.needs.length === 0 ? ' = {}' : ''}): Connection {
    return Connection.of('${row.id}', props);
  }`,
  );
  return `import type { ConnectionId } from '../connections';
import { readConnections } from './file';
import { requestCustom, requestSsh } from './other-requests';
import type { CustomProps, SshProps, ${types.join(', ')} } from './props';
import { requestRow, type ConnectionRequest } from './request';
import { requestById } from './request-by-id';

/** Props of each connection, by its id. */
export interface PropsById {
${definitions.map(({ row, props }) => `  readonly '${row.id}': ${props.name};`).join('\n')}
}

/** Props may be left out where none is needed. */
type Arguments<I extends ConnectionId> =
  Record<never, never> extends PropsById[I] ? [props?: PropsById[I]] : [props: PropsById[I]];

/**
 * One thing that a Harness Delegate connects to: a row of Harness's table of permissions and ports, or one of your own.
 *
 * Every factory checks its arguments at once and throws one \`AccessError\` with all their problems. What only a list can
 * show (two connections with one name, a destination that is missing) is checked by \`Plan.of\`.
 */
export class Connection {
${factories.join('\n')}

  /** Something that is not in the table: your own ports to your own destinations, for your own reason. */
  public static custom(props: CustomProps): Connection {
    return new Connection(requestCustom(props));
  }
  /** SSH to machines, which the table's introduction names; not a row of the table. */
  public static ssh(props: SshProps): Connection {
    return new Connection(requestSsh(props));
  }

  /**
   * A row by its id.
   *
   * @throws AccessError \`UnknownConnection\`, \`UnknownProp\`, and whatever is wrong with a prop
   */
  public static of<I extends ConnectionId>(id: I, ...[props]: Arguments<I>): Connection {
    return new Connection(requestRow(id, props));
  }

  /**
   * A connection from data: a row by its id, \`custom\` or \`ssh\`.
   *
   * @throws AccessError \`UnknownConnection\`, \`UnknownProp\`, and whatever is wrong with a prop
   */
  public static parse(id: string, props?: unknown): Connection {
    return new Connection(requestById(id, props));
  }

  /**
   * The connections of a YAML or JSON file: a list whose entries are an id, or one id with its props.
   *
   * A file that also says \`profile\`, \`reach\`, \`harness\` or \`acknowledged\` is read by \`Plan.fromFile\`.
   *
   * @throws AccessError with every problem of every entry, with line and column
   */
  public static fromFile(path: string): Connection[] {
    return readConnections(path, (id, props) => Connection.parse(id, props));
  }

  /** Id of the row, \`custom\` or \`ssh\`. */
  public readonly id: string;
  /** What this connection is called; unique in a list. */
  public readonly name: string;

  private constructor(
    /** Everything that was asked for, checked. */
    public readonly request: ConnectionRequest,
  ) {
    this.id = request.id;
    this.name = request.name;
  }
}`;
}
