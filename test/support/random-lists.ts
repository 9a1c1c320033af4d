import fc, { type Arbitrary } from 'fast-check';
import { ALL_PROPS } from './every-row';
import { getDefinition } from '../../lib/connections';
import {
  Connection,
  Destination,
  HarnessPlatform,
  Plan,
  Profile,
  Target,
  type PlanOptions,
} from 'harness-delegate-access';

/** Lists as data, so that a counter-example can be read, shrunk and pasted; made into connections for each cloud. */

/** A block, or a value that is known only at deployment. */
type Place = string | { readonly later: string };

export interface EntrySpec {
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
}

export interface ListSpec {
  readonly entries: readonly EntrySpec[];
  readonly profile: 'documented' | 'recommended';
  readonly reach: Readonly<Record<string, unknown>>;
  /** Name of the delegate, where names count. @default - `delegate` */
  readonly name?: string;
}

/** Values of what is known only at deployment. */
export const LATER: Readonly<Record<string, string>> = {
  one: '10.7.0.0/16',
  two: '10.0.0.64/26',
  six: '2001:db8:7::/48',
};

/** Blocks that overlap, touch, repeat and lie far apart. */
const block = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(255), fc.integer({ min: 24, max: 32 })).map(([n, bits]) => ipv4(10, n, bits)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(255), fc.integer({ min: 8, max: 24 })).map(([n, bits]) => ipv4(10, n * 65536, bits)),
  },
  { weight: 2, arbitrary: fc.tuple(fc.nat(7), fc.integer({ min: 32, max: 64 })).map(([n, bits]) => ipv6(n, bits)) },
  { weight: 1, arbitrary: fc.constantFrom('203.0.113.0/24', '0.0.0.0/0', '::/0', '0.0.0.0/1', '255.255.255.255/32') },
);
const place: Arbitrary<Place> = fc.oneof(
  { weight: 9, arbitrary: block },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(LATER)).map((later) => ({ later })) },
);
const places = fc.uniqueArray(place, { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) });
const port = fc.oneof(
  fc.constantFrom(443, 8080, 8443, 1, 65535, '53/udp', '8000-8010', '8005-8020', '8443-8443', '53/tcp'),
  fc.integer({ min: 1, max: 65535 }),
);
const ports = fc.uniqueArray(port, { minLength: 1, maxLength: 3 });

const builtIn: Arbitrary<EntrySpec> = fc
  .record({
    id: fc.constantFrom(...Object.keys(ALL_PROPS)),
    to: fc.option(places, { nil: undefined }),
    machines: fc.option(places, { nil: undefined }),
    ports: fc.option(ports, { nil: undefined }),
  })
  .map(({ id, ...given }) => {
    const known = Object.keys(getDefinition(id).props.props);
    const changes = Object.entries(given).filter(([prop, value]) => value !== undefined && known.includes(prop));
    return { id, props: { ...ALL_PROPS[id], ...Object.fromEntries(changes) } };
  });
const custom: Arbitrary<EntrySpec> = fc
  .record({ to: places, ports })
  .map((props) => ({ id: 'custom', props: { ...props, reason: 'a random list' } }));
const ssh: Arbitrary<EntrySpec> = places.map((to) => ({ id: 'ssh', props: { to } }));

const blocks = fc.uniqueArray(block, { minLength: 1, maxLength: 2 });
const service = fc.constantFrom('default', 's3', 'ec2', 'ecs', 'sts', 'iam', 'elasticloadbalancing');
const way = fc.constantFrom('proxy', 'public', 'none');

const reach: Arbitrary<ListSpec['reach']> = fc.oneof(
  fc.constant({}),
  fc
    .record(
      {
        saas: fc.uniqueArray(block, { minLength: 1, maxLength: 2 }),
        harness: fc.uniqueArray(block, { minLength: 1, maxLength: 2 }),
        awsServices: fc.oneof(
          blocks,
          fc.constant('proxy'),
          fc.dictionary(service, fc.oneof(blocks, way), { maxKeys: 4 }),
        ),
        googleApis: fc.oneof(blocks, fc.constant('proxy')),
        selfHosted: fc.oneof(blocks, fc.constant('proxy')),
        proxy: fc.record({ to: blocks, ports: fc.constantFrom([3128], [3128, '8080-8082']) }),
        dns: fc.uniqueArray(block, { minLength: 1, maxLength: 2 }),
        families: fc.constantFrom(['ipv4'], ['ipv6'], ['ipv4', 'ipv6']),
        proxyPorts: fc.constantFrom(['3128'], ['3128', '8080']),
      },
      { requiredKeys: [] },
    )
    .map(withProxy)
    .map(({ proxyPorts, ...rest }) =>
      // Ports of a proxy need a proxy.
      rest.saas !== undefined && rest.harness !== undefined && proxyPorts !== undefined
        ? { ...rest, proxyPorts }
        : rest,
    ),
);

/** A proxy where some kind is reached through it. */
function withProxy<T extends object>(given: T): T {
  const proxy = { to: ['10.0.0.97/32'], ports: [3128] };
  return JSON.stringify(given).includes('"proxy"') ? { proxy, ...given } : given;
}

/** Lists that every target can carry out. */
export function lists(options: { readonly maxLength?: number } = {}): Arbitrary<ListSpec> {
  const entry = fc.oneof(
    { weight: 6, arbitrary: builtIn },
    { weight: 2, arbitrary: custom },
    { weight: 1, arbitrary: ssh },
  );
  return fc
    .record({
      entries: fc.array(entry, { minLength: 1, maxLength: options.maxLength ?? 4 }).map(named),
      profile: fc.constantFrom('documented', 'recommended'),
      reach,
    })
    .filter(isPossible);
}

function named(entries: readonly EntrySpec[]): EntrySpec[] {
  return entries.map(({ id, props }, i) => ({ id, props: { ...props, name: `c${i}` } }));
}

function isPossible(spec: ListSpec): boolean {
  try {
    const plan = planOf(spec, () => '${Token[TOKEN.1]}');
    [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY].forEach((target) => plan.on(target));
    return true;
  } catch {
    return false;
  }
}

/** @param tokenOf the token of a value that is known only at deployment */
export function connectionsOf({ entries }: ListSpec, tokenOf: (name: string) => string): Connection[] {
  const made = (value: Place): string | Destination =>
    typeof value === 'string'
      ? value
      : Destination.deployTime(tokenOf(value.later), {
          name: value.later,
          family: LATER[value.later]!.includes(':') ? 'ipv6' : 'ipv4',
        });
  return entries.map(({ id, props }) => {
    const changed = Object.fromEntries(
      Object.entries(props).map(([prop, value]) => [
        prop,
        (prop === 'to' || prop === 'machines') && Array.isArray(value) ? (value as Place[]).map(made) : value,
      ]),
    );
    return id === 'custom'
      ? Connection.custom(changed as never)
      : id === 'ssh'
        ? Connection.ssh(changed as never)
        : Connection.parse(id, changed);
  });
}

export function optionsOf({ profile, reach: where }: ListSpec): PlanOptions {
  return { profile: Profile.of(profile), reach: where as never, harness: HarnessPlatform.PROD1, asOf: '2026-11-24' };
}

export function planOf(spec: ListSpec, tokenOf: (name: string) => string): Plan {
  return Plan.of(connectionsOf(spec, tokenOf), optionsOf(spec));
}

/** The smallest list on the way down from this one that still fails: fewer entries, fewer values, less reach. */
export function shrink(spec: ListSpec, fails: (spec: ListSpec) => boolean): ListSpec {
  const smaller = candidates(spec).find((candidate) => isPossible(candidate) && fails(candidate));
  return smaller === undefined ? spec : shrink(smaller, fails);
}

function candidates(spec: ListSpec): ListSpec[] {
  const { entries, reach: where } = spec;
  const without = <T>(all: readonly T[], i: number): T[] => [...all.slice(0, i), ...all.slice(i + 1)];
  const fewer = entries.length < 2 ? [] : entries.map((_, i) => ({ ...spec, entries: without(entries, i) }));
  const shorter = entries.flatMap((entry, i) =>
    ['to', 'machines', 'ports'].flatMap((prop) => {
      const values = entry.props[prop];
      return Array.isArray(values) && values.length > 1
        ? values.map((_, at) => ({
            ...spec,
            entries: entries.map((one, other) =>
              other === i ? { ...one, props: { ...one.props, [prop]: without(values as unknown[], at) } } : one,
            ),
          }))
        : [];
    }),
  );
  const nearer = Object.keys(where).map((key) => ({
    ...spec,
    reach: Object.fromEntries(Object.entries(where).filter(([other]) => other !== key)),
  }));
  return [...fewer, ...nearer, ...shorter];
}

/** The list as code that can be pasted into a test. */
export function paste({ entries, profile, reach: where }: ListSpec): string {
  const code = JSON.stringify(
    { connections: entries.map(({ id, props }) => ({ [id]: props })), profile, reach: where },
    undefined,
    2,
  );
  return `a list to paste into a file of connections (\`later\` stands for a deploy-time value):\n${code}`;
}

function ipv4(first: number, rest: number, bits: number): string {
  const address = first * 2 ** 24 + rest;
  const network = Math.floor(address / 2 ** (32 - bits)) * 2 ** (32 - bits);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${bits}`;
}

function ipv6(n: number, bits: number): string {
  // The third group holds n, so a shorter mask must not cut it off.
  return bits < 48 ? `2001:db8::/${Math.max(bits, 32)}` : `2001:db8:${n}::/${bits}`;
}
