import type { Template } from './aws-egress';

/**
 * A VPC without a way to the internet, seen from the template alone: where a name leads by private DNS and routes, and
 * whether the delegate's groups let it go there. Knows nothing of plans; names are those of the AWS PrivateLink guide.
 */

type Json = Readonly<Record<string, unknown>>;

/** Private DNS names of an interface endpoint, where they are not `<service>.<region>`. */
const PRIVATE_DNS: Readonly<Record<string, (region: string) => RegExp>> = {
  'ecr.api': (region) => new RegExp(`^api\\.ecr\\.${region}\\.amazonaws\\.com$`),
  'ecr.dkr': (region) => new RegExp(`^[^.]+\\.dkr\\.ecr\\.${region}\\.amazonaws\\.com$`),
  's3': (region) => new RegExp(`^(.+\\.)?s3\\.${region}\\.amazonaws\\.com$`),
};

export interface PrivateNetwork {
  /** Egress of the delegate to any address. */
  readonly toAnyAddress: readonly string[];
  /** Every first hop of a name that the groups allow: `endpoint ecs`, `proxy`. */
  waysTo(host: string): string[];
}

/** @param proxy blocks and port of the proxy; @param groups logical ids of the delegate's groups */
export function privateNetwork(
  { Resources }: Template,
  region: string,
  proxy: { readonly blocks: readonly string[]; readonly port: number },
  groups: readonly string[],
): PrivateNetwork {
  const of = (type: string): [string, Json][] =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, Properties as Json]);
  const isOf = (ids: readonly string[], value: unknown): boolean =>
    ids.some((id) => JSON.stringify(value)?.includes(`"${id}"`));
  const rules: Json[] = [
    ...of('AWS::EC2::SecurityGroup')
      .filter(([id]) => groups.includes(id))
      .flatMap(([, { SecurityGroupEgress }]) => SecurityGroupEgress as Json[]),
    ...of('AWS::EC2::SecurityGroupEgress')
      .map(([, rule]) => rule)
      .filter(({ GroupId }) => isOf(groups, GroupId)),
  ];
  const carries =
    (port: number) =>
    ({ IpProtocol, FromPort, ToPort }: Json): boolean =>
      IpProtocol === 'tcp' && Number(FromPort) <= port && port <= Number(ToPort);
  const letsIn = of('AWS::EC2::SecurityGroupIngress')
    .map(([, rule]) => rule)
    .filter(carries(443));
  const endpoints = of('AWS::EC2::VPCEndpoint').map(([, endpoint]) => {
    const name = JSON.stringify(endpoint.ServiceName).replace(/[^a-z0-9.-]/g, '');
    return {
      service: name.slice(name.lastIndexOf(/s3$/.test(name) ? 's3' : `${region}.`)).replace(`${region}.`, ''),
      endpoint,
    };
  });

  const reaches = ({ service, endpoint }: (typeof endpoints)[number]): boolean => {
    if (endpoint.VpcEndpointType === 'Gateway') {
      return (
        rules.some((rule) => carries(443)(rule) && String(rule.DestinationPrefixListId ?? '').startsWith('pl-')) &&
        service === 's3'
      );
    }
    const own = (endpoint.SecurityGroupIds as Json[]).map((group) => JSON.stringify(group));
    return (
      endpoint.PrivateDnsEnabled === true &&
      rules.some((rule) => carries(443)(rule) && own.includes(JSON.stringify(rule.DestinationSecurityGroupId))) &&
      letsIn.some((rule) => own.includes(JSON.stringify(rule.GroupId)) && isOf(groups, rule.SourceSecurityGroupId))
    );
  };
  const isBehind = (host: string, { service }: (typeof endpoints)[number]): boolean =>
    (PRIVATE_DNS[service] ?? ((where: string) => new RegExp(`^${service}\\.${where}\\.amazonaws\\.com$`)))(region).test(
      host,
    );
  const proxied = proxy.blocks.every((block) =>
    rules.some((rule) => carries(proxy.port)(rule) && rule.CidrIp === block),
  );

  return {
    waysTo: (host) => {
      const own = endpoints.filter((endpoint) => isBehind(host, endpoint));
      return own.length > 0
        ? own.filter(reaches).map(({ service }) => `endpoint ${service}`)
        : proxied
          ? ['proxy']
          : [];
    },
    toAnyAddress: rules.flatMap(({ CidrIp, CidrIpv6 }) =>
      [CidrIp, CidrIpv6].filter((block) => /\/0$/.test(String(block))),
    ) as string[],
  };
}
