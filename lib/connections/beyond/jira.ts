import { clearText, host, hub, onPage } from '../../catalog';
import { hostLabel } from '../cloud-names';
import { connection } from '../definition';
import { asks, HOSTING, PORTS, VARIABLE } from '../props';
import { onRequest } from '../shorthands';

const PAGE = hub('platform/connectors/ticketing-systems/connect-to-jira.md', '1d0c4c89');

export default connection({
  id: 'jira',
  title: 'Jira',
  page: PAGE,
  factory: 'jira',
  summary: '443 to Jira Cloud or to your server.',
  props: PORTS.extend('JiraProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `own` when `to` is set and `site` is not, `saas` otherwise'),
    site: hostLabel.for(VARIABLE).doc('Your site in `{site}.atlassian.net`.', '- any site'),
    clearText: asks('Opens 8080, on which a Jira of your own listens without TLS.'),
  }),
  hosting: ['saas', 'own'],
  statements: [
    onPage(443, { saas: 'api', own: 'service' }, 'the REST API, in TLS', [PAGE]),
    onRequest(
      'clearText',
      8080,
      'service',
      "Jira's own listener, in clear text (from general knowledge, unverified)",
      [PAGE],
      { speaks: clearText(PAGE) },
    ),
  ],
  hosts: [
    host('{site}.atlassian.net', 'Jira Cloud', PAGE, { hosting: 'saas' }),
    host('api.atlassian.com', 'Jira Cloud, for API tokens with scopes', PAGE, { hosting: 'saas' }),
  ],
  credentials: [
    {
      what: 'for the cloud an e-mail address and an API token with read:jira-user, read:jira-work and write:jira-work; for a server a personal access token, or a user and a password',
      source: PAGE,
    },
  ],
});
