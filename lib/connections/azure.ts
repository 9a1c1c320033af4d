import { choice } from '../base';
import { host, inTable, notInTable, sshToMachines, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { asks, MACHINES } from './props';

const CLOUDS = ['public', 'government', 'china'] as const;

const HOSTS = [
  ['public', 'management.azure.com', 'Azure Resource Manager'],
  ['public', 'login.microsoftonline.com', 'Entra ID'],
  ['public', 'graph.microsoft.com', 'look-ups in the directory'],
  ['government', 'management.usgovcloudapi.net', 'Azure Resource Manager'],
  ['government', 'login.microsoftonline.us', 'Entra ID'],
  ['china', 'management.chinacloudapi.cn', 'Azure Resource Manager'],
  ['china', 'login.chinacloudapi.cn', 'Entra ID (from general knowledge, unverified)'],
] as const;

export default connection({
  id: 'azure',
  title: 'Azure',
  factory: 'azure',
  summary: "5985 and 5986 to your machines; the API's 443 is missing from the table.",
  props: MACHINES.extend('AzureProps', {
    cloud: choice(CLOUDS).doc('Azure cloud.', "'public', with a finding"),
    ssh: asks('Opens 22 to the machines.'),
  }),
  hosting: ['cloud'],
  statements: [
    inTable(
      5985,
      'machines',
      'alternative',
      'HTTP: 5985',
      'WinRM to Windows machines without TLS',
      [VENDOR.microsoftWinRm],
      { encrypted: false },
    ),
    inTable(
      5986,
      'machines',
      'alternative',
      'HTTPS: 5986',
      'WinRM to Windows machines inside TLS',
      [VENDOR.microsoftWinRm],
      { encrypted: true },
    ),
    notInTable(443, 'api', 'missing', 'every call of the connector goes to Azure Resource Manager and Entra ID', [
      VENDOR.azureHosts,
      HARNESS.azure,
    ]),
    sshToMachines,
  ],
  selector: { prop: 'cloud', choices: CLOUDS, fallback: 'public' },
  hosts: HOSTS.map(([cloud, name, purpose]) => host(name, purpose, VENDOR.azureHosts, { choice: cloud })),
  credentials: [
    {
      what: 'a service principal (application id, tenant id and key) or a managed identity, with Reader for registries, Contributor for web apps and the AKS actions',
      source: HARNESS.azure,
    },
  ],
  remarks: [
    { text: 'the table names the credentials and no role', source: HARNESS.azure },
    { text: 'connectors of Harness know the public and the government cloud alone', source: HARNESS.connectorSchema },
  ],
});
