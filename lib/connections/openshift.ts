import { inTable, notInTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

export default connection({
  id: 'openshift',
  title: 'OpenShift',
  factory: 'openShift',
  summary: "443 to your cluster; the API's 6443 is missing from the table.",
  props: PORTS,
  statements: [
    inTable(443, 'service', 'as written', 'HTTPS: 443', 'on OpenShift 4 this is the router, not the API', [
      VENDOR.openShiftPorts,
    ]),
    notInTable(6443, 'service', 'missing', 'the API server of OpenShift 4', [VENDOR.openShiftPorts]),
  ],
  credentials: [{ what: 'a Kubernetes service account token', source: HARNESS.kubernetes }],
});
