import { clearText, host, inTable, HARNESS, VENDOR } from '../catalog';
import { hostLabel } from './cloud-names';
import { connection } from './definition';
import { asks, HOSTING, PORTS, VARIABLE } from './props';
import { onRequest } from './shorthands';

export default connection({
  id: 'jfrog-artifactory',
  title: 'JFrog Artifactory',
  factory: 'jfrogArtifactory',
  summary: '443 to JFrog Cloud or to your server.',
  props: PORTS.extend('JfrogArtifactoryProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `own` when `to` is set and `server` is not, `saas` otherwise'),
    server: hostLabel.for(VARIABLE).doc('Your server in `{server}.jfrog.io`.', '- any server'),
    router: asks("Opens 8082, JFrog's router, on a self-hosted server."),
  }),
  hosting: ['saas', 'own'],
  statements: [
    inTable(443, { saas: 'api', own: 'service' }, 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [
      HARNESS.artifactory,
    ]),
    onRequest('router', 8082, 'service', "JFrog's own router without a proxy in front of it", [VENDOR.jfrogChart], {
      speaks: clearText(VENDOR.jfrogChart),
    }),
  ],
  hosts: [host('{server}.jfrog.io', 'JFrog Cloud', HARNESS.artifactory, { hosting: 'saas' })],
  credentials: [
    { what: 'a privileged user with the Read permission on the repositories', source: HARNESS.artifactory },
  ],
});
