import { clearOrTls, delegateCode, fromUser, terraformConnector } from '../../catalog';
import { connection } from '../definition';
import { LEFT_OPEN } from '../props';

const PAGE = terraformConnector('oci_helm');

export default connection({
  id: 'oci-helm-registry',
  title: 'OCI Helm registry',
  page: PAGE,
  factory: 'ociHelmRegistry',
  summary: 'the port is that of the address, so `ports` is needed: 443 where it has none.',
  props: LEFT_OPEN,
  statements: [
    fromUser(
      'ports',
      443,
      'service',
      'left open',
      'manifests and charts; the port of the address of the registry',
      [PAGE],
      {
        speaks: clearOrTls(PAGE),
      },
    ),
  ],
  credentials: [{ what: 'a user and a password of the registry, or none', source: PAGE }],
  remarks: [
    {
      text: 'registries of clouds answer with layers on other hosts: use their rows instead',
      source: PAGE,
    },
    {
      text: 'the delegate asks no address before it takes a task, so a closed port shows late',
      source: delegateCode(
        '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/helm/OciHelmCapabilityHelper.java',
      ),
    },
  ],
});
