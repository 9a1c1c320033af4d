import { bindingsOfAnswer, isPolicyAnswer } from './grants';
import {
  ANYTHING,
  fieldsOf,
  isFields,
  listOf,
  objectsIn,
  type Collector,
  type Fields,
  type TemplateFormat,
  type TerraformResource,
} from '../../../platform/template';

/** Answers of `gcloud` and of the REST API, as JSON or YAML, in the shape that Terraform has. */

const KIND = /^compute#(?:firewall|firewallPolicy|network)(?:List)?$/;

export const GCLOUD: TemplateFormat = {
  kind: 'answer of gcloud',
  recognizes: (value) =>
    isPolicyAnswer(value) || isAnswer(value) || (Array.isArray(value) && value.length > 0 && value.every(isAnswer)),
  fileOf: (value, name, collector) => ({
    kind: 'answer of gcloud',
    name,
    value,
    resources: isPolicyAnswer(value)
      ? bindingsOfAnswer(fieldsOf(value))
      : listOf(value).flatMap((answer) => resourcesOf(fieldsOf(answer), collector)),
  }),
};

function isAnswer(value: unknown): boolean {
  return isFields(value) && typeof value.kind === 'string' && KIND.test(value.kind);
}

function resourcesOf(answer: Fields, collector: Collector): TerraformResource[] {
  const { kind, items, nextPageToken: next, warning } = answer;
  if (typeof next === 'string') {
    collector.cannotTell('the answer', 'it is one page of several (`nextPageToken`)', ANYTHING);
  }
  if (isFields(warning)) {
    collector.cannotTell('the answer', 'it has a warning, so it may not be complete', ANYTHING);
  }
  return String(kind).endsWith('List')
    ? objectsIn(items).flatMap((item) => read({ kind: String(kind).slice(0, -'List'.length), ...item }))
    : read(answer);
}

function read(object: Fields): TerraformResource[] {
  const name = String(object.name);
  switch (object.kind) {
    case 'compute#firewall': {
      const { allowed, denied, ...rest } = object;
      const values = { ...fieldsOf(snake(rest)), allow: listOf(allowed).map(layer), deny: listOf(denied).map(layer) };
      return [{ address: name, type: 'google_compute_firewall', values }];
    }
    case 'compute#network':
      return [
        {
          address: `network ${name}`,
          type: 'google_compute_network',
          values: { ...fieldsOf(snake(object)), project: projectOf(object) },
        },
      ];
    default:
      return ofPolicy(object, name);
  }
}

/** Rules of a policy, and the networks in which it is in effect. */
function ofPolicy(policy: Fields, name: string): TerraformResource[] {
  const { rules, packetMirroringRules: mirroring, associations, region, parent, selfLink } = policy;
  const isHierarchical = typeof parent === 'string' && parent !== '';
  const scope = isHierarchical ? '' : typeof region === 'string' ? 'region_network_' : 'network_';
  const common = {
    firewall_policy: typeof selfLink === 'string' ? selfLink : name,
    ...(typeof region === 'string' ? { region: region.slice(region.lastIndexOf('/') + 1) } : {}),
  };
  const label = isHierarchical && typeof policy.shortName === 'string' ? policy.shortName : name;
  const own = objectsIn(rules).map((rule) => ({
    address: `${label} ${String(rule.direction)} ${String(rule.priority)}`,
    type: `google_compute_${scope}firewall_policy_rule`,
    values: { ...fieldsOf(snake(rule)), ...common },
  }));
  const mirrored = listOf(mirroring).map((_, i) => ({
    address: `${label} packetMirroringRules[${i}]`,
    type: `google_compute_${scope}firewall_policy_packet_mirroring_rule`,
    values: {},
  }));
  const attached = objectsIn(associations).map((association, i) => ({
    address: `${label} associations[${i}]`,
    type: `google_compute_${scope}firewall_policy_association`,
    values: { ...common, attachment_target: association.attachmentTarget },
  }));
  return [...own, ...mirrored, ...attached];
}

function layer(value: unknown): unknown {
  const { IPProtocol: protocol, ...rest } = fieldsOf(value);
  return isFields(value) ? { protocol, ...rest } : value;
}

function projectOf({ selfLink }: Fields): string | undefined {
  return typeof selfLink === 'string' ? /\/projects\/([^/]+)\//.exec(selfLink)?.[1] : undefined;
}

/** Names as Terraform has them: `destIpRanges` is `dest_ip_ranges`. */
function snake(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(snake);
  }
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [nameOf(key), snake(inner)]))
    : value;
}

function nameOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
