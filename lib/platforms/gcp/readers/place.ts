import { isAfterApply, brief, type TerraformIndex, type TerraformResource } from '../../../platform/template';

/** Networks, policies and machines of a template: which of them are the same one. */

/** Answers to "is it this one". */
export type Answer = 'yes' | 'no' | 'maybe';

/** A network or a policy, as far as the template shows. */
export interface Place {
  readonly name?: string | undefined;
  readonly project?: string | undefined;
  readonly region?: string | undefined;
  /** Its kind, where two of a name differ: a global policy, a regional one. */
  readonly kind?: string | undefined;
  /** Address of the resource that makes it, or that reads it. */
  readonly address?: string | undefined;
  /** True when that resource makes it: another resource makes another one. */
  readonly isMade?: boolean;
  /** An expression that has one value in its file. */
  readonly expression?: string | undefined;
  readonly text: string;
}

const IDENTITIES =
  /^(?:id|name|self_link|self_link_with_id|network_id|network_firewall_policy_id|region_network_firewall_policy_id|firewall_policy_id)?$/;
const MAX_DEPTH = 10;

/** Finds the network or the policy that an argument names: by name, URL, path or reference. */
export function placeOf(value: unknown, from: TerraformResource, index: TerraformIndex, depth = 0): Place {
  if (typeof value !== 'string' || value === '') {
    // An argument that a configuration does not set has one value: the same mistake each time.
    return { text: brief(value), ...(isAfterApply(value) ? {} : { expression: brief(value) }) };
  }
  const referred = index.referred(value, from);
  if (referred === undefined || depth > MAX_DEPTH) {
    return namedPlace(value, from, index, depth);
  }
  const { address, attribute, resource } = referred;
  if (IDENTITIES.test(attribute)) {
    return { ...(resource === undefined ? {} : madeBy(resource)), address, text: value };
  }
  const inner = resource?.values[attribute];
  return inner === undefined || isAfterApply(inner)
    ? { expression: expressionOf(value, from), text: value }
    : { ...placeOf(inner, resource!, index, depth + 1), text: value };
}

/** The network or the policy that a resource makes, or a data source reads. */
export function madeBy(resource: TerraformResource): Place {
  const { address, values } = resource;
  return {
    name: literal(values.name) ?? literal(values.short_name),
    project: literal(values.project),
    region: literal(values.region),
    address,
    isMade: !/(?:^|[ .])data\./.test(address),
    text: literal(values.name) ?? address,
  };
}

/** `n`, `projects/p/global/networks/n`, `projects/p/regions/r/firewallPolicies/n`, or a URL that ends so. */
function namedPlace(value: string, from: TerraformResource, index: TerraformIndex, depth: number): Place {
  const last = /(?:^|\/)((?:\$\{[^}]*\}|[^/$])+)$/.exec(value)?.[1] ?? value;
  if (last.includes('${')) {
    return last === value || depth > MAX_DEPTH
      ? { expression: expressionOf(value, from), text: value }
      : { ...placeOf(last, from, index, depth + 1), text: value };
  }
  const [, project] = /(?:^|\/)projects\/([^/]+)\//.exec(value) ?? [];
  const [, region] = /(?:^|\/)regions\/([^/]+)\//.exec(value) ?? [];
  const isPath = value.includes('/');
  return {
    name: last,
    project: literal(project) ?? (isPath ? undefined : literal(from.values.project)),
    region: literal(region) ?? literal(from.values.region),
    text: value,
  };
}

function expressionOf(value: string, { file }: TerraformResource): string | undefined {
  // `each` and `count` are another value in each instance; so are functions such as `uuid()`.
  return /\b(?:each|count|self)\.|\(/.test(value) ? undefined : `${file ?? ''} ${value}`;
}

export function literal(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !value.includes('${') ? value : undefined;
}

/** Compares two places; what is unknown is never the same. */
export function isSame(a: Place, b: Place): Answer {
  if (a.address !== undefined && a.address === b.address) {
    return 'yes';
  }
  if ((a.isMade === true && b.isMade === true) || differ(a.kind, b.kind)) {
    return 'no';
  }
  if (a.name !== undefined && b.name !== undefined) {
    return a.name === b.name && !differ(a.project, b.project) && !differ(a.region, b.region) ? 'yes' : 'no';
  }
  return a.expression !== undefined && a.expression === b.expression ? 'yes' : 'maybe';
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** True when it is clear which one it is. */
export function isDefinite({ name, address }: Place): boolean {
  return name !== undefined || address !== undefined;
}

/** Name for messages; a regional policy has its region before it. */
export function labelOf({ name, region, address, text }: Place): string {
  return name === undefined ? (address ?? text) : region === undefined ? name : `${region}/${name}`;
}
