import { getDefinition, type ConnectionId } from '../../connections';
import { destinationOf, type Address } from '../address';
import {
  at,
  blocks,
  byAddress,
  custom,
  entries,
  entry,
  field,
  second,
  withAddress,
  type ConnectorType,
  type Entry,
} from '../placement';

/** Connectors of monitoring, logs and incidents. */

/** Own edition of a service: its address, with a port only where it is not the one of the row. */
function own(id: string, address: Address, usual = 443): Entry {
  return address.port === usual ? entry(id, { to: [destinationOf(address.host)] }) : at(id, address);
}

function byHost(terraform: string, api: string, attribute: string, place: (address: Address) => Entry): ConnectorType {
  return {
    ...(terraform === '' ? {} : { terraform }),
    fields: { [api]: field(api, attribute) },
    place: (values) => withAddress(values, api, (address) => entries(place(address))),
  };
}

/** Choices of a row: its sites, regions or deployments. */
function choicesOf(id: ConnectionId): readonly string[] {
  return getDefinition(id).row.selector?.choices ?? [];
}

function datadog(address: Address): Entry {
  const site = address.host.replace(/^(?:app|api)\./, '');
  return choicesOf('datadog').includes(site) ? entry('datadog', { site }) : own('datadog', address);
}

function newRelic(address: Address): Entry {
  const region = /^(?:insights-)?api\.(eu\.)?newrelic\.com$/.exec(address.host);
  return region === null
    ? own('new-relic', address)
    : entry('new-relic', { region: region[1] === undefined ? 'us' : 'eu' });
}

function sumoLogic(address: Address): Entry {
  const [host, deployment = host === undefined ? '' : 'us1'] =
    /^api\.(?:([a-z0-9]+)\.)?sumologic\.com$/.exec(address.host) ?? [];
  return choicesOf('sumo-logic').includes(deployment)
    ? entry('sumo-logic', { deployment })
    : own('sumo-logic', address);
}

function customHealth(address: Address): Entry {
  if (address.host === 'api.bugsnag.com') {
    return entry('bugsnag', { hosting: 'saas' });
  }
  const [host, region = host === undefined ? '' : 'us'] = /^api(?:-([a-z]{2}))?\.logz\.io$/.exec(address.host) ?? [];
  return choicesOf('logz').includes(region) ? entry('logz', { region }) : at('custom-health', address);
}

export const MONITORING_TYPES: Readonly<Record<string, ConnectorType>> = {
  AppDynamics: byHost('appdynamics', 'controllerUrl', 'url', (address) => {
    const tenant = /^([a-z0-9_-]+)\.saas\.appdynamics\.com$/.exec(address.host)?.[1];
    return tenant === undefined ? at('appdynamics', address) : entry('appdynamics', { tenant });
  }),
  Datadog: byHost('datadog', 'url', 'url', datadog),
  Dynatrace: {
    terraform: 'dynatrace',
    fields: { url: field('url', 'url'), platformUrl: field('platformUrl') },
    place: (values) => {
      const { address: platform, notes } = second(values, 'platformUrl');
      const isOnlyPlatform = values.text('url') === undefined && platform !== undefined;
      return withAddress(values, isOnlyPlatform ? 'platformUrl' : 'url', (address) => {
        const environmentOf = ({ host }: Address): string | undefined =>
          /^([a-z0-9-]+)\.(?:live|apps)\.dynatrace\.com$/.exec(host)?.[1];
        const environment = environmentOf(address);
        const isSame = platform !== undefined && environment !== undefined && environmentOf(platform) === environment;
        return entries(
          environment === undefined
            ? { ...own('dynatrace', address), notes }
            : entry('dynatrace', { environment, ...(isSame ? { grail: true } : {}) }, { notes }),
          ...(platform === undefined || isSame || platform.host === address.host
            ? []
            : [custom('the platform of Dynatrace, for logs from Grail', platform, { suffix: 'grail' })]),
        );
      });
    },
  },
  ElasticSearch: byAddress('elk-elasticsearch', 'url', 'elasticsearch', 'url'),
  NewRelic: byHost('newrelic', 'url', 'url', newRelic),
  Prometheus: byAddress('prometheus', 'url', 'prometheus', 'url'),
  Splunk: {
    terraform: 'splunk',
    fields: {
      splunkUrl: field('splunkUrl', 'url'),
      type: blocks('type', { hec_token: 'HEC Token' }),
    },
    place: (values) =>
      withAddress(values, 'splunkUrl', (address) => {
        const deployment = /^([a-z0-9-]+)\.splunkcloud\.com$/.exec(address.host)?.[1];
        const usual = /^HEC/i.test(values.text('type') ?? '') ? 8088 : 8089;
        const port = address.hasPort ? address.port : usual;
        return entries(
          deployment === undefined
            ? at('splunk', { ...address, port })
            : entry('splunk', {
                deployment,
                ...(port === 8089 ? {} : { ports: [port] }),
              }),
        );
      }),
  },
  SumoLogic: byHost('sumologic', 'url', 'url', sumoLogic),
  SignalFX: byHost('', 'url', '', (address) => {
    const realm = /^(?:api|stream)\.([a-z0-9]+)\.signalfx\.com$/.exec(address.host)?.[1];
    return realm === undefined ? own('splunk-observability', address) : entry('splunk-observability', { realm });
  }),
  CustomHealth: byHost('customhealthsource', 'baseURL', 'url', customHealth),
  PagerDuty: { terraform: 'pagerduty', fields: {}, place: () => entries(entry('pagerduty')) },
  ErrorTracking: byHost('', 'url', '', (address) => custom('Continuous Error Tracking of Harness', address)),
  OpsGenie: byHost('', 'url', '', (address) => custom('incidents in Opsgenie', address)),
  XMatters: byHost('', 'url', '', (address) => custom('incidents in xMatters', address)),
};
