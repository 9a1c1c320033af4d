import fc from 'fast-check';
import type { SaidFlow } from '../../test/oracle/names';
import { ALL_PROPS } from '../../test/support/every-row';
import { Connection, Plan, Profile, spokenBy, type PlanOnTarget } from 'harness-delegate-access';

/** Lists whose names are judged: one for each row, and random ones. */

export interface NamedPlan {
  readonly name: string;
  readonly plan: Plan;
}

/** Every row alone, under both profiles where they differ. */
export function rowPlans(): NamedPlan[] {
  return Object.entries(ALL_PROPS).flatMap(([id, props]) =>
    [Profile.DOCUMENTED, Profile.RECOMMENDED].map((profile) => ({
      name: `${id} ${profile.name}`,
      plan: Plan.of([Connection.of(id as 'jenkins', props as never)], { profile }),
    })),
  );
}

const LABELS = fc.constantFrom('a', 'b', 'api', 'x-1');
const DOMAINS = fc.constantFrom('acme.io', 'corp.example', 'a.acme.io');
const HOSTS = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: LABELS }, { weight: 1, arbitrary: fc.constant('*') }), DOMAINS)
  .map(([label, domain]) => `${label}.${domain}`);
const BLOCKS = fc.constantFrom(
  '192.0.2.0/25',
  '192.0.2.128/25',
  '192.0.2.7/32',
  '198.51.100.0/24',
  '2001:db8:2::/64',
  '2001:db8:3::7/128',
);
const PORTS = fc.constantFrom<string | number>(443, 444, 8443, 80, 81, 22, 9999, '8000-8010', 8011, 389, '443/udp');
const SPEAKS = fc.constantFrom(undefined, 'tls', 'http', 'other', 'ssh');

const CONNECTIONS = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('one', 'two', 'three', 'four'),
    to: fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: HOSTS }, { weight: 1, arbitrary: BLOCKS }), {
      minLength: 1,
      maxLength: 4,
    }),
    ports: fc.uniqueArray(PORTS, { minLength: 1, maxLength: 2, selector: String }),
    speaks: SPEAKS,
  }),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
);

export function randomPlans(count: number, seed: number): NamedPlan[] {
  return fc.sample(CONNECTIONS, { numRuns: count, seed }).map((connections, i) => ({
    name: `random list ${i}`,
    plan: Plan.of(
      connections.map(({ speaks, ...props }) =>
        Connection.custom({
          ...props,
          ports: props.ports as never,
          reason: 'of a test',
          unenforceable: 'port-only',
          ...(speaks === undefined ? {} : { speaks }),
        }),
      ),
    ),
  }));
}

/** The flows of a plan, as its layer says that it enforces them. */
export function saidFlows({ states }: Pick<PlanOnTarget, 'states'>): SaidFlow[] {
  return [...states].map(([flow, { state, enforcement }]) => ({
    ...(flow.destination.hostname === undefined
      ? { block: flow.destination.text }
      : { hostname: flow.destination.hostname }),
    protocol: flow.port.protocol,
    from: flow.port.from,
    to: flow.port.to,
    speaks: spokenBy(flow),
    state,
    enforcement,
  }));
}

const PROXY = { to: ['127.0.0.1/32'], ports: [3128] };

/** Random lists that go through a proxy, and the example of all APIs of vendors. */
export function proxiedPlans(seed: number): NamedPlan[] {
  const reach = { proxy: PROXY, saas: 'proxy', harness: 'proxy', googleApis: 'proxy', selfHosted: 'proxy' } as const;
  const names = fc.uniqueArray(HOSTS, { minLength: 1, maxLength: 5 });
  const ports = fc.uniqueArray(fc.constantFrom(443, 8443, 80, 9999), { minLength: 1, maxLength: 3 });
  const lists = fc.sample(fc.tuple(names, ports, fc.constantFrom(undefined, 'http', 'tls')), { numRuns: 40, seed });
  return [
    {
      name: 'vendors',
      plan: Plan.of(
        [
          Connection.datadog(),
          Connection.githubRepo(),
          Connection.newRelic(),
          Connection.gcp({ machines: [], gke: 'rbac' }),
        ],
        { reach, profile: Profile.RECOMMENDED },
      ),
    },
    ...lists.map(([to, on, speaks], i) => ({
      name: `random list ${i}`,
      plan: Plan.of(
        [
          Connection.custom({
            name: 'own',
            to,
            ports: on,
            reason: 'of a test',
            ...(speaks === undefined ? {} : { speaks }),
          }),
        ],
        { reach },
      ),
    })),
  ];
}
