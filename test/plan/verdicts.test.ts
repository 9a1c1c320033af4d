import { VERDICTS as OF_TABLE, VERDICTS_BEYOND } from '../data/verdicts';
import { ALL_PROPS } from '../support/every-row';
import { Connection, Plan, Profile, type Decision } from 'harness-delegate-access';

const VERDICTS = [...OF_TABLE, ...VERDICTS_BEYOND];

/** Props under which every statement of a row holds. */
const HOSTED: Readonly<Record<string, (port: string) => object>> = {
  'appdynamics': (port) => (port === '8181' ? { hosting: 'own', to: ['10.0.3.2/32'] } : { hosting: 'saas' }),
  'bugsnag': (port) =>
    port === '443' ? { hosting: 'saas', to: ['10.0.3.5/32'] } : { hosting: 'own', to: ['10.0.3.5/32'] },
  'jira': (port) => (port === '8080' ? { to: ['10.0.6.12/32'] } : {}),
  'docker-registry': (port) => (port === '443' ? { hosting: 'docker-hub' } : { to: ['10.0.3.6/32'] }),
};
const PROPS_THAT_ASK: Readonly<Record<string, object>> = {
  'aws-ecr': { publicRegistry: true },
  'azure-acr': { dataEndpoints: true },
  'azure-repos': { ssh: true },
  'bitbucket': { ssh: true, sshOn443: true, dataCenterSsh: true },
  'custom-secret-manager': { ssh: true },
  'gitlab': { ssh: true, sshOn443: true },
  'jira': { clearText: true },
  'physical-data-center': { ssh: true, winRm: true, winRmTls: true },
  'terraform': {
    s3States: [{ bucket: 'acme-state', key: 'a' }],
    gcsStates: ['acme-states'],
    azureStates: ['acmestates'],
  },
  'active-directory-ldap': { globalCatalog: true, globalCatalogTls: true, kerberos: true },
  'aws-ec2': { ssh: true, winRm: true, winRmTls: true },
  'azure': { ssh: true },
  'github-repo': { ssh: true },
};

function decisionsOf(row: string, port: string, profile: Profile, asks = false): Decision[] {
  const given = HOSTED[row]?.(port) ?? ALL_PROPS[row] ?? {};
  const asking = Object.keys(PROPS_THAT_ASK[row] ?? {});
  const plain = Object.fromEntries(Object.entries(given).filter(([prop]) => !asking.includes(prop)));
  const props = { ...plain, ...(asks ? PROPS_THAT_ASK[row] : {}) };
  const { decisions } = Plan.of([Connection.parse(row, props)], { profile });
  return decisions.filter(({ connection, statement }) => connection === row && statement.key === port);
}

describe('the verdict of each port decides', () => {
  const fixed = VERDICTS.filter(([, , , verdict]) => verdict !== 'on request');

  test.each(fixed)('%s %s (%s, %s)', (row, port, _leads, verdict, _inTable, documented, recommended) => {
    const [d, r] = [Profile.DOCUMENTED, Profile.RECOMMENDED].map((profile) =>
      decisionsOf(row, port, profile).map(({ open }) => open),
    );
    const expected = (what: string): boolean[] => [what === 'open' || what === 'ask'];
    expect({ verdict, d, r }).toEqual({ verdict, d: expected(documented), r: expected(recommended) });
  });

  test.each(VERDICTS.filter(([, , , verdict]) => verdict === 'on request'))(
    '%s %s opens only when it is asked for',
    (row, port) => {
      for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
        expect(decisionsOf(row, port, profile).map(({ open }) => open)).toEqual([false]);
        expect(decisionsOf(row, port, profile, true).map(({ open, because }) => [open, because])).toEqual([
          [true, 'requested'],
        ]);
      }
    },
  );
});

describe('in neither profile does a row', () => {
  test.each(Object.keys(ALL_PROPS))('%s end with nothing open unless a finding says so', (id) => {
    for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
      const plan = Plan.of([Connection.parse(id, ALL_PROPS[id])], { profile });
      const isOpen = plan.flows.some(({ decision }) => decision.connection === id);
      const says = plan.findings.some(
        ({ finding, connection }) => connection === id && ['DeadAsDocumented', 'NothingOpen'].includes(finding),
      );
      expect(isOpen || says).toBe(true);
    }
  });

  test.each([
    ['docker-registry', { hosting: 'docker-hub' }, 'DeadAsDocumented'],
    ['bugsnag', { hosting: 'saas' }, 'DeadAsDocumented'],
    ['gcp', { machines: [] }, 'DeadAsDocumented'],
    ['winrm', { machines: [] }, 'NothingOpen'],
  ])('%s %p end with nothing open without the finding %s', (id, props, finding) => {
    const plan = Plan.of([Connection.parse(id, props)]);
    expect(plan.flows.filter(({ decision }) => decision.connection === id)).toEqual([]);
    expect(plan.findings.map(({ key }) => key)).toContain(`${finding}:${id}`);
  });
});
