import fc from 'fast-check';
import { CONNECTION_IDS, getDefinition } from '../../lib/connections';
import { Port } from '../../lib/network';
import { decide, type Decision } from '../../lib/plan/decision';
import { parseReach } from '../../lib/plan/reach';
import { ALL_PROPS } from '../support/every-row';
import { Connection, Profile, type PortLike } from 'harness-delegate-access';

/** Every place is known, so that a port is closed by its profile or by `ports` alone. */
const REACH = parseReach({ selfHosted: ['10.0.0.0/8'], machines: ['10.0.0.0/8'] });
const PROFILES = [Profile.DOCUMENTED, Profile.RECOMMENDED];

function decisionsOf(id: string, props: object, profile: Profile): Decision[] {
  return decide('x', Connection.parse(id, props).request, profile, REACH);
}

/** `given`: a port of the row that `ports` names; `new`: one that the row does not have. */
function stateOf({ open, replaced, explicit, because, statement }: Decision): string {
  if (because === 'set with `ports`') {
    expect({ open, replaced, explicit }).toEqual({ open: true, replaced: false, explicit: true });
    return statement.sources.length === 0 ? 'new' : 'given';
  }
  expect(replaced).toBe(because === 'overridden by `ports`');
  expect(replaced && (open || explicit)).toBe(false);
  return replaced ? 'replaced' : open ? 'open' : 'closed';
}

/** `25 replaced, 587 new`, each with where it leads when not all lead there. */
function outcome(id: string, props: object, profile: Profile): string {
  const decisions = decisionsOf(id, props, profile);
  const isMixed = new Set(decisions.map(({ leadsTo }) => leadsTo)).size > 1;
  const texts = decisions.map((decision) => {
    const lead = isMixed ? ` (${decision.leadsTo})` : '';
    return `${decision.port.text}${lead} ${stateOf(decision)}`;
  });
  return texts.join(', ');
}

type Row = readonly [id: string, ports: readonly PortLike[], more: object, documented: string, recommended: string];

const SAME = 'the same';

function check(...[id, ports, more, documented, recommended]: Row): void {
  const props = { ...more, ports };
  expect(outcome(id, props, Profile.DOCUMENTED)).toBe(documented);
  expect(outcome(id, props, Profile.RECOMMENDED)).toBe(recommended === SAME ? documented : recommended);
}

describe('`ports` stand in place of all ports of a row that has no machines', () => {
  test.each<Row>([
    ['smtp', [587], {}, '25 replaced, 587 new', SAME],
    ['smtp', [25], {}, '25 given', SAME],
    ['smtp', [25, 587], {}, '25 given, 587 new', SAME],
    ['smtp', ['20-30'], {}, '20-30 new', SAME],
    ['smtp', ['26-30'], {}, '25 replaced, 26-30 new', SAME],
    ['smtp', ['25/udp'], {}, '25 replaced, 25/udp new', SAME],
    ['bamboo', [8443], {}, '443 replaced, 8085 replaced, 8443 new', '443 replaced, 8085 closed, 8443 new'],
    ['bamboo', [8085], {}, '443 replaced, 8085 given', SAME],
    ['openshift', [6443], {}, '443 replaced, 6443 given', SAME],
    ['openshift', [8443], {}, '443 replaced, 6443 closed, 8443 new', '443 replaced, 6443 replaced, 8443 new'],
    ['datadog', [8443], {}, '443 replaced, 8443 new', SAME],
    [
      'active-directory-ldap',
      [389],
      {},
      '88 closed, 389 given, 443 replaced, 636 replaced, 3268 closed, 3269 closed, 88/udp closed',
      '88 closed, 389 given, 443 closed, 636 replaced, 3268 closed, 3269 closed, 88/udp closed',
    ],
    [
      'active-directory-ldap',
      ['88/udp'],
      {},
      '88 closed, 389 replaced, 443 replaced, 636 replaced, 3268 closed, 3269 closed, 88/udp given',
      '88 closed, 389 closed, 443 closed, 636 replaced, 3268 closed, 3269 closed, 88/udp given',
    ],
  ])('%s with %j and %j', check);
});

describe('`ports` stand in place of the machine ports alone where a row has some', () => {
  test.each<Row>([
    [
      'aws-ec2',
      [2222],
      {},
      '22 (machines) closed, 80 (machines) replaced, 443 (api) open, 2222 (machines) new, 5985 (machines) closed, 5986 (machines) closed, 9090 (machines) replaced',
      '22 (machines) closed, 80 (machines) closed, 443 (api) open, 2222 (machines) new, 5985 (machines) closed, 5986 (machines) closed, 9090 (machines) closed',
    ],
    [
      'aws-ec2',
      [443],
      {},
      '22 (machines) closed, 80 (machines) replaced, 443 (machines) new, 443 (api) open, 5985 (machines) closed, 5986 (machines) closed, 9090 (machines) replaced',
      '22 (machines) closed, 80 (machines) closed, 443 (machines) new, 443 (api) open, 5985 (machines) closed, 5986 (machines) closed, 9090 (machines) closed',
    ],
    [
      'aws-ec2',
      [80, 9090],
      {},
      '22 (machines) closed, 80 (machines) given, 443 (api) open, 5985 (machines) closed, 5986 (machines) closed, 9090 (machines) given',
      SAME,
    ],
    [
      'aws-elb-alb-ecs',
      [587],
      {},
      '25 (machines) replaced, 80 (machines) replaced, 443 (api) open, 465 (machines) replaced, 587 (machines) given',
      '25 (machines) closed, 80 (machines) closed, 443 (api) open, 465 (machines) closed, 587 (machines) given',
    ],
    [
      'azure',
      [5985],
      {},
      '22 (machines) closed, 443 (api) closed, 5985 (machines) given, 5986 (machines) replaced',
      '22 (machines) closed, 443 (api) open, 5985 (machines) given, 5986 (machines) replaced',
    ],
    [
      'gcp',
      [443],
      {},
      '22 (machines) replaced, 443 (machines) new, 443 (api) closed',
      '22 (machines) replaced, 443 (machines) new, 443 (api) open',
    ],
    [
      'winrm',
      ['5985-5986', 7],
      {},
      '7 new, 22 replaced, 443 replaced, 5985-5986 new',
      '7 new, 22 closed, 443 closed, 5985-5986 new',
    ],
  ])('%s with %j and %j', check);
});

describe('`ports` leave alone what was asked for by a prop of its own, and open it once', () => {
  test.each<Row>([
    ['nexus', [8443], { dockerPorts: [18080] }, '8081 replaced, 8443 new, 18080 open', SAME],
    ['nexus', [18080], { dockerPorts: [18080] }, '8081 replaced, 18080 given', SAME],
    ['nexus', ['18000-18100'], { dockerPorts: [18080] }, '8081 replaced, 18000-18100 new, 18080 open', SAME],
    ['github-repo', [22], { ssh: true }, '22 given, 443 replaced', SAME],
    ['github-repo', [8443], { ssh: true }, '22 open, 443 replaced, 8443 new', SAME],
    ['github-repo', [8443], {}, '22 closed, 443 replaced, 8443 new', SAME],
    [
      'elk-elasticsearch',
      [9201],
      { elasticCloud: true },
      '443 (service) open, 443 (api) closed, 9200 (service) replaced, 9201 (service) new, 9243 (service) open',
      '443 (service) open, 443 (api) open, 9200 (service) replaced, 9201 (service) new, 9243 (service) open',
    ],
    [
      'elk-elasticsearch',
      [9243],
      { elasticCloud: true },
      '443 (service) open, 443 (api) closed, 9200 (service) replaced, 9243 (service) given',
      '443 (service) open, 443 (api) open, 9200 (service) replaced, 9243 (service) given',
    ],
    [
      'active-directory-ldap',
      [88],
      { kerberos: true },
      '88 given, 389 replaced, 443 replaced, 636 replaced, 3268 closed, 3269 closed, 88/udp open',
      '88 given, 389 closed, 443 closed, 636 replaced, 3268 closed, 3269 closed, 88/udp open',
    ],
    [
      'azure',
      [22],
      { ssh: true },
      '22 (machines) given, 443 (api) closed, 5985 (machines) replaced, 5986 (machines) replaced',
      '22 (machines) given, 443 (api) open, 5985 (machines) closed, 5986 (machines) replaced',
    ],
    [
      'aws-ec2',
      ['5985-5986'],
      { winRm: true },
      '22 (machines) closed, 80 (machines) replaced, 443 (api) open, 5985 (machines) open, 5985-5986 (machines) new, 9090 (machines) replaced',
      '22 (machines) closed, 80 (machines) closed, 443 (api) open, 5985 (machines) open, 5985-5986 (machines) new, 9090 (machines) closed',
    ],
  ])('%s with %j and %j', check);
});

describe('`ports` lead to the vendor where the vendor hosts the service, and to you where you do', () => {
  test.each<Row>([
    [
      'docker-registry',
      [8443],
      { hosting: 'docker-hub' },
      '443 (api) closed, 8083 (service) replaced, 8443 (api) new',
      '443 (api) replaced, 8083 (service) replaced, 8443 (api) new',
    ],
    ['docker-registry', [5000], {}, '5000 new, 8083 replaced', SAME],
    [
      'bugsnag',
      [8443],
      { hosting: 'saas' },
      '443 (api) closed, 8443 (api) new, 49080 (service) replaced',
      '443 (api) replaced, 8443 (api) new, 49080 (service) closed',
    ],
    [
      'bugsnag',
      [8443],
      { hosting: 'own' },
      '8443 new, 30080 closed, 49080 replaced',
      '8443 new, 30080 replaced, 49080 closed',
    ],
    ['appdynamics', [443], { hosting: 'saas' }, '80 replaced, 443 given', '80 closed, 443 given'],
    [
      'appdynamics',
      [8090],
      { hosting: 'own' },
      '80 replaced, 8090 new, 8181 closed',
      '80 closed, 8090 new, 8181 replaced',
    ],
    ['jfrog-artifactory', [8443], {}, '443 (api) replaced, 8082 (service) closed, 8443 (api) new', SAME],
    ['jfrog-artifactory', [8081], { hosting: 'own', router: true }, '443 replaced, 8081 new, 8082 open', SAME],
    ['splunk', [8088], { hosting: 'saas' }, '8088 given, 8089 replaced', SAME],
  ])('%s with %j and %j', check);

  test.each([
    ['docker-registry', { hosting: 'docker-hub' }, 'api'],
    ['docker-registry', {}, 'service'],
    ['splunk', { hosting: 'saas' }, 'api'],
    ['splunk', {}, 'service'],
    ['appdynamics', { hosting: 'saas' }, 'api'],
    ['appdynamics', { hosting: 'own' }, 'service'],
    ['winrm', {}, 'machines'],
  ])('%s %j: to %s', (id, more, lead) => {
    const given = decisionsOf(id, { ...more, ports: [7] }, Profile.DOCUMENTED).filter(({ port }) => port.text === '7');
    expect(given.map(({ leadsTo }) => leadsTo)).toEqual([lead]);
  });
});

describe('`ports` of a row that leaves its port open are the ports themselves, and replace nothing', () => {
  test.each<Row>([
    ['kubernetes-cluster', [6443, 443], {}, '443 open, 6443 open', SAME],
    ['prometheus', [9090], {}, '9090 open', SAME],
    ['prometheus', ['9000-9100'], {}, '9000-9100 open', SAME],
  ])('%s with %j and %j', check);
});

describe('whatever the ports are', () => {
  const port = fc.oneof(
    fc.constantFrom<PortLike>(22, 25, 80, 443, 5986, 8081, '88/udp', '1-1024', '5985-5986', '443-443'),
    fc.integer({ min: 1, max: 65535 }),
  );
  const rows = CONNECTION_IDS.filter((id) => 'ports' in getDefinition(id).props.props);

  test.each(rows)('%s opens each of them once, and of its own no port that it would not open without them', (id) => {
    const given = fc.uniqueArray(port, { minLength: 1, maxLength: 3, selector: (one) => Port.parse(one).key });
    fc.assert(
      fc.property(given, fc.constantFrom(...PROFILES), (ports, profile) => {
        const { ports: _, ...rest } = ALL_PROPS[id]!;
        const decisions = decisionsOf(id, { ...rest, ports }, profile);
        const nameOf = ({ port: own, leadsTo, statement }: Decision): string =>
          `${own.key} ${leadsTo}${statement.hosts === undefined ? '' : ` ${statement.key}`}`;
        const open = decisions.filter((decision) => decision.open).map(nameOf);
        expect(new Set(open).size).toBe(open.length);
        for (const one of ports) {
          expect(
            decisions.filter(({ open: isOpen, port: own }) => isOpen && own.key === Port.parse(one).key),
          ).not.toEqual([]);
        }
        if (getDefinition(id).row.statements.some(({ verdict }) => verdict === 'left open')) {
          return;
        }
        const without = new Set(
          decisionsOf(id, rest, profile)
            .filter((decision) => decision.open)
            .map(nameOf),
        );
        const beyond = decisions.filter((decision) => decision.open && !without.has(nameOf(decision)));
        expect(beyond.map(({ because }) => because)).toEqual(beyond.map(() => 'set with `ports`'));
        for (const decision of decisions.filter(({ replaced }) => replaced)) {
          expect(without).toContain(nameOf(decision));
        }
      }),
      { numRuns: 40 },
    );
  });
});
