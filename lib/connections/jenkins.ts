import { inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

export default connection({
  id: 'jenkins',
  title: 'Jenkins',
  factory: 'jenkins',
  summary: '443 to your controller.',
  props: PORTS,
  statements: [
    inTable(
      443,
      'service',
      'as written',
      'HTTPS: 443',
      'Jenkins itself listens on 8080 in clear text; 443 is a proxy before it (from general knowledge, unverified)',
      [VENDOR.jenkinsImage],
    ),
  ],
  credentials: [
    { what: 'a user or token with Overall/Read, and Job/Build when Harness triggers jobs', source: HARNESS.jenkins },
  ],
  remarks: [{ text: 'the table requires "Execute"; Jenkins calls that permission Job/Build', source: HARNESS.jenkins }],
});
