import { clearOrTls, delegateCode, fromUser, hub } from '../../catalog';
import { connection } from '../definition';
import { LEFT_OPEN } from '../props';

const PAGE = hub(
  'platform/connectors/code-repositories/ref-source-repo-provider/http-helm-repo-connector-settings-reference.md',
  '7c9481c9',
);

export default connection({
  id: 'helm-http-repository',
  title: 'HTTP Helm repository',
  page: PAGE,
  factory: 'helmHttpRepository',
  summary: 'the port is that of the address, so `ports` is needed: 443 for https, 80 for http.',
  props: LEFT_OPEN,
  statements: [
    fromUser(
      'ports',
      443,
      'service',
      'left open',
      'index and charts; the port of the address of the repository',
      [PAGE],
      {
        speaks: clearOrTls(PAGE),
      },
    ),
  ],
  credentials: [{ what: 'a user and a password, where the repository asks for them', source: PAGE }],
  remarks: [
    {
      text: 'the index may name charts on other hosts, as repositories on GitHub Pages do: add them to `to`',
      source: PAGE,
    },
    {
      text: 'the delegate tests the socket of the repository itself, and uses no proxy for it',
      source: delegateCode(
        '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/helm/HttpHelmCapabilityHelper.java',
      ),
    },
  ],
});
