import { aboutOf, compareFlows, type Finding, type Flow } from '../../lib/plan';
import { Connection, Plan } from 'harness-delegate-access';

const flowsOf = (...connections: Connection[]): Flow[] =>
  Plan.of(connections).flows.filter(({ decision }) => decision.connection !== 'harness');

describe('a flow', () => {
  test.each<[string, Connection, string[]]>([
    ['of a port', Connection.jenkins({ to: ['10.0.0.1/32'] }), ['jenkins:443']],
    [
      'of a port that the table leaves open',
      Connection.kubernetesCluster({ to: ['10.0.0.1/32'], ports: [6443] }),
      ['kubernetes-cluster:ports/6443'],
    ],
  ])('%s is named by its connection and its statement', (_, connection, expected) => {
    expect(flowsOf(connection).map(({ key }) => key)).toEqual(expected);
  });

  test('has its place by connection, then port, destination and key', () => {
    const [jenkins, nexus] = flowsOf(
      Connection.jenkins({ to: ['10.0.0.1/32'] }),
      Connection.nexus({ to: ['10.0.0.1/32'], ports: [80] }),
    ) as [Flow, Flow];
    const later = { ...jenkins, key: `${jenkins.key}/x` };
    expect(compareFlows(jenkins, nexus)).toBeLessThan(0);
    expect(compareFlows(nexus, jenkins)).toBeGreaterThan(0);
    expect(compareFlows(jenkins, later)).toBeLessThan(0);
    expect(compareFlows(later, jenkins)).toBeGreaterThan(0);
    expect(compareFlows(jenkins, { ...jenkins })).toBe(0);
  });
});

describe('a finding is about', () => {
  const about = (finding: Finding['finding'], port?: string): string =>
    aboutOf({ finding, port } as unknown as Finding);

  test.each<[string, Finding['finding'], string | undefined]>([
    ['network', 'MissingPort', '443'],
    ['permissions', 'ScopeIgnored', undefined],
    ['permissions', 'UnusedAcknowledgement', 'ScopeIgnored:aws-s3'],
    ['network', 'UnusedAcknowledgement', 'MissingPort:gcp:443'],
    ['permissions', 'ExpiredAcknowledgement', 'ScopeIgnored:aws-s3'],
  ])('%s: %s of %s', (expected, finding, port) => {
    expect(about(finding, port)).toBe(expected);
  });
});
