import { fromUser, host, inTable, notInTable, row } from '../row-builder';
import { HARNESS, TABLE, VENDOR } from '../sources';
import type { Row } from '../types';

export const APP_DYNAMICS: Row = row({
  id: 'appdynamics',
  title: 'AppDynamics',
  hosting: ['saas', 'own'],
  statements: [
    inTable(
      80,
      { saas: 'api', own: 'service' },
      'unexplained',
      'HTTP: 80',
      'the SaaS controller speaks 443, a controller of your own 8090 or 8181',
      [VENDOR.appDynamicsPorts],
    ),
    notInTable(443, 'api', 'missing', 'the SaaS controller', [VENDOR.appDynamicsPorts, HARNESS.monitoring], {
      when: { hosting: ['saas'] },
    }),
    notInTable(
      8181,
      'service',
      'missing',
      'TLS default of a controller of your own; for 8090 say `ports`',
      [VENDOR.appDynamicsPorts],
      { when: { hosting: ['own'] } },
    ),
  ],
  hosts: [host('{tenant}.saas.appdynamics.com', 'the SaaS controller', VENDOR.appDynamicsHosts, { hosting: 'saas' })],
  credentials: [
    {
      what: 'the account name with an API client or a user; the table asks for a role that may view, edit and delete new applications',
      source: HARNESS.monitoring,
    },
  ],
  remarks: [
    {
      text: 'the table asks to edit and delete applications as well; reading metrics does not seem to need it, but no source says so',
      source: HARNESS.monitoring,
    },
  ],
});

export const BUGSNAG: Row = row({
  id: 'bugsnag',
  title: 'Bugsnag',
  hosting: ['saas', 'own'],
  statements: [
    inTable(
      49080,
      'service',
      'unexplained',
      'Data Access API is exposed on the same TCP port as the dashboard, 49080',
      'only the old single-machine edition of your own',
      [VENDOR.bugsnagLegacy],
    ),
    notInTable(443, 'api', 'missing', 'the SaaS API', [VENDOR.bugsnagApi, HARNESS.bugsnag], {
      when: { hosting: ['saas'] },
    }),
    notInTable(30080, 'service', 'missing', 'the clustered edition of your own', [VENDOR.bugsnagClustered], {
      when: { hosting: ['own'] },
    }),
  ],
  hosts: [host('api.bugsnag.com', 'Data Access API', HARNESS.bugsnag, { hosting: 'saas' })],
  credentials: [{ what: 'a Data Access API token', source: TABLE }],
});

const DATADOG_SITES = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
  'ddog-gov.com',
  'us2.ddog-gov.com',
];

/** Sites whose bare name Harness documents as the address; of the others it documents `app.`. */
const BARE_SITES = ['us3.datadoghq.com', 'us5.datadoghq.com'];

export const DATADOG: Row = row({
  id: 'datadog',
  title: 'Datadog',
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.datadogNetwork])],
  selector: { prop: 'site', choices: DATADOG_SITES, fallback: 'datadoghq.com' },
  hosts: DATADOG_SITES.flatMap((site) => [
    host(`api.${site}`, 'REST API', VENDOR.datadogSites, { choice: site }),
    host(`app.${site}`, 'web application', VENDOR.datadogSites, { choice: site }),
    ...(BARE_SITES.includes(site)
      ? [host(site, 'the address that Harness documents', HARNESS.monitoring, { choice: site })]
      : []),
  ]),
  credentials: [{ what: 'an API key and an application key', source: HARNESS.monitoring }],
  remarks: [
    {
      text: 'the table asks for an API key only; the connector takes an application key as well',
      source: HARNESS.monitoring,
    },
  ],
});

export const DYNATRACE: Row = row({
  id: 'dynatrace',
  title: 'Dynatrace',
  hosting: ['saas'],
  statements: [
    inTable(443, 'api', 'as written', 'HTTPS: 443', 'a cluster of your own is named with `to`', [VENDOR.dynatrace]),
  ],
  hosts: [host('{environment}.live.dynatrace.com', 'environment API', VENDOR.dynatrace)],
  credentials: [
    { what: 'an access token with the scopes "Read metrics" and "Read entities"', source: HARNESS.monitoring },
  ],
  remarks: [{ text: 'the table names no scope of the access token', source: HARNESS.monitoring }],
});

export const ELK_ELASTICSEARCH: Row = row({
  id: 'elk-elasticsearch',
  title: 'ELK Elasticsearch',
  statements: [
    inTable(
      9200,
      'service',
      'as written',
      'TCP: 9200',
      'right for a cluster of your own; Elastic Cloud speaks 443 or 9243',
      [VENDOR.elasticPorts, HARNESS.elk],
    ),
    notInTable(443, 'service', 'on request', 'Elastic Cloud', [VENDOR.elasticCloudHosts], {
      when: { asked: 'elasticCloud' },
    }),
    notInTable(9243, 'service', 'on request', 'Elastic Cloud, seen on some addresses', [VENDOR.elasticCloudHosts], {
      when: { asked: 'elasticCloud' },
    }),
  ],
  credentials: [{ what: 'a user that may read the indices, or a token header and its value', source: TABLE }],
});

const LOGZ_REGIONS = ['us', 'au', 'ca', 'eu', 'nl', 'uk', 'wa'];

export const LOGZ: Row = row({
  id: 'logz',
  title: 'Logz',
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.logzRegions])],
  selector: { prop: 'region', choices: LOGZ_REGIONS, fallback: 'us' },
  hosts: LOGZ_REGIONS.map((region) =>
    host(region === 'us' ? 'api.logz.io' : `api-${region}.logz.io`, 'Search API', VENDOR.logzRegions, {
      choice: region,
    }),
  ),
  credentials: [{ what: 'an API token of an Enterprise account', source: HARNESS.logz }],
});

const NEW_RELIC_HOSTS: Record<string, string> = {
  us: 'api.newrelic.com',
  eu: 'api.eu.newrelic.com',
  jp: 'api.jp.newrelic.com',
  gov: 'gov-api.newrelic.com',
};

export const NEW_RELIC: Row = row({
  id: 'new-relic',
  title: 'New Relic',
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.newRelicRegions])],
  selector: { prop: 'region', choices: Object.keys(NEW_RELIC_HOSTS), fallback: 'us' },
  hosts: Object.entries(NEW_RELIC_HOSTS).map(([region, name]) =>
    host(name, 'NerdGraph and REST', VENDOR.newRelicRegions, { choice: region }),
  ),
  credentials: [{ what: 'a user key and the account id', source: HARNESS.monitoring }],
  remarks: [
    {
      text: 'the table asks for an "API key"; today it is a user key, together with the account id',
      source: HARNESS.monitoring,
    },
  ],
});

export const PROMETHEUS: Row = row({
  id: 'prometheus',
  title: 'Prometheus',
  statements: [
    fromUser(
      'ports',
      9090,
      'service',
      'left open',
      "depends on the server; 9090 is Prometheus' own default everywhere, not only on AWS",
      [TABLE, VENDOR.prometheusFlags],
      'Depends on where the Prometheus server is hosted. For example, on AWS, port 9090 might be required.',
    ),
  ],
  credentials: [],
});

export const SPLUNK: Row = row({
  id: 'splunk',
  title: 'Splunk',
  hosting: ['own', 'saas'],
  statements: [
    inTable(
      8089,
      { own: 'service', saas: 'api' },
      'as written',
      'TCP: 8089 for API',
      'Splunk Cloud opens 8089 only to addresses on its allow list: the delegate needs a stable NAT address',
      [VENDOR.splunkPorts, VENDOR.splunkCloud],
    ),
  ],
  hosts: [
    host('{deployment}.splunkcloud.com', 'Splunk Cloud Platform', VENDOR.splunkCloud, { hosting: 'saas' }),
    host('{deployment}.cloud.splunk.com', 'Splunk Cloud, older addresses', HARNESS.monitoring, { hosting: 'saas' }),
  ],
  credentials: [
    {
      what: 'a user without SAML whose role has the search capability and the searched indexes',
      source: HARNESS.monitoring,
    },
  ],
  remarks: [
    {
      text: 'the table asks for read on eventtypes; Harness asks for the search capability and access to the indexes',
      source: HARNESS.monitoring,
    },
  ],
});

const SUMO_DEPLOYMENTS = ['us1', 'au', 'ca', 'de', 'eu', 'fed', 'jp', 'kr', 'us2', 'zrh'];

export const SUMO_LOGIC: Row = row({
  id: 'sumo-logic',
  title: 'Sumo Logic',
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.sumoEndpoints])],
  selector: { prop: 'deployment', choices: SUMO_DEPLOYMENTS, fallback: 'us1' },
  hosts: SUMO_DEPLOYMENTS.map((code) =>
    host(code === 'us1' ? 'api.sumologic.com' : `api.${code}.sumologic.com`, 'Search Job API', VENDOR.sumoEndpoints, {
      choice: code,
    }),
  ),
  credentials: [
    { what: 'an access id and key of a user that may query, in an Enterprise account', source: VENDOR.sumoSearchJob },
  ],
});
