import { fromUser, hub, notInTable } from '../../catalog';
import { destinationsOrNone, ports } from '../../network';
import { connection } from '../definition';
import { asks, COMMON } from '../props';

const PAGE = hub('platform/secrets/secrets-management/custom-secret-manager.md', '25b430e2');

export default connection({
  id: 'custom-secret-manager',
  title: 'Custom secret manager',
  page: PAGE,
  factory: 'customSecretManager',
  summary: 'its script decides on the port, so `ports` is needed.',
  props: COMMON.extend('CustomSecretManagerProps', {
    ports: ports.required().doc('Ports that the script calls at `to`.'),
    machines: destinationsOrNone.doc('Hosts on which the script runs, when it does not run on the delegate.', '- none'),
    ssh: asks('Opens 22 to `machines`.'),
  }),
  statements: [
    fromUser(
      'ports',
      443,
      'service',
      'left open',
      'what the script calls; the connector names a template and no address',
      [PAGE],
    ),
    notInTable(22, 'machines', 'on request', 'SSH to the host on which the script runs', [PAGE], {
      when: { asked: 'ssh' },
    }),
  ],
  credentials: [{ what: 'what the script needs, and an SSH credential where it runs on another host', source: PAGE }],
  remarks: [{ text: 'Harness only reads from it', source: PAGE }],
});
