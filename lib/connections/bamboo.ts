import { clearText, inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

export default connection({
  id: 'bamboo',
  title: 'Bamboo',
  factory: 'bamboo',
  summary: '443 and 8085 to your server.',
  props: PORTS,
  statements: [
    inTable(
      443,
      'service',
      'alternative',
      'HTTP: 443',
      'TLS, behind a proxy (from general knowledge, unverified); the label says HTTP',
      [VENDOR.bambooChart],
      { encrypted: true },
    ),
    inTable(8085, 'service', 'alternative', 'TCP: 8085', "Bamboo's own default, clear text", [VENDOR.bambooChart], {
      encrypted: false,
      speaks: clearText(VENDOR.bambooChart),
    }),
  ],
  credentials: [
    {
      what: 'user name and password of an account that may view plans, and build them when Harness triggers builds',
      source: HARNESS.bamboo,
    },
  ],
});
