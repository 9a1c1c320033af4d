import { destinationOf, isAddress, readAddress } from '../../lib/import/address';
import { readJdbc } from '../../lib/import/jdbc';

/** Addresses of connectors: host and port, or why there are none; never the text. */

const short = (text: string): string => {
  const read = readAddress(text);
  return isAddress(read) ? `${destinationOf(read.host)} ${read.port}` : `no: ${read.why}`;
};

test.each([
  ['https://h.example.org', 'h.example.org 443'],
  ['http://H.Example.org:8080/x?token=1#y', 'h.example.org 8080'],
  ['http://h.example.org', 'h.example.org 80'],
  ['h.example.org', 'h.example.org 443'],
  ['h.example.org.', 'h.example.org 443'],
  ['h.example.org:8443', 'h.example.org 8443'],
  ['h.example.org:8443/x', 'h.example.org 8443'],
  ['oci://h.example.org/charts', 'h.example.org 443'],
  ['ssh://git@h.example.org:7999/x', 'h.example.org 7999'],
  ['git@h.example.org:org/x.git', 'h.example.org 22'],
  ['git@h.example.org:2222/x', 'h.example.org 2222'],
  ['git://h.example.org/x', 'h.example.org 9418'],
  ['https://user:p@ss:word@h.example.org/x', 'h.example.org 443'],
  ['https://user:pass@h.example.org:8443/x@y', 'h.example.org 8443'],
  ['https://10.1.2.3:6443', '10.1.2.3/32 6443'],
  ['https://[2001:db8::1]:6443/x', '2001:db8::1/128 6443'],
  ['https://[2001:db8::1]', '2001:db8::1/128 443'],
  [' https://h.example.org ', 'h.example.org 443'],
  ['jenkins.ci.svc.cluster.local', 'jenkins.ci.svc.cluster.local 443'],
  ['localhost:8080', 'localhost 8080'],
  ['<+variable.url>', 'no: it is an expression, which is filled when a pipeline runs'],
  ['https://${var.host}', 'no: it is an expression, which is filled when a pipeline runs'],
  ['https://*.example.org', 'no: it has characters that no address has'],
  ['https://h .example.org', 'no: it has characters that no address has'],
  ['https://h.example.org\nHost: x', 'no: it has characters that no address has'],
  ['', 'no: it is empty'],
  ['https://', 'no: it has no host that a name could be'],
  ['https://:443', 'no: it has no host that a name could be'],
  ['https://h.example.org:99999', 'no: its port is none between 1 and 65535'],
  ['ftp://h.example.org', 'no: its scheme has no port that is known, and the address names none'],
  ['ftp://h.example.org:2121', 'h.example.org 2121'],
  [`https://${'a'.repeat(3000)}`, 'no: it is longer than 2048 characters'],
])('%s', (text, expected) => {
  expect(short(text)).toBe(expected);
});

const jdbc = (text: string): string => {
  const read = readJdbc(text);
  return 'why' in read ? `no: ${read.why}` : read.map(({ host, port }) => `${host} ${port}`).join(', ');
};

test.each([
  ['jdbc:postgresql://db.example.org:5433/orders?user=a&password=b', 'db.example.org 5433'],
  ['jdbc:postgresql://db.example.org/orders', 'db.example.org 5432'],
  ['jdbc:mysql://root:pw@db.example.org/x', 'db.example.org 3306'],
  ['jdbc:sqlserver://db.example.org:1444;databaseName=x;password=y', 'db.example.org 1444'],
  ['jdbc:sqlserver://db.example.org;databaseName=x', 'db.example.org 1433'],
  ['jdbc:oracle:thin:@//db.example.org:1522/service', 'db.example.org 1522'],
  ['jdbc:oracle:thin:@db.example.org:1521:ORCL', 'db.example.org 1521'],
  ['jdbc:oracle:thin:scott/tiger@db.example.org:1521:ORCL', 'db.example.org 1521'],
  ['jdbc:snowflake://acme.snowflakecomputing.com/?db=x', 'acme.snowflakecomputing.com 443'],
  ['jdbc:cloudspanner:/projects/a/instances/b', 'spanner.googleapis.com 443'],
  ['mongodb://u:p@h1.example.org:27018,h2.example.org/x?replicaSet=a', 'h1.example.org 27018, h2.example.org 27017'],
  ['mongodb+srv://u:p@cluster.example.org', 'no: an address of mongodb+srv hides its hosts and ports behind DNS'],
  ['<+input>', 'no: it is an expression, which is filled when a pipeline runs'],
  ['mongodb://root:123;45@h1.example.org/x', 'h1.example.org 27017'],
  ['jdbc:postgresql://scott/tiger@h.example.org/x', 'h.example.org 5432'],
  [
    'jdbc:postgresql://h.example.org/x?mail=a@b.example.org',
    'no: where its user ends and its host begins cannot be told',
  ],
  ['jdbc:sqlserver://h.example.org\\inst:1433;user=a@b', 'h.example.org 1433'],
  ['jdbc:h2:mem:test', 'no: it is no address of a database that is known'],
  ['', 'no: it is no address of a database that is known'],
  ['jdbc:postgresql://${HOST}/x', 'no: it is an expression, which is filled when a pipeline runs'],
])('%s', (text, expected) => {
  expect(jdbc(text)).toBe(expected);
});
