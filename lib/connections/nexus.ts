import { list } from '../base';
import { clearOrTls, clearText, fromUser, inTable, HARNESS, VENDOR } from '../catalog';
import { port } from '../network';
import { connection } from './definition';
import { ASKS, PORTS } from './props';

export default connection({
  id: 'nexus',
  title: 'Nexus',
  factory: 'nexus',
  summary: '8081 to your server.',
  props: PORTS.extend('NexusProps', {
    dockerPorts: list(port).for(ASKS).doc('Ports of your Docker repositories, opened beside 8081.', '- none'),
  }),
  statements: [
    inTable(8081, 'service', 'as written', 'TCP: 8081', "Nexus Repository's default, clear text", [VENDOR.nexusImage], {
      speaks: clearText(VENDOR.nexusImage),
    }),
    fromUser(
      'dockerPorts',
      18080,
      'service',
      'on request',
      'a Docker repository listens on a port of its own',
      [HARNESS.nexus],
      { speaks: clearOrTls(HARNESS.nexus) },
    ),
  ],
  credentials: [{ what: 'a user that may read and browse the repositories', source: HARNESS.nexus }],
  remarks: [{ text: 'the table links the manual of Nexus 2; Harness speaks to Nexus 3', source: HARNESS.nexus }],
});
