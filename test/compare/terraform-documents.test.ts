import { auditOf, Connection, Plan, readTemplate, reviewOf, Target, type Outgoing } from 'harness-delegate-access';

/** Terraform documents that are incomplete, empty, or several. */

const read = (template: unknown): Outgoing => readTemplate(JSON.stringify(template));
const where = ({ unknown }: Outgoing): string[] => unknown.map((entry) => entry.where);

const egress = [{ from_port: 443, to_port: 443, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'] }];
const plan = (more: object): object => ({
  format_version: '1.2',
  planned_values: {
    root_module: {
      resources: [{ address: 'aws_security_group.g', mode: 'managed', type: 'aws_security_group', values: { egress } }],
    },
  },
  ...more,
});

test.each<[string, object]>([
  ['incomplete', { complete: false }],
  ['errored', { errored: true }],
  ['deferred', { deferred_changes: [{ reason: 'provider_config_unknown' }] }],
])('a plan that is %s is not the whole', (_, more) => {
  expect(where(read(plan({})))).toEqual([]);
  expect(where(read(plan(more)))).toEqual(['the plan']);
});

test('a rule that Terraform forgets stays deployed', () => {
  const address = 'aws_security_group_rule.r';
  const forgotten = { address, type: 'aws_security_group_rule', change: { actions: ['forget'] } };
  expect(where(read(plan({ resource_changes: [forgotten] })))).toEqual([address]);
  const removed = [{ from: address, lifecycle: { destroy: false } }];
  expect(where(read({ resource: { aws_security_group: { g: { egress } } }, removed }))).toEqual([address]);
});

test.each([['egress'], ['all'], ['${egress[0]}']])('ignored changes of %s are said', (name) => {
  const lifecycle = { ignore_changes: name === 'all' ? 'all' : [name] };
  expect(where(read({ resource: { aws_security_group: { g: { egress, lifecycle } } } }))).toEqual([
    'aws_security_group.g',
  ]);
});

test('ignored changes of tags are nothing', () => {
  const lifecycle = { ignore_changes: ['tags'] };
  expect(read({ resource: { aws_security_group: { g: { egress, lifecycle } } } }).unknown).toEqual([]);
});

describe('a state file', () => {
  const state = (instances: object[]): object => ({
    version: 4,
    terraform_version: '1.9.0',
    resources: [{ module: 'module.m', mode: 'managed', type: 'aws_security_group', name: 'g', instances }],
  });

  test('is read, with modules and indexes', () => {
    const outgoing = read(state([{ index_key: 'a', attributes: { id: 'sg-1', egress } }]));
    expect(outgoing).toMatchObject({ kind: 'Terraform plan or state', unknown: [] });
    expect(outgoing.read).toEqual(['module.m.aws_security_group.g["a"]']);
    expect(outgoing.about).toEqual(['security group module.m.aws_security_group.g["a"]']);
  });

  test('has objects that were replaced and are still there', () => {
    const outgoing = read(state([{ attributes: { id: 'sg-1', egress } }, { deposed: 'x', attributes: { egress } }]));
    expect(where(outgoing)).toContain('module.m.aws_security_group.g');
  });

  test.each<[string, object]>([
    ['a state file', { version: 4, lineage: 'x', resources: [] }],
    ['a state that is shown', { format_version: '1.0' }],
  ])('empty, as %s: what is needed cannot be told', (_, empty) => {
    const review = reviewOf(
      Plan.of([Connection.jenkins({ to: ['10.0.3.7/32'] })], { asOf: '2026-11-24' }).on(Target.AWS_SECURITY_GROUP),
    );
    const audit = auditOf(review, read(empty));
    expect(audit).toMatchObject({ lacking: [], surplus: [], isClean: false, template: { read: [], about: [] } });
    expect(audit.cannotTell.map(({ what }) => what)).toContain('tcp 443 to 10.0.3.7/32: no egress rule was read');
  });
});

test('several configurations are one, and names do not collide', () => {
  const text = (resource: object): string => JSON.stringify({ resource });
  const rule = { security_group_id: '${aws_security_group.g.id}', ip_protocol: 'tcp', from_port: 1, to_port: 1 };
  const outgoing = readTemplate([
    { name: 'a.tf.json', text: text({ aws_security_group: { g: { egress } } }) },
    {
      name: 'b.tf.json',
      text: text({ aws_vpc_security_group_egress_rule: { r: { ...rule, cidr_ipv4: '11.0.0.0/8' } } }),
    },
  ]);
  expect(outgoing.read).toEqual(['a.tf.json: aws_security_group.g']);
  expect(outgoing.open.map(({ place }) => place.text)).toEqual(['10.0.0.0/8', '11.0.0.0/8']);
});
