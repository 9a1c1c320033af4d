import { choice, list } from '../../base';
import { delegateCode, edition, host, HARNESS, onPage } from '../../catalog';
import { hostLabel } from '../cloud-names';
import { connection } from '../definition';
import { asks, COMMON } from '../props';
import { known } from '../scope';
import { onRequest } from '../shorthands';

const PAGE = HARNESS.azure;
const FIREWALL = edition(
  'MicrosoftDocs/azure-docs:articles/container-registry/container-registry-firewall-access-rules.md@0719dc73',
  '2019-07-17',
);
const PROBED = delegateCode(
  '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/azureconnector/AzureCapabilityHelper.java',
);
const CLOUDS = ['public', 'government'] as const;

export default connection({
  id: 'azure-acr',
  title: 'Azure Container Registry',
  page: PAGE,
  factory: 'azureAcr',
  summary: '443 to Azure.',
  props: COMMON.extend('AzureAcrProps', {
    cloud: choice(CLOUDS).doc('Azure cloud; connectors of Harness know these two.', "'public', with a finding"),
    registries: list(hostLabel, 1).doc('Names of the registries, for host names.', '- any registry'),
    dataEndpoints: asks('Opens 443 to dedicated data endpoints as well, where a registry has them.'),
  }),
  hostVariables: ({ registries }) => known({ registry: registries }),
  hosting: ['cloud'],
  statements: [
    onPage(443, 'api', 'the registry, Entra ID and Azure Resource Manager, in TLS', [PAGE, FIREWALL]),
    {
      ...onRequest('dataEndpoints', 443, 'api', 'layers, where dedicated data endpoints are on', [FIREWALL]),
      key: 'data-endpoints',
      hosts: [host('{registry}.*.data.azurecr.io', 'layers (from general knowledge, unverified)', FIREWALL)],
    },
  ],
  selector: { prop: 'cloud', choices: CLOUDS, fallback: 'public' },
  hosts: [
    host('{registry}.azurecr.io', 'the registry', FIREWALL, { choice: 'public' }),
    host('*.blob.core.windows.net', 'layers, from storage', FIREWALL, { choice: 'public' }),
    host('management.azure.com', 'Harness lists all registries', PAGE, { choice: 'public' }),
    host('login.microsoftonline.com', 'Entra ID; the delegate asks it before it takes a task', PROBED, {
      choice: 'public',
    }),
    host('{registry}.azurecr.us', 'the registry (from general knowledge, unverified)', FIREWALL, {
      choice: 'government',
    }),
    host('*.blob.core.usgovcloudapi.net', 'layers, from storage (from general knowledge, unverified)', FIREWALL, {
      choice: 'government',
    }),
    host('management.usgovcloudapi.net', 'Harness lists all registries', PAGE, { choice: 'government' }),
    host('login.microsoftonline.us', 'Entra ID; the delegate asks it before it takes a task', PROBED, {
      choice: 'government',
    }),
  ],
  credentials: [
    {
      what: 'a service principal or a managed identity with Reader on the subscription or the resource group, or a role of your own with Microsoft.ContainerRegistry/registries/read, builds/read, metadata/read and pull/read',
      source: PAGE,
    },
  ],
  remarks: [{ text: 'AcrPull alone is not enough: Harness lists every registry', source: PAGE }],
});
