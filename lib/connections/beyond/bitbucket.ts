import { delegateCode, host, hub, onPage, recorded } from '../../catalog';
import { connection } from '../definition';
import { asks, HOSTING, PORTS } from '../props';
import { onRequest } from '../shorthands';

const PAGE = hub(
  'platform/connectors/code-repositories/ref-source-repo-provider/bitbucket-connector-settings-reference.md',
  '0e808fae',
);
const GIT_CLIENT = delegateCode('960-api-services/src/main/java/io/harness/git/GitClientHelper.java');
const ALT_SSH = recorded('altssh.bitbucket.org in public repositories');
const LEADS = { saas: 'api', own: 'service' } as const;

export default connection({
  id: 'bitbucket',
  title: 'Bitbucket',
  page: PAGE,
  factory: 'bitbucket',
  summary: '443 to bitbucket.org or to your Data Center.',
  props: PORTS.extend('BitbucketProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `own` when `to` is set, `saas` otherwise'),
    ssh: asks('Opens 22 for clone addresses of the form git@host.'),
    sshOn443: asks('Opens 443 of altssh.bitbucket.org, for SSH where 22 is closed.'),
    dataCenterSsh: asks('Opens 7999, on which a Data Center of your own speaks SSH.'),
  }),
  hosting: ['saas', 'own'],
  statements: [
    onPage(443, LEADS, 'clones and the API, in TLS', [PAGE]),
    onRequest('ssh', 22, LEADS, 'clone addresses of the form git@host', [PAGE]),
    onRequest(
      'dataCenterSsh',
      7999,
      'service',
      'SSH of a Data Center; the page says that host and port may be needed (the number is from general knowledge, unverified)',
      [PAGE],
      { speaks: { what: ['ssh'], source: PAGE } },
    ),
    {
      ...onRequest('sshOn443', 443, 'api', 'SSH on the port of HTTPS', [ALT_SSH], {
        speaks: { what: ['ssh'], source: ALT_SSH },
      }),
      key: 'ssh-on-443',
      hosts: [host('altssh.bitbucket.org', 'clones by SSH', ALT_SSH)],
    },
  ],
  hosts: [
    host('bitbucket.org', 'git', GIT_CLIENT, { hosting: 'saas' }),
    host('api.bitbucket.org', 'REST API', GIT_CLIENT, { hosting: 'saas' }),
  ],
  credentials: [
    {
      what: 'an access token of the account, an HTTP access token or an app password, never one of a repository; or an SSH key in PEM form, with one of them for the API',
      source: PAGE,
    },
  ],
  remarks: [
    {
      text: 'a Data Center listens on 7990 in clear text where no proxy stands before it (from general knowledge, unverified): set `ports`',
      source: PAGE,
    },
    { text: 'the API of a Data Center is on the host of the clone address', source: GIT_CLIENT },
  ],
});
