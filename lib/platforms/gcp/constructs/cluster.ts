import { AccessError, collect, freeText, show, throwIfAny, unknownProp, type Problem } from '../../../base';
import { Cidr, Destination } from '../../../network';
import { withTraffic, type Plan } from '../../../plan';

/**
 * The traffic of the nodes of a GKE cluster, which rules that deny everything else would cut: its control plane, its
 * nodes, pods and services.
 */

/**
 * Address blocks of a GKE cluster, as its settings show them; each list has one block at least. One that only the
 * deployment knows is a `Destination.deployTime`.
 */
export interface ClusterRanges {
  /** Of the control plane: its block, or its endpoint as a /32. */
  readonly controlPlane: readonly (string | Destination)[];
  /** Of the nodes: the primary range of their subnet. */
  readonly nodes: readonly (string | Destination)[];
  /** Of the pods: the secondary ranges. */
  readonly pods: readonly (string | Destination)[];
  /** Of the services, the cluster's DNS among them. */
  readonly services: readonly (string | Destination)[];
  /** Name of the cluster, for the review. @default - not named */
  readonly name?: string;
}

const SOURCE = 'https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules';
const EVERY_PORT = ['1-65535', '1-65535/udp'];

/** Nodes and pods talk to one another on any port; only the control plane has fixed ones. */
const PARTS = {
  controlPlane: {
    name: 'gke-control-plane',
    ports: [443, 8132],
    why: "the cluster's API, and 8132 for konnectivity, through which the control plane reaches nodes and pods",
  },
  nodes: { name: 'gke-nodes', ports: EVERY_PORT, why: 'nodes reach one another on any port, the kubelets on 10250' },
  pods: { name: 'gke-pods', ports: EVERY_PORT, why: "pods on other nodes, the cluster's DNS among them, on any port" },
  services: { name: 'gke-services', ports: EVERY_PORT, why: 'services of the cluster, its DNS on 53 among them' },
} as const;
const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

/** Traffic to each part of the cluster, with its reason and source. @throws AccessError `InvalidCluster`, `UnknownProp` */
export function withCluster(plan: Plan, cluster: ClusterRanges | undefined): Plan {
  if (cluster === undefined) {
    return plan;
  }
  throwIfAny(clusterProblems(cluster));
  const traffic = NAMES.map((part) => ({
    name: PARTS[part].name,
    to: cluster[part],
    ports: [...PARTS[part].ports],
    reason: `GKE: ${PARTS[part].why} (${SOURCE})`,
  }));
  return withTraffic(plan, traffic);
}

function clusterProblems(cluster: unknown): Problem[] {
  if (typeof cluster !== 'object' || cluster === null || Array.isArray(cluster)) {
    const message = `\`cluster\` must be an object with the address blocks of \`controlPlane\`, \`nodes\`, \`pods\` and \`services\`, got ${show(cluster)}`;
    return [{ code: 'InvalidCluster', message }];
  }
  const known: readonly string[] = [...NAMES, 'name'];
  const unknown = Object.keys(cluster).filter((key) => !known.includes(key));
  const own = unknown.map((key) => unknownProp('`cluster` has no', key, known, `cluster.${key}`));
  const given = cluster as Record<string, unknown>;
  const lists = NAMES.flatMap((part) => listProblems(part, given[part]));
  const { name } = given;
  collect(own, '', () => (name === undefined ? undefined : freeText(name, 'cluster.name')));
  return [...own, ...lists, ...(own.length + lists.length === 0 ? overlaps(given as never) : [])];
}

function listProblems(part: string, value: unknown): Problem[] {
  if (!Array.isArray(value) || value.length === 0) {
    const message = `\`cluster.${part}\` must be a list of address blocks, one at least, got ${show(value)}`;
    return [{ code: 'InvalidCluster', message }];
  }
  const problems: Problem[] = [];
  Array.from(value as unknown[]).forEach((entry, i) =>
    collect(problems, `cluster.${part}[${i}]: `, () => (entry instanceof Destination ? entry : Cidr.parse(entry))),
  );
  return problems;
}

/**
 * Ranges of nodes, pods and services never overlap: one that is written twice belongs to something else. The endpoint of
 * a control plane may be in the subnet of the nodes.
 */
function overlaps(cluster: Record<(typeof NAMES)[number], readonly unknown[]>): Problem[] {
  const parts = NAMES.filter((part) => part !== 'controlPlane');
  const blocks = parts.flatMap((part) => cluster[part].flatMap((text) => blockOf(part, text)));
  return blocks.flatMap((one, i) =>
    blocks
      .slice(i + 1)
      .filter(({ part, cidr }) => part !== one.part && (cidr.contains(one.cidr) || one.cidr.contains(cidr)))
      .map(({ part, cidr }) => ({
        code: 'InvalidCluster',
        message: `\`cluster.${one.part}\` and \`cluster.${part}\` overlap (${one.cidr.text}, ${cidr.text}), and those of a cluster never do; read them from \`gcloud container clusters describe\``,
      })),
  );
}

/** A literal block; the connection itself refuses what is none. */
function blockOf(part: string, text: unknown): { part: string; cidr: Cidr }[] {
  try {
    return [{ part, cidr: Cidr.parse(text) }];
  } catch (error) {
    if (error instanceof AccessError) {
      return [];
    }
    throw error;
  }
}
