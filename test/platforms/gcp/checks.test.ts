import { firewallProblems, policyRuleProblems } from '../../../lib/platforms/gcp/constructs/checks';

const RULE = {
  name: 'a-rule',
  network: 'prod',
  direction: 'EGRESS',
  priority: 1000,
  allow: [{ protocol: 'tcp', ports: ['443'] }],
  destination_ranges: ['10.0.0.0/8'],
};
const POLICY_RULE = {
  action: 'allow',
  priority: 1_000_000,
  direction: 'EGRESS',
  match: { dest_ip_ranges: ['10.0.0.0/8'], layer4_configs: [{ ip_protocol: 'tcp', ports: ['443'] }] },
};
const many = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `10.${Math.floor(i / 65536)}.${Math.floor(i / 256) % 256}.${i % 256}/32`);

describe('a VPC firewall rule', () => {
  test.each<[string, object]>([
    ['as this library writes it', {}],
    [
      'with expressions everywhere',
      {
        name: '${var.name}',
        priority: '${var.priority}',
        destination_ranges: ['${google_compute_address.x.address}/32'],
        allow: [{ protocol: '${var.p}', ports: ['${var.port}'] }],
      },
    ],
    ['that denies', { allow: undefined, deny: [{ protocol: 'all' }] }],
    ['with a range of ports and SCTP', { allow: [{ protocol: 'sctp', ports: ['1-65535'] }] }],
    ['with 10 service accounts', { target_service_accounts: Array(10).fill('a') }],
    ['with 5,000 ranges', { destination_ranges: many(5000) }],
  ])('is fine %s', (_, change) => {
    expect(firewallProblems({ ...RULE, ...change })).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a name with a capital', { name: 'A-rule' }, '`name` must be 1 to 63 lower-case letters'],
    ['a name that ends with a hyphen', { name: 'rule-' }, '`name` must be 1 to 63 lower-case letters'],
    ['a name of 64 characters', { name: 'a'.repeat(64) }, '`name` must be 1 to 63 lower-case letters'],
    ['a priority beyond 65535', { priority: 65536 }, '`priority` must be an integer between 0 and 65535, got 65536'],
    ['a negative priority', { priority: -1 }, '`priority` must be an integer between 0 and 65535, got -1'],
    ['allow and deny', { deny: [{ protocol: 'all' }] }, 'a rule must allow or deny, exactly one of them'],
    ['neither allow nor deny', { allow: [] }, 'a rule must allow or deny, exactly one of them'],
    [
      'tags and service accounts',
      { target_tags: ['a'], target_service_accounts: ['b'] },
      'a rule cannot have tags and service accounts',
    ],
    [
      '11 service accounts',
      { target_service_accounts: Array(11).fill('a') },
      '`target_service_accounts` takes at most 10 entries, got 11',
    ],
    ['a source on egress', { source_ranges: ['10.0.0.0/8'] }, 'an egress rule has no source'],
    [
      'ports without a protocol that has some',
      { allow: [{ protocol: 'icmp', ports: ['1'] }] },
      'ports go with tcp, udp or sctp only, got "icmp"',
    ],
    ['port 0', { allow: [{ protocol: 'tcp', ports: ['0'] }] }, 'a port must be 1 to 65535 or a range, got "0"'],
    [
      'a range that goes down',
      { allow: [{ protocol: 'tcp', ports: ['9-1'] }] },
      'a port must be 1 to 65535 or a range, got "9-1"',
    ],
    ['host bits', { destination_ranges: ['10.0.0.1/8'] }, 'did you mean `10.0.0.0/8`?'],
    [
      'both families',
      { destination_ranges: ['10.0.0.0/8', '::/0'] },
      '`destination_ranges` must be all IPv4 or all IPv6',
    ],
    ['5,001 ranges', { destination_ranges: many(5001) }, '`destination_ranges` takes at most 5000 entries, got 5001'],
    ['the deprecated logging', { enable_logging: true }, 'use `log_config`'],
  ])('fails with %s', (_, change, problem) => {
    expect(firewallProblems({ ...RULE, ...change })).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a firewall policy rule', () => {
  const match = (change: object): object => ({ match: { ...POLICY_RULE.match, ...change } });

  test.each<[string, object]>([
    ['as this library writes it', {}],
    [
      'with 100 host names',
      match({ dest_ip_ranges: undefined, dest_fqdns: Array.from({ length: 100 }, (_, i) => `h${i}.example.com`) }),
    ],
    ['with the highest priority number', { priority: 2147483647 }],
  ])('is fine %s', (_, change) => {
    expect(policyRuleProblems({ ...POLICY_RULE, ...change })).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a priority beyond 2^31 - 1', { priority: 2147483648 }, '`priority` must be an integer between 0 and 2147483647'],
    ['an unknown action', { action: 'permit' }, '`action` must be allow or deny, got "permit"'],
    [
      'secure tags and service accounts',
      { target_service_accounts: ['a'], target_secure_tags: [{ name: 'tagValues/1' }] },
      'a rule cannot have secure tags and service accounts',
    ],
    [
      '101 host names',
      match({ dest_fqdns: Array.from({ length: 101 }, (_, i) => `h${i}.example.com`) }),
      '`dest_fqdns` takes at most 100 entries, got 101',
    ],
    [
      'a host name with a wildcard',
      match({ dest_fqdns: ['*.example.com'] }),
      '`dest_fqdns` takes no wildcard, got "*.example.com"',
    ],
    [
      'a host name that is none',
      match({ dest_fqdns: ['https://example.com'] }),
      'a host name must be labels joined by dots',
    ],
    [
      'both families',
      match({ dest_ip_ranges: ['10.0.0.0/8', '::/0'] }),
      '`dest_ip_ranges` must be all IPv4 or all IPv6',
    ],
    [
      'ports on all protocols',
      match({ layer4_configs: [{ ip_protocol: 'all', ports: ['1'] }] }),
      'ports go with tcp, udp or sctp only, got "all"',
    ],
  ])('fails with %s', (_, change, problem) => {
    expect(policyRuleProblems({ ...POLICY_RULE, ...change })).toEqual([expect.stringContaining(problem)]);
  });
});
