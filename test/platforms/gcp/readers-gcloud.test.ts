import { readTemplate, type Outgoing, type TemplateOptions } from 'harness-delegate-access';

/** Answers of gcloud and of the REST API. */

const read = (template: unknown, options?: TemplateOptions): Outgoing =>
  readTemplate(JSON.stringify(template), options);
const open = ({ open: found }: Outgoing): string[] =>
  found.map(
    ({ protocol, from, to, place, isCertain }) => `${protocol} ${from}-${to} ${place.text}${isCertain ? '' : ' ?'}`,
  );

const network = 'https://www.googleapis.com/compute/v1/projects/acme/global/networks/prod';
const rule = (name: string, fields: object): object => ({
  kind: 'compute#firewall',
  creationTimestamp: '2026-11-01T00:00:00.000-07:00',
  direction: 'EGRESS',
  disabled: false,
  id: '1',
  logConfig: { enable: false },
  name,
  network,
  priority: 1000,
  selfLink: `https://www.googleapis.com/compute/v1/projects/acme/global/firewalls/${name}`,
  ...fields,
});
const out = rule('out', { allowed: [{ IPProtocol: 'tcp', ports: ['443'] }], destinationRanges: ['10.0.0.0/8'] });
const deny = rule('deny', {
  denied: [{ IPProtocol: 'all' }],
  destinationRanges: ['0.0.0.0/0', '::/0'],
  priority: 65534,
});

test.each<[string, unknown]>([
  ['a list of firewall rules', [out, deny]],
  ['an answer of the API', { kind: 'compute#firewallList', items: [out, deny] }],
])('%s is read', (_, answer) => {
  const outgoing = read(answer);
  expect(outgoing).toMatchObject({ kind: 'answer of gcloud', read: ['out', 'deny'], unknown: [] });
  expect(outgoing.about).toEqual(['network prod', 'all machines']);
  expect(open(outgoing)).toEqual(['tcp 443-443 10.0.0.0/8']);
});

test('one rule that is described says what is open beside it', () => {
  expect(open(read(out))).toContain('udp 1-65535 0.0.0.0/0');
});

test('targets, rules that are off, and inbound rules', () => {
  const answer = [
    rule('web', { allowed: [{ IPProtocol: 'tcp' }], destinationRanges: ['11.0.0.0/8'], targetTags: ['web'] }),
    rule('off', { allowed: [{ IPProtocol: 'tcp' }], destinationRanges: ['12.0.0.0/8'], disabled: true }),
    rule('in', { allowed: [{ IPProtocol: 'tcp' }], direction: 'INGRESS', sourceRanges: ['0.0.0.0/0'] }),
    out,
    deny,
  ];
  expect(open(read(answer, { machines: 'delegate' }))).toEqual(['tcp 443-443 10.0.0.0/8']);
});

test('an answer that is one of several pages is incomplete', () => {
  const outgoing = read({ kind: 'compute#firewallList', items: [out, deny], nextPageToken: 'x' });
  expect(outgoing.unknown.map(({ where }) => where)).toEqual(['the answer']);
});

test('a field that is not known hides no denial', () => {
  const outgoing = read([out, { ...(deny as Record<string, unknown>), destinationMoon: 'full' }]);
  expect(open(outgoing)).toContain('udp 1-65535 0.0.0.0/0 ?');
});

test('a policy with its rules, its associations and the rules that Google adds', () => {
  const policyRule = (priority: number, action: string, match: object): object => ({
    kind: 'compute#firewallPolicyRule',
    action,
    direction: 'EGRESS',
    priority,
    ruleTupleCount: 1,
    enableLogging: false,
    match,
  });
  const all = [{ ipProtocol: 'all' }];
  const outgoing = read([
    {
      kind: 'compute#firewallPolicy',
      name: 'mine',
      selfLink: 'https://www.googleapis.com/compute/v1/projects/acme/global/firewallPolicies/mine',
      associations: [{ name: 'a', attachmentTarget: network }],
      rules: [
        policyRule(1, 'allow', {
          destFqdns: ['api.example.com'],
          layer4Configs: [{ ipProtocol: 'tcp', ports: ['443'] }],
        }),
        policyRule(2, 'deny', { destIpRanges: ['0.0.0.0/0'], layer4Configs: all }),
        policyRule(2147483644, 'goto_next', { destIpRanges: ['::/0'], layer4Configs: all }),
        policyRule(2147483645, 'goto_next', { destIpRanges: ['0.0.0.0/0'], layer4Configs: all }),
      ],
    },
  ]);
  expect(outgoing.unknown).toEqual([]);
  expect(outgoing.about).toEqual(['policy mine', 'all machines']);
  expect(open(outgoing)).toEqual([
    'tcp 443-443 api.example.com',
    ...['tcp', 'udp', 'other protocols'].map((name) => `${name} 1-65535 ::/0`),
  ]);
});
