import { Connection, Plan, Profile, type PlanOptions } from 'harness-delegate-access';

/** Hosts that a delegate asks before it takes a task. */

const elk = Connection.elkElasticsearch({ to: ['10.0.0.0/28'] });
const { DOCUMENTED, RECOMMENDED } = Profile;

function probes(connections: readonly Connection[], options: PlanOptions): string[] {
  return Plan.of(connections, options)
    .decisions.filter(({ statement }) => statement.verdict === 'probe')
    .map(
      ({ connection, port, place, open }) =>
        `${connection} ${port.text} ${place.hosts.join()} ${open ? 'open' : 'closed'}`,
    );
}

describe('a host that the delegate asks first', () => {
  test('is closed as documented, open as recommended, and closed by `probes: false`', () => {
    expect(probes([elk], { profile: DOCUMENTED })).toEqual(['elk-elasticsearch 443 www.elastic.co closed']);
    expect(probes([elk], { profile: RECOMMENDED })).toEqual(['elk-elasticsearch 443 www.elastic.co open']);
    expect(probes([elk], { profile: RECOMMENDED, probes: false })).toEqual([
      'elk-elasticsearch 443 www.elastic.co closed',
    ]);
  });

  test('is a notice, with the date of its source', () => {
    const [found] = Plan.of([elk], { profile: RECOMMENDED }).findings.filter(
      ({ finding }) => finding === 'ReachabilityProbe',
    );
    expect(found).toMatchObject({
      key: 'ReachabilityProbe:elk-elasticsearch:443',
      severity: 'notice',
      what: '443 to www.elastic.co is open; the delegate may ask it before it takes a task of this connector',
      source: { date: '2023-12-26' },
    });
  });

  test('is there with access keys alone, where only these need it', () => {
    expect(probes([Connection.awsCloud()], { profile: RECOMMENDED })).toEqual([]);
    expect(probes([Connection.awsCloud({ accessKeys: true })], { profile: RECOMMENDED })).toEqual([
      'aws-cloud 443 aws.amazon.com open',
    ]);
  });

  test('goes where the sites of vendors are reached, whatever the cluster is', () => {
    const reach = { proxy: { to: ['10.0.9.10/32'], ports: [3128] }, saas: 'proxy' } as const;
    const { flows } = Plan.of([elk], { profile: RECOMMENDED, reach });
    const own = flows.filter(({ decision }) => decision.statement.verdict === 'probe');
    expect(own.map(({ port, destination, way }) => [port.text, destination.text, way.hosts])).toEqual([
      ['3128', '10.0.9.10/32', ['www.elastic.co']],
    ]);
  });

  test('is a change of RECOMMENDED, unless it is switched off', () => {
    expect(Plan.of([elk]).recommended!.opens).toContainEqual({ connection: 'elk-elasticsearch', port: '443' });
    expect(Plan.of([elk], { probes: false }).recommended?.opens ?? []).toEqual([]);
  });

  test('does not make a connection without ports one that has some', () => {
    const keys = Plan.of([Connection.elkElasticsearch({ to: ['10.0.0.0/28'], ports: [9201] })], {
      profile: RECOMMENDED,
    });
    expect(
      keys.decisions
        .filter(({ connection, open }) => connection === 'elk-elasticsearch' && open)
        .map(({ port }) => port.text),
    ).toEqual(['443', '9201']);
  });
});

test('a connector for Grail opens the platform of its environment, and only on request', () => {
  const hosts = (grail: boolean): string[] =>
    Plan.of([Connection.dynatrace({ environment: 'abc12345', grail })], { profile: RECOMMENDED })
      .flows.filter(({ decision }) => decision.connection === 'dynatrace')
      .map(({ destination }) => destination.text);
  expect(hosts(false)).toEqual(['abc12345.live.dynatrace.com']);
  expect(hosts(true)).toEqual(['abc12345.apps.dynatrace.com', 'abc12345.live.dynatrace.com']);
});
