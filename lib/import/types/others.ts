import { destinationOf, type Address } from '../address';
import { readJdbc } from '../jdbc';
import {
  at,
  custom,
  entries,
  entry,
  field,
  needsNone,
  noAddress,
  second,
  withAddress,
  type ConnectorType,
  type Entry,
} from '../placement';

/** Databases, tickets, AI services, and what the delegate never calls. */

const ASKED_FOR_TOKEN = 'gives the token for ServiceNow';
const OF_PLATFORM = 'Harness itself calls it, and no delegate';
const OF_COSTS = 'Cloud Cost Management reads the cloud from Harness itself';

/** A service whose connector may name no address. */
function aiType(what: string, api: string, usual: string): ConnectorType {
  return {
    fields: { [api]: field(api) },
    place: (values) =>
      values.text(api) === undefined
        ? entries(
            custom(`${what}; the connector names no address, this one is from general knowledge, unverified`, {
              host: usual,
              port: 443,
              hasPort: false,
            }),
          )
        : withAddress(values, api, (address) => entries(custom(what, address))),
  };
}

function ofAddress(what: string, api: string): ConnectorType {
  return {
    fields: { [api]: field(api) },
    place: (values) => withAddress(values, api, (address) => entries(custom(what, address))),
  };
}

function jira(address: Address): Entry {
  if (address.host === 'api.atlassian.com') {
    return entry('jira');
  }
  const site = /^([a-z0-9-]+)\.atlassian\.net$/.exec(address.host)?.[1];
  return site === undefined
    ? entry('jira', {
        to: [destinationOf(address.host)],
        ...(address.port === 443 ? {} : { ports: [address.port] }),
      })
    : entry('jira', { site });
}

function serviceNow(address: Address): Entry {
  const instance = /^([a-z0-9-]+)\.service-now\.com$/.exec(address.host)?.[1];
  return instance === undefined ? at('servicenow', address) : entry('servicenow', { instance });
}

export const OTHER_TYPES: Readonly<Record<string, ConnectorType>> = {
  Jira: {
    terraform: 'jira',
    fields: { jiraUrl: field('jiraUrl', 'url') },
    place: (values) => withAddress(values, 'jiraUrl', (address) => entries(jira(address))),
  },
  ServiceNow: {
    terraform: 'service_now',
    fields: {
      serviceNowUrl: field('serviceNowUrl', 'service_now_url'),
      adfsUrl: field('auth.spec.adfsUrl', 'auth.adfs.adfs_url'),
      tokenUrl: field('auth.spec.tokenUrl', 'auth.refresh_token.token_url'),
    },
    place: (values) =>
      withAddress(values, 'serviceNowUrl', (address) => {
        const others = ['adfsUrl', 'tokenUrl'].map((name) => second(values, name));
        return entries(
          { ...serviceNow(address), notes: others.flatMap(({ notes }) => notes) },
          ...others
            .flatMap(({ address: token }) => token ?? [])
            .filter(({ host, port }) => host !== address.host || port !== address.port)
            .map((token) => custom(ASKED_FOR_TOKEN, token, { suffix: 'token' })),
        );
      }),
  },
  JDBC: {
    terraform: 'jdbc',
    fields: { url: field('url', 'url') },
    place: (values) => {
      const read = readJdbc(values.text('url') ?? '');
      if ('why' in read) {
        return noAddress('url', read.why);
      }
      const ports = [...new Set(read.map(({ port }) => port))].sort((a, b) => a - b);
      return entries(entry('jdbc', { to: [...new Set(read.map(({ host }) => destinationOf(host)))], ports }));
    },
  },
  CEK8sCluster: {
    terraform: 'kubernetes_cloud_cost',
    fields: { connectorRef: field('connectorRef', 'connector_ref') },
    place: (values) => {
      const [uses] = values.formed('connectorRef', /^(?:(?:account|org)\.)?[A-Za-z_][\w$]{0,127}$/);
      return uses === undefined
        ? { cannot: 'it does not say which connector it uses', fix: 'import that connector too' }
        : { uses };
    },
  },
  CEAws: needsNone(OF_COSTS, 'awscc'),
  CEAzure: needsNone(OF_COSTS, 'azure_cloud_cost'),
  GcpCloudCost: needsNone(OF_COSTS, 'gcp_cloud_cost'),
  Local: needsNone('the secret manager of Harness itself'),
  Confluence: needsNone(OF_PLATFORM),
  Zoom: needsNone(OF_PLATFORM),
  GoogleChat: needsNone(OF_PLATFORM),
  MsTeams: needsNone(OF_PLATFORM),
  Slack: needsNone(OF_PLATFORM),
  OpenAI: aiType('the API of OpenAI', 'baseUrl', 'api.openai.com'),
  Anthropic: aiType('the API of Anthropic', 'url', 'api.anthropic.com'),
  LangSmith: aiType('the API of LangSmith', 'baseUrl', 'api.smith.langchain.com'),
  MLFlow: ofAddress('an MLflow server', 'baseUrl'),
  Mcp: ofAddress('an MCP server', 'serverUrl'),
  GithubMcp: aiType('the MCP server of GitHub', 'url', 'api.githubcopilot.com'),
  Salesforce: {
    fields: { loginUrl: field('credential.spec.loginUrl') },
    place: (values) =>
      withAddress(values, 'loginUrl', (address) =>
        entries(
          custom('signs in to Salesforce', address, {
            notes: ['the API is on a host of your domain in my.salesforce.com, which is not in the connector'],
          }),
        ),
      ),
  },
};
