import { isAddress, isExpression, readAddress, type Address, type NoAddress } from './address';

/** Addresses of databases: hosts and ports alone. Forms as https://developer.harness.io/database-devops/setup-db-devops/jdbc-connection-string/set-up-connectors has them. */

/** Ports of engines whose address names none (from general knowledge, unverified). */
const PORTS: Readonly<Record<string, number>> = {
  postgresql: 5432,
  postgres: 5432,
  mysql: 3306,
  mariadb: 3306,
  sqlserver: 1433,
  oracle: 1521,
  mongodb: 27017,
  cockroachdb: 26257,
  db2: 50000,
  snowflake: 443,
};

/** Hosts of a database, or why there are none. */
export function readJdbc(given: string): readonly Address[] | NoAddress {
  const text = given.trim();
  if (isExpression(text)) {
    return { why: 'it is an expression, which is filled when a pipeline runs' };
  }
  const body = text.replace(/^jdbc:/i, '');
  const engine = /^([a-z0-9+]+):/i.exec(body)?.[1]?.toLowerCase() ?? '';
  if (engine === 'cloudspanner') {
    return [{ host: 'spanner.googleapis.com', port: 443, hasPort: false }];
  }
  if (engine === 'mongodb+srv') {
    return { why: 'an address of mongodb+srv hides its hosts and ports behind DNS' };
  }
  const rest = engine === 'oracle' ? oracleHost(body) : /^[a-z0-9+]+:(?:[a-z0-9]+:)*\/\/([^]*)$/i.exec(body)?.[1];
  if (rest === undefined) {
    return { why: 'it is no address of a database that is known' };
  }
  const hosts = hostsOf(rest, engine);
  if (hosts === undefined) {
    return { why: 'where its user ends and its host begins cannot be told' };
  }
  const read = hosts.split(',').map((host) => readAddress(withPort(host.replace(/\\[^:,]*/, ''), PORTS[engine])));
  const wrong = read.find((one) => !isAddress(one));
  return wrong === undefined ? (read as Address[]) : (wrong as NoAddress);
}

/** Hosts behind the user info, which may hold everything; SQL Server has none, and properties behind `;`. */
function hostsOf(rest: string, engine: string): string | undefined {
  if (engine === 'sqlserver') {
    return rest.replace(/[/;?][^]*$/, '');
  }
  const query = rest.indexOf('?');
  const before = query === -1 ? rest : rest.slice(0, query);
  return query !== -1 && rest.slice(query).includes('@') && !before.includes('@')
    ? undefined
    : before.slice(before.lastIndexOf('@') + 1).replace(/[/;][^]*$/, '');
}

/** `oracle:thin:@//host:port/service`, `oracle:thin:user/password@host:port:sid`. */
function oracleHost(body: string): string | undefined {
  const behind = /@(?:\/\/|tcps?:\/\/)?([^@]*)$/i.exec(body)?.[1];
  return behind?.replace(/^([^:/]+:\d+):[^]*$/, '$1');
}

function withPort(host: string, port: number | undefined): string {
  return port === undefined || /:\d+$/.test(host) ? `tcp://${host}` : `tcp://${host}:${port}`;
}
