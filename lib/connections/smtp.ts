import { inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

export default connection({
  id: 'smtp',
  title: 'SMTP',
  factory: 'smtp',
  summary: '25 to your mail server; for submission set `ports: [587]`.',
  props: PORTS,
  statements: [
    inTable(
      25,
      'service',
      'as written',
      'TCP: 25',
      'clouds block or throttle 25 to outside addresses; submission is 587 or 465, chosen with `ports`',
      [VENDOR.awsPort25, VENDOR.googlePort25, HARNESS.smtp],
    ),
  ],
  credentials: [
    { what: 'user name and password of the mail account, when the server asks for them', source: HARNESS.smtp },
  ],
  remarks: [
    {
      text: 'the table says that no permission is needed; the SMTP form of Harness takes a user name and a password',
      source: HARNESS.smtp,
    },
  ],
});
