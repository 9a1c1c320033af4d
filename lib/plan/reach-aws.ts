import { object, Schema } from '../base';
import { isProxy, REACH_BY, reachBy, type ParsedBy, type ReachWay } from './reach-by';
import { AWS_SERVICE_IDS, GLOBAL_STS, serviceOfHost } from '../catalog/aws-endpoints';

/** Ways to the services of AWS: one for all of them, or one for each by its name. */

/** Ways by service; `default` is that of the others. */
export interface ServiceWays {
  readonly services: ReadonlyMap<string, ReachWay>;
}

const OF_SERVICE = reachBy('ServiceReach', ['public', 'none']);

/** The global address of STS has no endpoint, so only a proxy or the internet lead to it. */
const OF_GLOBAL_STS: Schema<ParsedBy> = new Schema(
  (value, at, problems) => {
    if (Array.isArray(value)) {
      problems.push({
        code: 'NoEndpoint',
        message: `\`${at}\`: sts.amazonaws.com has no endpoint in any region, got ${value.length} ${value.length === 1 ? 'destination' : 'destinations'}; set \`sts\` to the endpoint and \`AWS_STS_REGIONAL_ENDPOINTS=regional\` on the delegate, and \`${GLOBAL_STS}\` to 'none', 'proxy' or 'public'`,
        at,
      });
      return undefined;
    }
    return OF_SERVICE.read(value, at, problems);
  },
  () => ({ ...OF_SERVICE.facts, type: "HttpProxy | 'proxy' | 'public' | 'none'" }),
  false,
);

const BY_SERVICE = object(
  'AwsServicesReach',
  {
    default: OF_SERVICE.doc(
      "Services without an entry, `*` names among them: `'public'` keeps their names, `'none'` leaves them closed.",
      "'public'",
    ),
    ...Object.fromEntries(
      AWS_SERVICE_IDS.map((id) => [
        id,
        id === GLOBAL_STS
          ? OF_GLOBAL_STS.doc('sts.amazonaws.com, which no endpoint answers for.', '- `default`')
          : OF_SERVICE.doc('', '- `default`'),
      ]),
    ),
  },
  {
    json: {
      properties: {},
      propertyNames: { enum: ['default', ...AWS_SERVICE_IDS] },
      additionalProperties: OF_SERVICE.json,
    },
  },
);

/** One way, or a map of ways. */
export const AWS_SERVICES_REACH: Schema<ParsedBy | ReadonlyMap<string, ParsedBy>> = new Schema(
  (value, at, problems) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isProxy(value)) {
      return REACH_BY.read(value, at, problems);
    }
    const read = BY_SERVICE.read(value, at, problems);
    return read && new Map(Object.entries(read as Readonly<Record<string, ParsedBy>>));
  },
  () => ({
    json: { anyOf: [REACH_BY.json, BY_SERVICE.json] },
    type: `${REACH_BY.facts.type} | AwsServicesReach`,
    parts: [...(REACH_BY.facts.parts ?? []), BY_SERVICE],
  }),
  false,
);

/** The host names of each way; those of no way keep their names. */
export function hostsByWay(
  { services }: ServiceWays,
  hosts: readonly string[],
): readonly (readonly [ReachWay | undefined, readonly string[]])[] {
  const byWay = new Map<ReachWay | undefined, string[]>();
  for (const host of hosts) {
    const service = serviceOfHost(host);
    const way = (service === undefined ? undefined : services.get(service)) ?? services.get('default');
    byWay.set(way, [...(byWay.get(way) ?? []), host]);
  }
  return [...byWay];
}
