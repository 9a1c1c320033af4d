import { clearOrTls, fromUser, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { LEFT_OPEN } from './props';

export default connection({
  id: 'prometheus',
  title: 'Prometheus',
  factory: 'prometheus',
  summary: 'the table leaves the port open, so `ports` is needed.',
  props: LEFT_OPEN,
  statements: [
    fromUser(
      'ports',
      9090,
      'service',
      'left open',
      "depends on the server; 9090 is Prometheus' own default everywhere, not only on AWS",
      [TABLE, VENDOR.prometheusFlags],
      {
        label: 'Depends on where the Prometheus server is hosted. For example, on AWS, port 9090 might be required.',
        speaks: clearOrTls(VENDOR.prometheusFlags),
      },
    ),
  ],
  credentials: [],
});
