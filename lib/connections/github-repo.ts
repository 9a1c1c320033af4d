import { host, inTable, HARNESS, VENDOR } from '../catalog';
import { hostname } from '../network';
import { connection } from './definition';
import { asks, PORTS } from './props';
import { onRequest } from './shorthands';

export default connection({
  id: 'github-repo',
  title: 'Github Repo',
  factory: 'githubRepo',
  summary: '443 to GitHub.',
  props: PORTS.extend('GithubRepoProps', {
    host: hostname.doc('Host name of your GitHub Enterprise.', '- github.com'),
    ssh: asks('Opens 22 for clone addresses of the form git@host.'),
  }),
  hosting: ['saas'],
  statements: [
    inTable(443, 'api', 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [VENDOR.githubAddresses]),
    onRequest('ssh', 22, 'api', 'clone addresses of the form git@host', [HARNESS.github, VENDOR.githubAddresses]),
  ],
  hosts: [host('github.com', 'git', HARNESS.github), host('api.github.com', 'REST API', HARNESS.github)],
  credentials: [
    {
      what: 'a token with the scopes `repo`, `user` and `admin:repo_hook` of a repository administrator, or a GitHub App, or an SSH key',
      source: HARNESS.github,
    },
  ],
  remarks: [
    {
      text: 'the table speaks of repository owner and of read and write; Harness asks for token scopes today',
      source: HARNESS.github,
    },
  ],
});
