import { clearOrTls, delegateCode, fromUser, terraformConnector } from '../../catalog';
import { connection } from '../definition';
import { LEFT_OPEN } from '../props';

const PAGE = terraformConnector('rancher');

export default connection({
  id: 'rancher',
  title: 'Rancher',
  page: PAGE,
  factory: 'rancher',
  summary: 'the port is that of the address, so `ports` is needed: 443 where it has none.',
  props: LEFT_OPEN,
  statements: [
    fromUser(
      'ports',
      443,
      'service',
      'left open',
      "Rancher's API, and the clusters through it; the port of the address",
      [
        PAGE,
        delegateCode(
          '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/rancher/RancherTaskCapabilityHelper.java',
        ),
      ],
      { speaks: clearOrTls(PAGE) },
    ),
  ],
  credentials: [{ what: 'a bearer token', source: PAGE }],
  remarks: [
    {
      text: 'clusters with an authorized endpoint are reached on their own API, often 6443 (from general knowledge, unverified): add a `kubernetes-cluster`',
      source: PAGE,
    },
  ],
});
