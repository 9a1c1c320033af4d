import fc from 'fast-check';
import { problemsOf } from '../support/errors';
import { everyRow } from '../support/every-row';
import { Connection, Destination, Plan, Profile, Target, type Finding, type Line } from 'harness-delegate-access';

const on = (connections: Connection[], options = {}): ReturnType<typeof Target.AWS_SECURITY_GROUP.apply> =>
  Plan.of(connections, options).on(Target.AWS_SECURITY_GROUP);
const keys = (findings: readonly Finding[]): string[] => findings.map(({ key }) => key);

describe('on a security group', () => {
  test('a host name of the catalogue becomes any address on its port, with a finding', () => {
    const target = on([Connection.datadog({ site: 'datadoghq.eu' })]);
    expect(
      target.rules.map(({ port, destination, enforcement }) => [port.text, destination.text, enforcement]),
    ).toEqual([['443', '0.0.0.0/0', 'port-only']]);
    const finding = target.findings.find(({ key }) => key === 'PortOnlyEgress:datadog:443');
    expect(finding).toMatchObject({
      severity: 'warning',
      what: '443 is open to any address (0.0.0.0/0), not only to api.datadoghq.eu, app.datadoghq.eu',
    });
  });

  test('`families` adds IPv6 to what stands in for a host name', () => {
    expect(
      on([Connection.datadog()], { reach: { families: ['ipv6', 'ipv4'] } }).rules.map(
        ({ destination }) => destination.text,
      ),
    ).toEqual(['0.0.0.0/0', '::/0']);
  });

  test('a host name that the user wrote fails, all of them at once', () => {
    expect(
      problemsOf(() =>
        on([Connection.jenkins({ to: ['ci.example.com'] }), Connection.githubRepo({ host: 'github.example.com' })]),
      ),
    ).toEqual([
      "UnenforceableHostname: connection `github-repo`: AWS security group cannot match the host name `github.example.com`; set its address blocks, name the layer behind it that checks names (`behind`, `--target`), or allow any address with `unenforceable: 'port-only'`",
      "UnenforceableHostname: connection `jenkins`: AWS security group cannot match the host name `ci.example.com`; set its address blocks, name the layer behind it that checks names (`behind`, `--target`), or allow any address with `unenforceable: 'port-only'`",
    ]);
  });

  test('a host name that the user wrote is open to any address when the user accepts that', () => {
    const target = on([Connection.jenkins({ to: ['ci.example.com'], unenforceable: 'port-only' })]);
    expect(target.flows.find(({ flow }) => flow.decision.connection === 'jenkins')).toMatchObject({
      enforcement: 'port-only',
      destination: { key: '0.0.0.0/0' },
    });
    expect(keys(target.findings)).toContain('PortOnlyEgress:jenkins:443');
  });

  test('a destination that only another platform can name fails', () => {
    const tag = Destination.native({ platform: 'gcp', kind: 'tag', value: 'x', weight: 1 }, { name: 'web' });
    expect(problemsOf(() => on([Connection.jenkins({ to: [tag] })]))).toEqual([
      'NativeElsewhere: connection `jenkins`: web is a destination of gcp only, which AWS security group cannot match; set a destination of this platform',
    ]);
  });

  test("port 25 to an outside address is a finding, inside one's own network it is none", () => {
    expect(keys(on([Connection.smtp({ to: ['198.51.100.0/24'] })]).findings)).toContain('Port25Restricted:smtp:25');
    expect(keys(on([Connection.smtp({ to: ['10.0.5.25/32'] })]).findings)).not.toContain('Port25Restricted:smtp:25');
  });

  test('roles of Google Cloud are named as something that somebody must grant there', () => {
    const finding = on([Connection.gcp({ machines: [] })]).findings.find(({ key }) => key === 'RolesElsewhere:gcp');
    expect(finding?.what).toBe('manual step: grant roles/container.admin, roles/storage.objectViewer in Google Cloud');
  });

  test("an acknowledgement of a target's finding is used, not unused", () => {
    const acknowledged = [
      { finding: 'PortOnlyEgress', connection: 'datadog', reason: 'the vendor publishes names only' },
    ] as const;
    const { findings } = on([Connection.datadog()], { acknowledged });
    expect(findings.find(({ key }) => key === 'PortOnlyEgress:datadog:443')?.acknowledged?.reason).toBe(
      'the vendor publishes names only',
    );
    expect(keys(findings).filter((key) => key.startsWith('Unused'))).toEqual([]);
    expect(
      keys(Plan.of([Connection.datadog()], { acknowledged }).findings).filter((key) => key.startsWith('Unused')),
    ).toEqual([]);
    const elsewhere = Plan.of([Connection.datadog()], { acknowledged }).on(Target.GCP_FIREWALL_POLICY);
    expect(keys(elsewhere.findings).filter((key) => key.startsWith('Unused'))).toEqual([]);
    const [wrong] = acknowledged.map((entry) => ({ ...entry, connection: 'datadgo' }));
    expect(keys(on([Connection.datadog()], { acknowledged: [wrong] }).findings)).toContain(
      'UnusedAcknowledgement:datadgo:PortOnlyEgress:datadgo',
    );
  });

  test('a very wide destination that the user wrote is a finding', () => {
    expect(keys(on([Connection.jenkins({ to: ['0.0.0.0/0'] })]).findings)).toContain('BroadDestination:jenkins');
    expect(keys(on([Connection.jenkins({ to: ['10.0.0.0/8'] })]).findings)).not.toContain('BroadDestination:jenkins');
    expect(keys(on([Connection.datadog()], { reach: { saas: ['::/0'] } }).findings)).toContain(
      'BroadDestination:reach.saas',
    );
  });
});

describe('asked for and reachable', () => {
  const line = (lines: readonly Line[], connection: string, port: string): Line =>
    lines.find(({ decision }) => decision.connection === connection && decision.port.text === port)!;

  test('a port that nobody asked for, but that another flow opens, is reachable through it', () => {
    const found = line(on([Connection.gcp({ machines: ['10.64.0.0/20'] })]).lines, 'gcp', '443');
    expect(found.decision.open).toBe(false);
    expect(found.rules.flatMap(({ reasons }) => reasons.map(({ decision }) => decision.connection))).toEqual([
      'harness',
      'harness',
      'harness',
      'harness',
    ]);
  });

  test('a port that nothing opens is closed in fact', () => {
    const reach = { harness: ['10.9.9.9/32'] };
    expect(line(on([Connection.gcp({ machines: ['10.64.0.0/20'] })], { reach }).lines, 'gcp', '443').rules).toEqual([]);
  });

  test('a port to machines that nobody named is reachable through every rule that has the port', () => {
    const lines = (to: string): Line =>
      line(
        on([Connection.gcp({ gke: 'rbac' }), Connection.ssh({ to: [to] })], { profile: Profile.RECOMMENDED }).lines,
        'gcp',
        '22',
      );
    expect(lines('10.0.0.0/8').rules.map(({ destination }) => destination.text)).toEqual(['10.0.0.0/8']);
    expect(lines('0.0.0.0/0').rules).toHaveLength(1);
  });
});

describe('for any list', () => {
  const lists = fc.shuffledSubarray(everyRow(), { minLength: 1 });
  const profiles = fc.constantFrom(Profile.DOCUMENTED, Profile.RECOMMENDED);

  test('the order does not matter', () => {
    fc.assert(
      fc.property(lists, profiles, (connections, profile) => {
        const sorted = [...connections].sort((a, b) => (a.name < b.name ? -1 : 1));
        const [a, b] = [on(connections, { profile, asOf: '2026-01-01' }), on(sorted, { profile, asOf: '2026-01-01' })];
        expect(a).toEqual(b);
        expect(a.findings).toEqual(b.findings);
      }),
      { numRuns: 60 },
    );
  });

  test('every rule traces back to a statement of a row, with a source, or to the user', () => {
    fc.assert(
      fc.property(lists, profiles, (connections, profile) => {
        for (const { reasons } of on(connections, { profile }).rules) {
          expect(reasons.length).toBeGreaterThan(0);
          reasons.forEach(({ decision: { statement, because } }) => {
            expect(because).not.toBe('');
            expect(statement.sources.length > 0 || statement.verdict === 'on request').toBe(true);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('adding a connection only adds: no rule of the others goes or changes its destination', () => {
    fc.assert(
      fc.property(lists, profiles, (connections, profile) => {
        const shape = (list: Connection[]): string[] =>
          on(list, { profile }).rules.map(({ port, destination }) => `${port.key} ${destination.key}`);
        const without = shape(connections.slice(1).length === 0 ? connections : connections.slice(1));
        expect(shape(connections)).toEqual(expect.arrayContaining(without));
      }),
      { numRuns: 60 },
    );
  });

  test('every verdict but "as written" makes a finding where its port is decided', () => {
    fc.assert(
      fc.property(lists, profiles, (connections, profile) => {
        const target = on(connections, { profile });
        const said = new Set(target.findings.map(({ connection, port }) => `${connection} ${port}`));
        const silent = target.plan.decisions.filter(
          ({ id, open, statement }) =>
            id !== 'harness' && statement.verdict !== 'as written' && (statement.verdict !== 'on request' || open),
        );
        silent.forEach(({ connection, port }) => expect(said).toContain(`${connection} ${port.text}`));
      }),
      { numRuns: 60 },
    );
  });
});
