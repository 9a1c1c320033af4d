import { inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

export default connection({
  id: 'tanzu-application-service',
  title: 'Tanzu Application Service (formerly Pivotal Cloud Foundry)',
  factory: 'tanzuApplicationService',
  summary: '80 or 443 to your foundation.',
  props: PORTS,
  statements: [
    inTable(
      80,
      'service',
      'alternative',
      'HTTP: 80 or 443',
      'clear text (from general knowledge, unverified)',
      [VENDOR.cloudFoundryHosts],
      {
        encrypted: false,
      },
    ),
    inTable(
      443,
      'service',
      'alternative',
      'HTTP: 80 or 443',
      'TLS; the API address is https',
      [VENDOR.cloudFoundryHosts, HARNESS.tas],
      { encrypted: true },
    ),
  ],
  credentials: [
    {
      what: 'a user who can update spaces, orgs and applications: Admin, or Space Developer in the target spaces',
      source: VENDOR.cloudFoundryRoles,
    },
  ],
  remarks: [
    {
      text: 'the table offers Org Manager and Space Manager, neither of which may deploy applications, and leaves out Space Developer, which may',
      source: VENDOR.cloudFoundryRoles,
    },
  ],
});
