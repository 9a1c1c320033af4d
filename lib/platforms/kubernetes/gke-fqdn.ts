import type { PolicyRule } from './rules';
import { AccessError } from '../../base';
import { isWildcardName, type Port } from '../../network';

/** Names in an FQDNNetworkPolicy: single ports, no ranges. */

/** Ports of a range that are written out. Ours, as no limit of GKE is published: more are hard to read, and can be set one by one. */
const MOST_PORTS = 20;

/** A rule of the policy. @throws AccessError `PortRangeNotExpressible` */
export function gkeMatches({ destinations, ports }: PolicyRule): Readonly<Record<string, unknown>> {
  return {
    matches: destinations.map(({ hostname }) =>
      isWildcardName(hostname!) ? { pattern: hostname! } : { name: hostname! },
    ),
    ports: ports.flatMap((port) => singlePorts(port, destinations[0]!.text)),
  };
}

function singlePorts(port: Port, name: string): readonly unknown[] {
  const { protocol, from, to } = port;
  const count = to - from + 1;
  if (count > MOST_PORTS) {
    throw AccessError.of(
      'PortRangeNotExpressible',
      `an FQDNNetworkPolicy takes single ports, and ${port.text} to ${name} has ${count}, more than the ${MOST_PORTS} that are written out; set the ports that the service uses, or its address blocks in \`to\``,
    );
  }
  return Array.from({ length: count }, (_, i) => ({ protocol: protocol.toUpperCase(), port: from + i }));
}
