import { choice } from '../../base';
import { delegateCode, edition, host, hub, onPage } from '../../catalog';
import { azureVaultName } from '../cloud-names';
import { connection } from '../definition';
import { COMMON, VARIABLE } from '../props';

const PAGE = hub('platform/secrets/secrets-management/azure-key-vault.md', '06d76a4f');
const FIREWALL = edition(
  'MicrosoftDocs/azure-docs:articles/key-vault/general/access-behind-firewall.md@019172f8',
  '2021-04-15',
);
const CLOUDS = ['public', 'government'] as const;
const HOSTS = [
  ['public', '{vaultName}.vault.azure.net', 'secrets; the delegate asks it before it takes a task'],
  ['public', 'login.microsoftonline.com', 'Entra ID'],
  ['public', 'management.azure.com', 'the list of vaults in the Harness UI'],
  ['government', '{vaultName}.vault.usgovcloudapi.net', 'secrets; the delegate asks it before it takes a task'],
  ['government', 'login.microsoftonline.us', 'Entra ID'],
  ['government', 'management.usgovcloudapi.net', 'the list of vaults in the Harness UI'],
] as const;

export default connection({
  id: 'azure-key-vault',
  title: 'Azure Key Vault',
  page: PAGE,
  factory: 'azureKeyVault',
  summary: '443 to Azure.',
  props: COMMON.extend('AzureKeyVaultProps', {
    cloud: choice(CLOUDS).doc('Azure cloud; connectors of Harness know these two.', "'public', with a finding"),
    vaultName: azureVaultName.for(VARIABLE).doc('Name of the vault.', '- any vault'),
  }),
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the vault, Entra ID and Azure Resource Manager, in TLS', [PAGE, FIREWALL])],
  selector: { prop: 'cloud', choices: CLOUDS, fallback: 'public' },
  hosts: HOSTS.map(([cloud, name, purpose]) => host(name, purpose, FIREWALL, { choice: cloud })),
  credentials: [
    {
      what: 'an app registration with Reader on the subscription, and with Get, Set, List and Delete on the secrets of the vault (and Purge, where it purges), or a managed identity',
      source: PAGE,
    },
  ],
  remarks: [
    {
      text: 'the test of the connector writes a secret: without the right to set one it fails, though reading works',
      source: delegateCode('931-encryption-service/src/java/io/harness/encryptors/clients/AzureVaultEncryptor.java'),
    },
    { text: 'a managed identity asks 169.254.169.254 for its token', source: PAGE },
    {
      text: 'Microsoft says that lists of revoked certificates may be asked on 80',
      source: FIREWALL,
    },
  ],
});
