import { delegateCode, host, hub, onPage, recorded } from '../../catalog';
import { connection } from '../definition';
import { asks, HOSTING, PORTS } from '../props';
import { onRequest } from '../shorthands';

const PAGE = hub(
  'platform/connectors/code-repositories/ref-source-repo-provider/git-lab-connector-settings-reference.md',
  '1160fcbc',
);
const GIT_CLIENT = delegateCode('960-api-services/src/main/java/io/harness/git/GitClientHelper.java');
const ALT_SSH = recorded('altssh.gitlab.com in public repositories');
const LEADS = { saas: 'api', own: 'service' } as const;

export default connection({
  id: 'gitlab',
  title: 'GitLab',
  page: PAGE,
  factory: 'gitLab',
  summary: '443 to gitlab.com or to your server.',
  props: PORTS.extend('GitLabProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `own` when `to` is set, `saas` otherwise'),
    ssh: asks('Opens 22 for clone addresses of the form git@host.'),
    sshOn443: asks('Opens 443 of altssh.gitlab.com, for SSH where 22 is closed.'),
  }),
  hosting: ['saas', 'own'],
  statements: [
    onPage(443, LEADS, 'clones and the API, in TLS', [PAGE]),
    onRequest('ssh', 22, LEADS, 'clone addresses of the form git@host', [PAGE]),
    {
      ...onRequest('sshOn443', 443, 'api', 'SSH on the port of HTTPS', [ALT_SSH], {
        speaks: { what: ['ssh'], source: ALT_SSH },
      }),
      key: 'ssh-on-443',
      hosts: [host('altssh.gitlab.com', 'clones by SSH', ALT_SSH)],
    },
  ],
  hosts: [host('gitlab.com', 'git and the API, which is on the same host', GIT_CLIENT, { hosting: 'saas' })],
  credentials: [
    {
      what: 'a personal access token with api, read_repository and write_repository (its user name is git), an OAuth link, an SSH key in PEM form, or a user without a second factor',
      source: PAGE,
    },
  ],
  remarks: [
    {
      text: 'the API is on the host of the clone address, unless the connector sets another address of the API: add its host to `to`',
      source: GIT_CLIENT,
    },
    {
      text: 'archives and large files of gitlab.com may come from hosts of its storage (from general knowledge, unverified)',
      source: PAGE,
    },
  ],
});
