import { FINDING_KINDS, Port } from '../../lib';
import { spokenOn, TABLE, type PermissionTemplate, type Row, type Source } from '../../lib/catalog';
import { allDefinitions, CONNECTION_IDS, findDefinition, getDefinition, TABLE_IDS } from '../../lib/connections';
import { VERDICTS as OF_TABLE, VERDICTS_BEYOND } from '../data/verdicts';
import { accessErrorOf } from '../support/errors';

const VERDICTS = [...OF_TABLE, ...VERDICTS_BEYOND];

const IDS = [
  'active-directory-ldap',
  'appdynamics',
  'aws-cloud',
  'aws-codedeploy',
  'aws-ec2',
  'aws-elb-alb-ecs',
  'aws-s3',
  'azure',
  'bamboo',
  'bugsnag',
  'datadog',
  'docker-registry',
  'dynatrace',
  'elk-elasticsearch',
  'github-repo',
  'gcp',
  'jfrog-artifactory',
  'jenkins',
  'kubernetes-cluster',
  'logz',
  'openshift',
  'new-relic',
  'nexus',
  'tanzu-application-service',
  'prometheus',
  'smtp',
  'splunk',
  'sumo-logic',
  'winrm',
];

const allRows = (): Row[] => allDefinitions().map(({ row }) => row);
const getRow = (id: string): Row => getDefinition(id).row;
const permissionsOf = ({ permissions }: Row): PermissionTemplate[] => [
  ...permissions.documented,
  ...permissions.recommended,
];

function sourcesIn(value: unknown): Source[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return 'ref' in value && 'dateIs' in value ? [value as Source] : Object.values(value).flatMap(sourcesIn);
}

describe('the connections', () => {
  test('has the 29 rows of the table, in its order, and then those beyond it, in the order of their ids', () => {
    expect(TABLE_IDS).toEqual(IDS);
    expect(CONNECTION_IDS.slice(0, 29)).toEqual(IDS);
    const beyond = CONNECTION_IDS.slice(29);
    expect(beyond).toHaveLength(30);
    expect(beyond).toEqual([...beyond].sort());
    expect(allRows().map(({ id }) => id)).toEqual(CONNECTION_IDS);
  });

  test('marks the rows beyond the table by their page, and only them, and has none of their ports in the table', () => {
    const paged = allRows().filter(({ page }) => page !== undefined);
    expect(paged.map(({ id }) => id)).toEqual(CONNECTION_IDS.slice(29));
    paged.forEach(({ id, statements, page }) => {
      expect([id, statements.filter(({ label }) => label !== undefined)]).toEqual([id, []]);
      expect([id, sourcesIn(statements).some(({ ref }) => ref === TABLE.ref)]).toEqual([id, false]);
      expect([id, page!.ref]).not.toEqual([id, TABLE.ref]);
    });
  });

  test('has the 41 ports of the table and the 2 that it leaves open', () => {
    const labelled = allRows().flatMap(({ statements }) => statements.filter(({ label }) => label !== undefined));
    expect(labelled.filter(({ verdict }) => verdict !== 'left open')).toHaveLength(41);
    expect(labelled.filter(({ verdict }) => verdict === 'left open')).toHaveLength(2);
  });

  test.each(VERDICTS)('%s %s leads to %s: %s', (row, port, leadsTo, verdict, inTable) => {
    const statement = getRow(row).statements.find(({ key }) => key === port);
    const plain = verdict.split(',')[0];
    expect(statement).toMatchObject({ verdict: plain });
    expect(statement!.label !== undefined).toBe(inTable);
    const leads = typeof statement!.leadsTo === 'string' ? [statement!.leadsTo] : Object.values(statement!.leadsTo);
    expect(leads.every((lead) => leadsTo.includes(lead))).toBe(true);
  });

  test('has no port beyond those with a verdict, but for Kerberos over UDP and what the user names', () => {
    const pinned = new Set(VERDICTS.map(([row, port]) => `${row} ${port}`));
    const beyond = allRows().flatMap(({ id, statements }) =>
      statements.map(({ key }) => `${id} ${key}`).filter((key) => !pinned.has(key)),
    );
    expect(beyond.sort()).toEqual([
      'active-directory-ldap 88/udp',
      'aws-cloud probe',
      'dynatrace grail',
      'elk-elasticsearch 443',
      'elk-elasticsearch 9243',
      'elk-elasticsearch probe',
      'jfrog-artifactory 8082',
      'nexus dockerPorts',
      'splunk 8088',
    ]);
  });

  test('gives every statement, permission, host, credential and remark a source with a date', () => {
    for (const row of allRows()) {
      for (const fact of [...row.statements, ...row.hosts, ...row.credentials, ...row.remarks, ...permissionsOf(row)]) {
        const sources = sourcesIn(fact);
        expect(sources.length).toBeGreaterThan(0);
        sources.forEach(({ ref, date }) => {
          expect(ref.length).toBeGreaterThan(10);
          expect(date).toMatch(/^\d{4}(-\d{2}){0,2}$/);
        });
      }
    }
  });

  test('names only findings that exist', () => {
    const named = allRows()
      .flatMap(permissionsOf)
      .flatMap(({ concerns }) => concerns.map(({ finding }) => finding));
    expect(named.filter((name) => !(name in FINDING_KINDS))).toEqual([]);
    expect(named).toContain('CanRewriteOwnEgress');
  });

  test('gives every alternative an encrypted one beside it', () => {
    for (const { id, statements } of allRows()) {
      const alternatives = statements.filter(({ verdict }) => verdict === 'alternative');
      expect([id, alternatives.filter(({ encrypted }) => encrypted === true).length]).toEqual([
        id,
        alternatives.length === 0 ? 0 : 1,
      ]);
    }
  });

  test('gives every API known host names', () => {
    for (const { id, statements, hosts } of allRows()) {
      const leads = statements.flatMap(({ leadsTo, hosts: own }) =>
        own !== undefined ? [] : typeof leadsTo === 'string' ? [leadsTo] : Object.values(leadsTo),
      );
      expect([id, !leads.includes('api') || hosts.length > 0]).toEqual([id, true]);
    }
  });

  test('has unique keys in every row, and ports or the prop that names them', () => {
    for (const { statements } of allRows()) {
      expect(new Set(statements.map(({ key }) => key)).size).toBe(statements.length);
      statements.forEach(({ port }) => expect(port instanceof Port || typeof port.from === 'string').toBe(true));
    }
  });

  test.each([
    ['aws-codedeploy', ['service-role/AWSCodeDeployRole', 'AWSCodeDeployDeployerAccess']],
    ['aws-ec2', ['AmazonEC2FullAccess']],
    ['aws-s3', ['AmazonS3ReadOnlyAccess']],
    ['aws-cloud', []],
    ['aws-elb-alb-ecs', []],
  ])('names the policies of %s as the table has them', (id, policies) => {
    const managed = getRow(id).permissions.documented.filter(({ kind }) => kind === 'managed policy');
    expect(managed.map(({ cloud, name }) => `${cloud} ${name}`)).toEqual(policies.map((name) => `aws ${name}`));
  });

  test("gives every AWS row DescribeRegions, and GCP the ids of the table's two roles", () => {
    for (const id of IDS.filter((entry) => entry.startsWith('aws-'))) {
      const statements = getRow(id).permissions.documented.filter(
        ({ cloud, kind }) => cloud === 'aws' && kind === 'statement',
      );
      expect(statements.flatMap(({ actions }) => actions)).toContain('ec2:DescribeRegions');
    }
    expect(getRow('gcp').permissions.documented.map(({ cloud, kind, name }) => `${cloud} ${kind} ${name}`)).toEqual([
      'gcp role roles/container.admin',
      'gcp role roles/storage.objectViewer',
    ]);
  });

  test('finds or gets a row, and suggests the near miss', () => {
    expect(findDefinition('jenkins')?.row.title).toBe('Jenkins');
    expect(findDefinition('jenkns')).toBeUndefined();
    expect(accessErrorOf(() => getRow('jenkns')).message).toBe(
      'the id of a connection must be one of the 59 that `list` shows, got "jenkns"; did you mean `jenkins`? (UnknownConnection)',
    );
    expect(accessErrorOf(() => getRow('__proto__')).code).toBe('UnknownConnection');
  });
});

describe('what is spoken on a port', () => {
  const statements = allDefinitions().flatMap(({ row }) =>
    row.statements.map((statement) => [`${row.id} ${statement.key}`, statement] as const),
  );

  test.each(statements)('has a source: %s', (_, statement) => {
    const { port } = statement;
    const { what, source } = spokenOn(statement, port instanceof Port ? port : Port.tcp(port.example));
    expect(what.length).toBeGreaterThan(0);
    expect(source?.ref).toBeTruthy();
  });

  test.each([
    ['jenkins 443', 'tls'],
    ['github-repo 22', 'ssh'],
    ['smtp 25', 'starttls'],
    ['active-directory-ldap 389', 'starttls'],
    ['active-directory-ldap 636', 'tls'],
    ['winrm 5985', 'http'],
    ['nexus 8081', 'http'],
    ['elk-elasticsearch 9200', 'http or tls'],
    ['splunk 8089', 'tls'],
    ['active-directory-ldap 88/udp', 'other'],
  ])('is on %s %s', (name, expected) => {
    const [, statement] = statements.find(([key]) => key === name)!;
    expect(spokenOn(statement, statement.port as Port).what.join(' or ')).toBe(expected);
  });
});
