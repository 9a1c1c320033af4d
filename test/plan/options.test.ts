import { planOf } from '../../lib/plan';
import { parseReach } from '../../lib/plan/reach';
import { problemsOf } from '../support/errors';
import {
  Connection,
  Destination,
  HarnessPlatform,
  Plan,
  Profile,
  type HarnessPlatformProps,
} from 'harness-delegate-access';

const list = [Connection.datadog()];
const KNOWN = { connections: true, plan: true, profile: true, reach: true, asOf: true } as const;

describe('the props of every construct', () => {
  test('hold a list with its options, or a plan', () => {
    const plan = Plan.of(list);
    expect(planOf({ plan }, KNOWN)).toBe(plan);
    const made = planOf({ connections: list, profile: Profile.RECOMMENDED, asOf: '2026-01-02' }, KNOWN);
    expect([made.profile, made.asOf]).toEqual([Profile.RECOMMENDED, '2026-01-02']);
    expect(planOf({ connections: list, plan: undefined, profile: undefined }, KNOWN).profile).toBe(Profile.DOCUMENTED);
  });

  test.each<[string, unknown, string]>([
    ['are nothing', undefined, 'props must be an object with `connections` or `plan`, got undefined'],
    ['are null', null, 'props must be an object with `connections` or `plan`, got null'],
    ['are a text', 'x', 'props must be an object with `connections` or `plan`, got "x"'],
    ['have neither', {}, 'set `connections` or `plan`, got neither'],
    ['have both', { connections: list, plan: Plan.of(list) }, 'set `connections` or `plan`, got both'],
    ['have a plan that is none', { plan: 7 }, '`plan` must be made by `Plan.of`, got 7'],
    [
      'have options that come too late',
      { plan: Plan.of(list), profile: Profile.RECOMMENDED, reach: {} },
      '`profile` or `reach` has no effect with `plan`; set it in `Plan.of`',
    ],
  ])('fail when they %s', (_, props, message) => {
    expect(problemsOf(() => planOf(props as never, KNOWN))).toEqual([`InvalidPlan: ${message}`]);
  });
});

describe('the options of a plan fail', () => {
  test.each<[string, unknown, string[]]>([
    [
      'when they are none',
      7,
      [
        'InvalidProp: the options of a plan must be an object with `profile`, `reach`, `harness`, `acknowledged`, `asOf`, `region`, `published` or `probes`, got 7',
      ],
    ],
    [
      'when they are null',
      null,
      [
        'InvalidProp: the options of a plan must be an object with `profile`, `reach`, `harness`, `acknowledged`, `asOf`, `region`, `published` or `probes`, got null',
      ],
    ],
    [
      'on a stranger',
      { profil: 1 },
      [
        'UnknownProp: a plan has no option "profil"; allowed: `profile`, `reach`, `harness`, `acknowledged`, `asOf`, `region`, `published` or `probes`; did you mean `profile`?',
      ],
    ],
    [
      'on a profile of another type',
      { profile: 7 },
      ['InvalidProfile: `profile` must be `documented` or `recommended`, got 7'],
    ],
    [
      'on a day that does not exist',
      { asOf: '2026-02-29' },
      ['InvalidDate: `asOf` must be a date such as 2027-01-31, got "2026-02-29"'],
    ],
    [
      'on a day of another type',
      { asOf: 20260101 },
      ['InvalidDate: `asOf` must be a date such as 2027-01-31, got 20260101'],
    ],
    [
      'on a day in a list',
      { asOf: ['2026-01-01'] },
      ['InvalidDate: `asOf` must be a date such as 2027-01-31, got a list of 1'],
    ],
    [
      'on acknowledgements that are no list',
      { acknowledged: {} },
      ['InvalidProp: `acknowledged` must be a list, got a value of type object'],
    ],
    [
      'on a reach that is none',
      { reach: [] },
      [
        'InvalidReach: `reach` must be an object with `selfHosted`, `machines`, `saas`, `awsServices`, `googleApis`, `harness`, `dns`, `proxy`, `proxyPorts` or `families`, got a list of 0',
      ],
    ],
  ])('%s', (_, options, problems) => {
    expect(problemsOf(() => Plan.of(list, options as never))).toEqual(problems);
  });

  test('on strangers in the list alone, before anything that only the list shows', () => {
    expect(problemsOf(() => Plan.of([list[0]!, list[0]!, 7 as never]))).toEqual([
      'InvalidConnection: `connections[2]` must be a `Connection`, got 7; write `Connection.of(id, props)`',
    ]);
  });

  test('on names that stand for two connections, each once, in order', () => {
    const twice = ['b', 'a', 'b', 'a', 'b', 'c'].map((name) => Connection.datadog({ name }));
    expect(problemsOf(() => Plan.of(twice))).toEqual([
      'DuplicateName: connection names must be unique, got `a` 2 times; set another `name`',
      'DuplicateName: connection names must be unique, got `b` 3 times; set another `name`',
    ]);
  });
});

describe('without options', () => {
  test('a plan follows the table, today, with the names of the vendors', () => {
    const plan = Plan.of(list);
    expect(plan.profile).toBe(Profile.DOCUMENTED);
    expect(plan.asOf).toBe(new Date().toISOString().slice(0, 10));
    expect(plan.reach).toEqual({ families: ['ipv4'] });
    expect(plan.findings.map(({ finding }) => finding)).not.toContain('UnusedAcknowledgement');
    expect(plan.findings.filter(({ acknowledged }) => acknowledged !== undefined)).toEqual([]);
  });
});

describe('`reach`', () => {
  test('keeps what it says, checked, and leaves out what it does not', () => {
    expect(
      parseReach({ saas: ['10.0.0.0/8'], machines: undefined, families: ['ipv6', 'ipv4'], proxyPorts: [3128] }),
    ).toEqual({
      saas: {
        through: 'proxy',
        via: 'reach.saas',
        destinations: [Destination.parse('10.0.0.0/8')],
        ports: [expect.objectContaining({ key: 'tcp:3128' })],
        takesNames: false,
      },
      families: ['ipv4', 'ipv6'],
    });
    expect(parseReach({ families: ['ipv6'] }).families).toEqual(['ipv6']);
    expect(parseReach({})).toEqual({ families: ['ipv4'] });
  });

  test.each<[string, unknown, string]>([
    ['null', null, 'got null'],
    ['a text', 'x', 'got "x"'],
    ['a place that is no list', { saas: '10.0.0.0/8' }, 'InvalidProp: `reach.saas` must be a list, got "10.0.0.0/8"'],
    ['an empty place', { dns: [] }, 'EmptyList: `reach.dns` must have at least one entry, got an empty list'],
    ['no families', { families: [] }, 'EmptyList: `reach.families` must have at least one entry, got an empty list'],
    [
      'families that are no list',
      { families: 'ipv4' },
      'InvalidProp: `reach.families` must be a list, got "ipv4"; write `families: [ipv4]`',
    ],
    [
      'one family that does not exist',
      { families: ['ipv4', 'ipv5'] },
      'InvalidChoice: `reach.families[1]` must be `ipv4` or `ipv6`, got "ipv5"; did you mean `ipv4`?',
    ],
  ])('fails on %s', (_, reach, message) => {
    expect(problemsOf(() => parseReach(reach))).toEqual([expect.stringContaining(message)]);
  });

  test('fails with the place of each problem', () => {
    const error = (() => {
      try {
        parseReach({ sass: [], saas: ['10.0.0.0/8', '10/8'], harness: [], families: 1, proxyPorts: [0] });
      } catch (caught) {
        return caught as { problems: { at?: string }[] };
      }
      return undefined;
    })();
    expect(error?.problems.map(({ at }) => at)).toEqual([
      'reach.sass',
      'reach.saas[1]',
      'reach.harness',
      'reach.families',
      'reach.families',
      'reach.proxyPorts[0]',
    ]);
  });
});

describe('a Harness', () => {
  const lines = (props: HarnessPlatformProps): string[] =>
    HarnessPlatform.of(props).lines.map(
      ({ statement, hosts, open }) =>
        `${open ? '+' : '-'} ${statement.key} ${hosts.join(' ')} ${String(statement.port)}`,
    );
  const IMAGES = '+ image-registry us-docker.pkg.dev 443';
  const LOGS = '+ google-logging logging.googleapis.com 443';

  test.each<[string, HarnessPlatformProps, string[]]>([
    [
      'of a cluster',
      { cluster: 'prod1' },
      ['+ manager app.harness.io 443', '+ log-streaming app.harness.io 443', IMAGES, LOGS],
    ],
    [
      'with its own code, packages and step images',
      { cluster: 'eu', codeRepository: true, artifactRegistry: true, stepImages: 'docker-hub' },
      [
        '+ manager accounts.eu.harness.io 443',
        '+ log-streaming accounts.eu.harness.io 443',
        IMAGES,
        LOGS,
        '+ code-repository git.eu.harness.io 443',
        '+ artifact-registry pkg.harness.io 443',
        '+ step-images auth.docker.io index.docker.io registry-1.docker.io registry.hub.docker.com 443',
      ],
    ],
    [
      'with hosts of its own for them',
      { cluster: 'prod3', codeRepository: 'git3.example.com', artifactRegistry: false, stepImages: 'registry.acme.io' },
      [
        '+ manager app3.harness.io 443',
        '+ log-streaming app3.harness.io 443',
        IMAGES,
        LOGS,
        '+ code-repository git3.example.com 443',
        '+ step-images registry.acme.io 443',
      ],
    ],
    [
      'at an address of its own',
      { cluster: 'prod1', host: 'ACME.harness.io' },
      ['+ manager acme.harness.io 443', '+ log-streaming acme.harness.io 443', IMAGES, LOGS],
    ],
    [
      'with mutual TLS',
      { host: 'acme.harness.io', mtls: true },
      ['+ manager acme.harness.io 8443', '+ log-streaming acme.harness.io 443', IMAGES, LOGS],
    ],
    [
      'with images from elsewhere',
      { cluster: 'prod1', imageRegistry: 'registry.example.com', mtls: false },
      [
        '+ manager app.harness.io 443',
        '+ log-streaming app.harness.io 443',
        '+ image-registry registry.example.com 443',
        LOGS,
      ],
    ],
    [
      'with every line switched off',
      { cluster: 'prod1', manager: false, logStreaming: false, imageRegistry: false, googleLogging: false },
      [
        '- manager app.harness.io 443',
        '- log-streaming app.harness.io 443',
        '- image-registry us-docker.pkg.dev 443',
        '- google-logging logging.googleapis.com 443',
      ],
    ],
    [
      'with every line switched on',
      { cluster: 'prod1', manager: true, logStreaming: true, googleLogging: true },
      ['+ manager app.harness.io 443', '+ log-streaming app.harness.io 443', IMAGES, LOGS],
    ],
  ])('%s has these lines', (_, props, expected) => {
    expect(lines(props)).toEqual(expected);
  });

  test.each<[object, string]>([
    [{}, 'InvalidHarness: `harness` needs `cluster` or `host`'],
    [
      { mtls: true },
      "InvalidHarness: mutual TLS needs your own address: set `host`, such as `host: 'acme.harness.io'`",
    ],
    [{ mtls: false }, 'InvalidHarness: `harness` needs `cluster` or `host`'],
    [{ host: 'localhost' }, 'InvalidHostname: '],
    [{ cluster: 'prod1', imageRegistry: true }, 'InvalidHostname: '],
    [{ cluster: 'prod1', stepImages: 'quay' }, 'InvalidHostname: '],
    [
      { cluster: 'prod3', codeRepository: true },
      "InvalidHarness: the Git host of Harness Code is not known for `prod3`: set it, such as `codeRepository: 'git.harness.io'`",
    ],
  ])('fails on %j', (props, message) => {
    expect(problemsOf(() => HarnessPlatform.of(props as never))).toEqual([expect.stringContaining(message)]);
  });

  test('says of every line that it is an API, why it is there, and where that is written', () => {
    const [direct, mutual] = [{ cluster: 'prod1' }, { host: 'acme.harness.io', mtls: true }].map(
      (props) => HarnessPlatform.of(props as HarnessPlatformProps).lines,
    );
    for (const { statement } of [...direct!, ...mutual!]) {
      expect(statement).toMatchObject({ leadsTo: 'api', verdict: 'on request', note: expect.stringMatching(/\w \w/) });
      expect(statement.sources[0]!.ref).toMatch(/^(https:|[\w-]+\/)/);
    }
    expect(direct![0]!.statement.sources).not.toEqual(mutual![0]!.statement.sources);
    expect(mutual![0]!.statement.sources[0]!.ref).toMatch(/mtls|mutual/i);
  });

  test('that is switched off, and resolvers of your own, say why and through what', () => {
    const plan = Plan.of(list, {
      harness: HarnessPlatform.of({ cluster: 'prod1', manager: false }),
      reach: { dns: ['10.0.0.2/32'] },
    });
    const own = plan.decisions.filter(({ connection }) => connection !== 'datadog');
    expect(
      own.map(
        ({
          connection,
          id,
          open,
          because,
          place: {
            ways: [{ via, byUser } = {}],
            hosts,
          },
          kind,
          leadsTo,
        }) =>
          `${connection} ${id} ${open ? '+' : '-'} ${because}; ${via}, ${kind}, ${leadsTo}${byUser ? ', by user' : ''}; ${hosts.join()}`,
      ),
    ).toEqual([
      'dns dns + requested with `reach.dns`; reach.dns, dns, service, by user; ',
      'dns dns + requested with `reach.dns`; reach.dns, dns, service, by user; ',
      'harness harness - switched off in `harness`; host names, harness, api; app.harness.io',
      "harness harness + the delegate's own line: log-streaming; host names, harness, api; app.harness.io",
      "harness harness + the delegate's own line: image-registry; host names, harness, api; us-docker.pkg.dev",
      "harness harness + the delegate's own line: google-logging; host names, harness, api; logging.googleapis.com",
    ]);
    expect(own.map(({ unenforceable }) => unenforceable)).not.toContain(true);
    expect(own[0]!.statement).toMatchObject({
      key: '53',
      verdict: 'on request',
      note: 'your own resolvers',
      sources: [],
    });
    expect(own[0]!.place.hostSources).toEqual([]);
    expect(own[3]!.place.hostSources).toHaveLength(1);
  });

  test('through a proxy is reached at the proxy alone, by its user', () => {
    const { decisions } = Plan.of(list, { reach: { harness: ['10.0.1.5/32'] } });
    const own = decisions.filter(({ connection }) => connection === 'harness');
    expect(
      new Set(
        own.map(
          ({
            place: {
              ways: [{ via, byUser } = {}],
              destinations,
            },
          }) => `${via} ${byUser} ${destinations.join()}`,
        ),
      ),
    ).toEqual(new Set(['reach.harness true 10.0.1.5/32']));
    expect(own.flatMap(({ place }) => place.hostSources)).toEqual([]);
  });
});
