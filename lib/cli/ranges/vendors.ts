import { blocksOf, isFields, notTheFile, without, type Fields } from './blocks';
import { AccessError, didYouMean, oneOf, show } from '../../base';
import { getDefinition } from '../../connections';
import type { Cidr } from '../../network';

/** Vendors that publish the addresses of their APIs, and those that advise against using theirs. */

export interface RangeFlags {
  /** Of Datadog: the site of the account. */
  readonly site?: string;
  /** Of Atlassian: the product. */
  readonly product?: string;
}

/** A converted list. */
export interface Ranges {
  readonly vendor: string;
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Edition in the vendor's own words. */
  readonly edition: string;
  readonly blocks: readonly Cidr[];
  /** Name of the connection or part of `reach` whose addresses they are. */
  readonly of: string;
  /** The entry of the list, or `undefined` for a part of `reach`. */
  readonly entry?: { readonly id: string; readonly props: Readonly<Record<string, unknown>> };
}

interface Vendor {
  readonly name: string;
  /** Files that it takes, in their order. */
  readonly files: readonly string[];
  convert(files: readonly Fields[], flags: RangeFlags): Ranges;
}

/** https://docs.datadoghq.com/api/latest/ip-ranges/ */
function datadog([file]: readonly Fields[], { site = 'datadoghq.com' }: RangeFlags): Ranges {
  const { version, modified, api } = file!;
  const sites = getDefinition('datadog').row.selector!.choices;
  if (!sites.includes(site)) {
    throw AccessError.of(
      'InvalidChoice',
      `\`--site\` must be ${oneOf(sites)}, got ${show(site)}${didYouMean(site, sites)}`,
    );
  }
  if (!isFields(api) || !Array.isArray(api.prefixes_ipv4) || !Array.isArray(api.prefixes_ipv6)) {
    throw notTheFile('Datadog', '`api` must have `prefixes_ipv4` and `prefixes_ipv6`', api);
  }
  const date = /^(\d{4}-\d{2}-\d{2})/.exec(String(modified))?.[1];
  if (date === undefined) {
    throw notTheFile('Datadog', '`modified` must begin with a date', modified);
  }
  return {
    vendor: 'Datadog',
    source: `https://ip-ranges.${site}/`,
    date,
    edition: `version ${String(version)}`,
    blocks: blocksOf('Datadog', [...(api.prefixes_ipv4 as unknown[]), ...(api.prefixes_ipv6 as unknown[])]),
    of: 'datadog',
    entry: { id: 'datadog', props: { site } },
  };
}

/** https://support.atlassian.com/organization-administration/docs/ip-addresses-and-domains-for-atlassian-cloud-products/ */
function atlassian([file]: readonly Fields[], { product }: RangeFlags): Ranges {
  const { creationDate, syncToken, items } = file!;
  if (!Array.isArray(items) || items.length === 0) {
    throw notTheFile('Atlassian', '`items` must be a list', items);
  }
  const entries = items as readonly Fields[];
  const products = [...new Set(entries.flatMap((item) => (isFields(item) ? textsOf(item.product) : [])))].sort();
  if (product === undefined || !products.includes(product)) {
    throw AccessError.of(
      'InvalidChoice',
      `\`--product\` must be one of the products of the file, ${oneOf(products)}, got ${show(product)}${product === undefined ? '' : didYouMean(product, products)}`,
    );
  }
  const date = /^(\d{4}-\d{2}-\d{2})/.exec(String(creationDate))?.[1];
  if (date === undefined) {
    throw notTheFile('Atlassian', '`creationDate` must begin with a date', creationDate);
  }
  const name = product
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  // What is called from outside is ingress there; regions are no filter, as Atlassian's engineers say: https://jira.atlassian.com/browse/ACCESS-1771
  const own = entries.filter(
    (item) => textsOf(item.product).includes(product) && textsOf(item.direction).includes('ingress'),
  );
  return {
    vendor: 'Atlassian',
    source: 'https://ip-ranges.atlassian.com/',
    date,
    edition: `token ${String(syncToken)}`,
    blocks: blocksOf(
      'Atlassian',
      own.map(({ cidr }) => cidr),
    ),
    of: name,
    entry: {
      id: 'custom',
      props: { name, ports: [443], reason: `${product} of Atlassian, by the addresses that it publishes` },
    },
  };
}

/** Default domains of Google's APIs: https://support.google.com/a/answer/10026322 */
function google([all, cloud]: readonly Fields[]): Ranges {
  const [services, customers] = [prefixesOf(all!), prefixesOf(cloud!)];
  const date = /^(\d{4}-\d{2}-\d{2})/.exec(String(all!.creationTime))?.[1];
  if (date === undefined) {
    throw notTheFile('Google', '`creationTime` must begin with a date', all!.creationTime);
  }
  const blocks = without(services, customers);
  const isSame = blocks.map(({ text }) => text).join() === services.map(({ text }) => text).join();
  if (isSame || blocks.length === 0) {
    throw notTheFile(
      'Google',
      'the first file must be goog.json and the second one cloud.json, which is a part of it',
      'two others',
    );
  }
  return {
    vendor: 'Google',
    source: 'https://www.gstatic.com/ipranges/goog.json',
    date,
    edition: `token ${String(all!.syncToken)}, without cloud.json`,
    blocks,
    of: 'reach.googleApis',
  };
}

function prefixesOf({ prefixes }: Fields): Cidr[] {
  if (!Array.isArray(prefixes) || prefixes.length === 0) {
    throw notTheFile('Google', '`prefixes` must be a list', prefixes);
  }
  return blocksOf(
    'Google',
    (prefixes as readonly unknown[]).map((prefix) =>
      isFields(prefix) ? (prefix.ipv4Prefix ?? prefix.ipv6Prefix) : prefix,
    ),
  );
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

export const VENDORS: readonly Vendor[] = [
  { name: 'datadog', files: ['the answer of https://ip-ranges.<site>/'], convert: datadog },
  { name: 'atlassian', files: ['the answer of https://ip-ranges.atlassian.com/'], convert: atlassian },
  { name: 'google', files: ['goog.json', 'cloud.json'], convert: google },
];

/** Vendors whose addresses are no way to reach them, with the reason, as they say it or as their lists show. */
const AGAINST: readonly { readonly name: string; readonly why: string; readonly source: string }[] = [
  {
    name: 'github',
    why: 'GitHub advises against allowing it by address: its list is not complete, and changes',
    source: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-githubs-ip-addresses',
  },
  {
    name: 'new-relic',
    why: 'the blocks of New Relic are those that take data in, and the delegate calls its API, which is published by name; some were dropped before, and may belong to others',
    source: 'https://docs.newrelic.com/docs/new-relic-solutions/get-started/networks/',
  },
  {
    name: 'pagerduty',
    why: 'PagerDuty publishes the addresses of its webhooks, and advises to resolve the names of its API',
    source: 'https://support.pagerduty.com/docs/safelist-ips',
  },
  {
    name: 'dynatrace',
    why: 'the list of Dynatrace has the addresses that it calls from, not those that are called',
    source: 'https://docs.dynatrace.com/docs/platform/egress-ip-addresses',
  },
  {
    name: 'aws',
    why: 'the list of AWS has no addresses of single APIs, most of which are in one group with everything else; VPC endpoints and prefix lists are',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html',
  },
  {
    name: 'harness',
    why: 'Harness gives its addresses to customers through its support, and publishes none',
    source: 'https://developer.harness.io/docs/platform/references/allowlist-harness-domains-and-ips/',
  },
];

/** @throws AccessError `AdvisedAgainst`, `UnknownVendor` */
export function vendorOf(name: string): Vendor {
  const against = AGAINST.find((entry) => entry.name === name);
  if (against !== undefined) {
    throw AccessError.of(
      'AdvisedAgainst',
      `${against.why} (${against.source}); let a filter check the names: \`synth --to suricata\`, \`squid\``,
    );
  }
  const vendor = VENDORS.find((entry) => entry.name === name);
  if (vendor === undefined) {
    const names = [...VENDORS, ...AGAINST].map((entry) => entry.name);
    throw AccessError.of(
      'UnknownVendor',
      `the vendor must be ${oneOf(VENDORS.map((entry) => entry.name))}, got ${show(name)}${didYouMean(name, names)}`,
    );
  }
  return vendor;
}
