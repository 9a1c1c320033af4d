import { delegateCode, edition, host, hub, onPage } from '../../catalog';
import { hostLabel } from '../cloud-names';
import { connection } from '../definition';
import { asks, HOSTING, PORTS, VARIABLE } from '../props';
import { onRequest } from '../shorthands';

const PAGE = hub('platform/connectors/code-repositories/connect-to-a-azure-repo.md', '16399164');
const ALLOWED = edition(
  'MicrosoftDocs/azure-devops-docs:docs/organizations/security/allow-list-ip-url.md@0132351c',
  '2024-01-02',
);
const GIT_CLIENT = delegateCode('960-api-services/src/main/java/io/harness/git/GitClientHelper.java');
const LEADS = { saas: 'api', own: 'service' } as const;

export default connection({
  id: 'azure-repos',
  title: 'Azure Repos',
  page: PAGE,
  factory: 'azureRepos',
  summary: '443 to Azure DevOps or to your server.',
  props: PORTS.extend('AzureReposProps', {
    hosting: HOSTING.doc(
      'Hosting of the service.',
      '- `own` when `to` is set and `organization` is not, `saas` otherwise',
    ),
    organization: hostLabel
      .for(VARIABLE)
      .doc('Your organization in `{organization}.visualstudio.com`, the older addresses.', '- any organization'),
    ssh: asks('Opens 22 for clone addresses of the form git@host.'),
  }),
  hosting: ['saas', 'own'],
  statements: [
    onPage(443, LEADS, 'clones and the API, in TLS', [PAGE]),
    onRequest('ssh', 22, LEADS, 'clone addresses of the form git@host', [PAGE, ALLOWED]),
  ],
  hosts: [
    host('dev.azure.com', 'clones and the API', GIT_CLIENT, { hosting: 'saas' }),
    host('{organization}.visualstudio.com', 'older addresses', ALLOWED, { hosting: 'saas' }),
    host('ssh.dev.azure.com', 'clones by SSH', ALLOWED, { hosting: 'saas' }),
    host('vs-ssh.visualstudio.com', 'clones by SSH, older addresses', ALLOWED, { hosting: 'saas' }),
  ],
  credentials: [{ what: 'a personal access token for code, and one for the API, or an SSH key', source: PAGE }],
  remarks: [
    {
      text: 'Microsoft lists 13.107.6.0/24, 13.107.9.0/24, 13.107.42.0/24 and 13.107.43.0/24 for Azure DevOps: `reach.saas` can take them',
      source: ALLOWED,
    },
  ],
});
