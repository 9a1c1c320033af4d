import { docstring } from './interfaces';
import type { Definition } from '../../lib/connections';

/** The class `Connection`: a factory for each connection, beside those for what is no row. */
export function connectionClass(definitions: readonly Definition[]): string {
  const types = [...new Set(definitions.map(({ props }) => props.name))].sort();
  const factories = definitions.map(
    ({ factory, row, summary, props }) =>
      `${docstring([`${row.page === undefined ? 'Row' : 'Beyond the table,'} "${row.title}": ${summary}`], '  ')}  public static ${factory}(props: ${props.name}${props.mayBeEmpty ? ' = {}' : ''}): Connection {
    return Connection.of('${row.id}', props);
  }`,
  );
  return `import type { ConnectionId } from '../connections';
import { readConnections } from './file';
import { requestCustom, requestSsh } from './other-requests';
import type { CustomProps, SshProps, ${types.join(', ')} } from './props';
import { requestRow, type ConnectionRequest } from './request';
import { requestData } from './request-by-id';

/** Props of each connection, by its id. */
export interface PropsById {
${definitions.map(({ row, props }) => `  readonly '${row.id}': ${props.name};`).join('\n')}
}

/** Props may be left out where none is needed. */
type Arguments<I extends ConnectionId> =
  Record<never, never> extends PropsById[I] ? [props?: PropsById[I]] : [props: PropsById[I]];

/**
 * A connection of a Harness Delegate: a row of Harness's table of permissions and ports, or a custom one.
 *
 * Every factory checks its arguments at once and throws one \`AccessError\` with all their problems. \`Plan.of\` checks
 * the list as a whole, such as duplicate names and missing destinations.
 */
export class Connection {
${factories.join('\n')}

  /**
   * A connection outside the table: your own ports, destinations and reason.
   *
   * @example
   * \`\`\`ts
   * Connection.custom({
   *   name: 'package-mirror',
   *   to: ['10.0.9.0/28'],
   *   ports: [443],
   *   reason: 'installs tools on the delegate',
   * });
   * \`\`\`
   */
  public static custom(props: CustomProps): Connection {
    return new Connection(requestCustom(props));
  }
  /**
   * SSH to machines, named in the table's introduction; not a row of the table.
   *
   * @example
   * \`\`\`ts
   * Connection.ssh({ to: ['10.0.8.0/24'] });
   * \`\`\`
   */
  public static ssh(props: SshProps): Connection {
    return new Connection(requestSsh(props));
  }

  /**
   * A row by its id.
   *
   * @throws AccessError \`UnknownConnection\`, \`UnknownProp\`, and those of the props
   *
   * @example
   * \`\`\`ts
   * Connection.of('kubernetes-cluster', { to: ['10.20.0.0/28'], ports: [6443] });
   * \`\`\`
   */
  public static of<I extends ConnectionId>(id: I, ...[props]: Arguments<I>): Connection {
    return new Connection(requestRow(id, props));
  }

  /**
   * A connection from data: a row by its id, \`custom\` or \`ssh\`.
   *
   * @throws AccessError \`UnknownConnection\`, \`UnknownProp\`, and those of the props
   *
   * @example
   * \`\`\`ts
   * const connections = JSON.parse('[["jenkins", { "to": ["10.0.3.7/32"] }]]').map(
   *   ([id, props]: [string, unknown]) => Connection.parse(id, props),
   * );
   * \`\`\`
   */
  public static parse(id: string, props?: unknown): Connection {
    return new Connection(requestData(id, props));
  }

  /**
   * The connections of a YAML or JSON file: a list whose entries are an id, or one id with its props.
   *
   * A file that also sets \`profile\`, \`reach\`, \`harness\` or \`acknowledged\` is read by \`Plan.fromFile\`.
   *
   * @throws AccessError with every problem of every entry, with line and column
   *
   * @example
   * \`\`\`ts
   * const plan = Plan.of([...Connection.fromFile('connections.yaml'), Connection.datadog({ site: 'datadoghq.eu' })]);
   * \`\`\`
   */
  public static fromFile(path: string): Connection[] {
    return readConnections(path, (id, props) => Connection.parse(id, props));
  }

  /** Id of the row, \`custom\` or \`ssh\`. */
  public readonly id: string;
  /** Name of this connection; unique in a list. */
  public readonly name: string;

  private constructor(
    /** The checked request. */
    public readonly request: ConnectionRequest,
  ) {
    this.id = request.id;
    this.name = request.name;
  }
}`;
}
