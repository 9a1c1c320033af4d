import fc from 'fast-check';
import { anything, fuzz, near } from '../support/anything';
import { folder } from '../support/cli';
import {
  auditMarkdown,
  auditOf,
  auditTable,
  Connection,
  differenceMarkdown,
  differenceOf,
  differenceTable,
  parseReview,
  Plan,
  readTemplate,
  reviewOf,
  Target,
  toHtml,
  toMarkdown,
  toSvg,
} from 'harness-delegate-access';

const files = folder();
const plan = Plan.of(
  [Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.datadog(), Connection.awsS3({ buckets: ['abc'] })],
  { asOf: '2026-11-24', acknowledged: [{ finding: 'PortOnlyEgress', connection: 'datadog', reason: 'seen' }] },
);
const review = reviewOf(plan.on(Target.AWS_SECURITY_GROUP));
const outgoing = readTemplate('{"Resources":{}}');

const CLOUDFORMATION = {
  Parameters: { P: { Type: 'String' } },
  Conditions: { C: { 'Fn::Equals': ['a', 'b'] } },
  Transform: ['AWS::LanguageExtensions'],
  Resources: {
    G: {
      Type: 'AWS::EC2::SecurityGroup',
      Condition: 'C',
      Properties: {
        SecurityGroupEgress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: '444', CidrIp: '10.0.0.0/8', Description: 'd' },
        ],
      },
    },
    E: {
      Type: 'AWS::EC2::SecurityGroupEgress',
      Properties: {
        GroupId: { 'Fn::GetAtt': ['G', 'GroupId'] },
        IpProtocol: '-1',
        DestinationPrefixListId: { Ref: 'L' },
      },
    },
    L: {
      Type: 'AWS::EC2::PrefixList',
      Properties: { MaxEntries: 2, AddressFamily: 'IPv4', Entries: [{ Cidr: '10.1.0.0/16' }] },
    },
  },
};
const TERRAFORM = {
  resource: {
    aws_security_group: {
      a: { egress: [{ protocol: 'tcp', from_port: 443, to_port: 443, cidr_blocks: ['10.0.0.0/8'], self: false }] },
    },
    aws_vpc_security_group_egress_rule: {
      b: { security_group_id: '${aws_security_group.a.id}', ip_protocol: '-1', cidr_ipv4: '10.0.0.0/8' },
    },
    google_compute_firewall: {
      c: {
        direction: 'EGRESS',
        network: 'prod',
        priority: 1,
        target_tags: ['t'],
        destination_ranges: ['10.0.0.0/8'],
        allow: [{ protocol: 'tcp', ports: ['443', '1-2'] }],
      },
    },
    google_compute_network_firewall_policy_rule: {
      d: {
        direction: 'EGRESS',
        action: 'allow',
        priority: 1,
        firewall_policy: 'p',
        match: { dest_fqdns: ['a.b'], layer4_configs: [{ ip_protocol: 'tcp', ports: ['443'] }] },
      },
    },
  },
};
const SHOWN = {
  format_version: '1.2',
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'aws_security_group.a',
          mode: 'managed',
          type: 'aws_security_group',
          name: 'a',
          values: TERRAFORM.resource.aws_security_group.a,
        },
      ],
      child_modules: [{ resources: [] }],
    },
  },
};
const LIST = {
  connections: ['datadog', { jenkins: { to: ['10.0.3.7/32'], ports: [8080] } }, { custom: { name: 'x' } }],
  profile: 'documented',
  reach: { saas: ['10.0.1.5/32'], families: ['ipv4'] },
  harness: { cluster: 'prod1' },
  acknowledged: [{ finding: 'PortOnlyEgress', connection: 'datadog', reason: 'seen', until: '2027-01-31' }],
};
const json = fc.jsonValue({ depthSize: 'small' });
const text = fc.oneof(
  anything,
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom('{', '[', 'a: &a *a', '!Ref x', '- !<x> y', '? {}\n: {}', '<<: 1', '{"a":'.repeat(50_000)),
);

describe('whatever a document says, nothing but an AccessError is thrown', () => {
  test('a kept review of any text', () => fuzz(text, (value) => parseReview(value), 200));

  test('a kept review that is changed in one place is refused, or every renderer, comparison and audit takes it', () => {
    fuzz(
      near(review, json),
      (value) => {
        const read = parseReview(JSON.stringify(value));
        [toHtml, toMarkdown, toSvg].forEach((render) => render(read));
        [differenceOf(review, read), differenceOf(read, review)].forEach((difference) => {
          differenceMarkdown(difference);
          differenceTable(difference);
        });
        const audit = auditOf(read, outgoing);
        return [auditTable(audit), auditMarkdown(audit)];
      },
      150,
    );
  });

  test('a template of any text', () => fuzz(text, (value) => readTemplate(value), 200));

  test.each([
    ['CloudFormation template', CLOUDFORMATION],
    ['Terraform configuration', TERRAFORM],
    ['Terraform plan', SHOWN],
  ])('a %s that is changed in one place', (_, template) => {
    fuzz(
      near(template, fc.oneof(json, fc.constantFrom('${var.x}', '\u001b[2J', 1e21, -1))),
      (value) => {
        const audit = auditOf(review, readTemplate(JSON.stringify(value)));
        return [auditTable(audit), auditMarkdown(audit)];
      },
      200,
    );
  });

  test('the options of a template', () => {
    const options = { groups: ['G'], machines: 't', network: 'prod', policy: 'p' };
    for (const template of [CLOUDFORMATION, TERRAFORM]) {
      fuzz(fc.oneof(anything, near(options)), (value) => readTemplate(JSON.stringify(template), value));
    }
  });

  test('a file of connections that is changed in one place, or that is any text', () => {
    const values = fc.oneof(
      near(LIST, json).map((value) => JSON.stringify(value) ?? ''),
      fc.string({ unit: 'binary' }),
      fc.json(),
    );
    fuzz(values, (value) => Plan.fromFile(files.write('list.yaml', value)), 100);
    fuzz(values, (value) => Connection.fromFile(files.write('list.yaml', value)), 50);
  });
});
