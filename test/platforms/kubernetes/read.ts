import { readTemplate, type Outgoing, type TemplateOptions } from 'harness-delegate-access';

/** Policies of one delegate, read, and their results as short texts. */

export const SELECTOR = { matchLabels: { 'harness.io/name': 'delegate' } };

type Rules = readonly unknown[];

export function networkPolicy(egress: Rules, spec: object = {}, metadata: object = {}): object {
  return policy('networking.k8s.io/v1', 'NetworkPolicy', metadata, {
    podSelector: SELECTOR,
    policyTypes: ['Egress'],
    egress,
    ...spec,
  });
}

export function applicationPolicy(egress: Rules, spec: object = {}): object {
  return policy(
    'networking.k8s.aws/v1alpha1',
    'ApplicationNetworkPolicy',
    {},
    {
      podSelector: SELECTOR,
      policyTypes: ['Egress'],
      egress,
      ...spec,
    },
  );
}

export function ciliumPolicy(egress: Rules, spec: object = {}, kind = 'CiliumNetworkPolicy'): object {
  const metadata = kind === 'CiliumNetworkPolicy' ? {} : { namespace: undefined };
  return policy('cilium.io/v2', kind, metadata, { endpointSelector: SELECTOR, egress, ...spec });
}

export function fqdnPolicy(egress: Rules, spec: object = {}): object {
  return policy('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', {}, { podSelector: SELECTOR, egress, ...spec });
}

export function policy(apiVersion: string, kind: string, metadata: object, spec: object): object {
  return { apiVersion, kind, metadata: { name: 'out', namespace: 'harness', ...metadata }, spec };
}

/** Reads objects as one list of JSON. */
export function read(objects: readonly unknown[], options?: TemplateOptions): Outgoing {
  return readTemplate(JSON.stringify(objects), options);
}

/** `tcp 443 10.0.0.0/8`, with ` ?` for what is not certain; `*` for all ports. */
export function open({ open: found }: Outgoing): string[] {
  return found.map(({ protocol, from, to, place, isCertain }) => {
    const ports = from === 1 && to === 65535 ? '*' : from === to ? `${from}` : `${from}-${to}`;
    return `${protocol} ${ports} ${place.text}${isCertain ? '' : ' ?'}`;
  });
}

/** `where: what`, with the ports that it may open. */
export function unknown({ unknown: found }: Outgoing): string[] {
  return found.map(({ where, what, mayOpen }) => {
    const ports = mayOpen === undefined ? '' : ` [${mayOpen.protocols.join(' ')} ${mayOpen.from}-${mayOpen.to}]`;
    return `${where}: ${what}${ports}`;
  });
}

const EVERYWHERE = ['0.0.0.0/0', '::/0', 'everything inside the cluster'];

/** Everything, as `open` tells it. */
export const EVERYTHING: readonly string[] = everywhere('tcp *', 'udp *', 'other protocols *');

export function everywhere(...ports: readonly string[]): string[] {
  return EVERYWHERE.flatMap((place) => ports.map((port) => `${port} ${place}`));
}

/** Ports that anything may open. */
export const ANY_PORT = '[tcp udp other protocols 1-65535]';
