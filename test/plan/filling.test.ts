import type { PermissionTemplate } from '../../lib/catalog';
import type { Scope } from '../../lib/connections';
import { fillTemplateOf, itemsOf } from '../../lib/plan/expand';
import { fillTemplate, partialPlaceholders, placeholdersOf, type Environment } from '../../lib/plan/template';

describe('a template', () => {
  test.each<[string, Environment, string[]]>([
    ['s3:GetObject', {}, ['s3:GetObject']],
    ['arn:{partition}:s3:::{bucket}', { bucket: ['a', 'b'] }, ['arn:{partition}:s3:::a', 'arn:{partition}:s3:::b']],
    ['{a}-{b}!', { a: ['1', '2'], b: ['3', '4'] }, ['1-3!', '1-4!', '2-3!', '2-4!']],
    ['{a}/{a}', { a: ['1', '2'] }, ['1/1', '2/2']],
    ['{a}/{b}', { a: ['1'] }, []],
    ['{a}', { a: [] }, []],
    [
      '{partition} {region} {account} {dnsSuffix} {project}',
      {},
      ['{partition} {region} {account} {dnsSuffix} {project}'],
    ],
    ['{region}', { region: ['eu-west-1'] }, ['eu-west-1']],
  ])('%s with %j is %j', (template, environment, expected) => {
    expect(fillTemplate(template, environment)).toEqual(expected);
    expect(fillTemplate(template, environment)).toEqual(expected);
  });

  test.each([
    ['api.example.com', [], []],
    ['{site}.example.com', ['site'], []],
    ['api.{site}', ['site'], []],
    ['{tenant}-api.example.com', ['tenant'], ['tenant']],
    ['api-{tenant}.example.com', ['tenant'], ['tenant']],
    ['{a}.b-{c}', ['a', 'c'], ['c']],
  ])('%s has the placeholders %j, and %j are only part of a label', (template, all, partial) => {
    expect(placeholdersOf(template)).toEqual(all);
    expect(partialPlaceholders(template)).toEqual(partial);
  });
});

describe('the template of a permission', () => {
  const source = { ref: 'x' } as unknown as PermissionTemplate['source'];
  const permission: PermissionTemplate = {
    cloud: 'aws',
    kind: 'statement',
    name: 'S',
    actions: ['s3:Get', 's3:Get', 's3:List'],
    resources: ['arn:{bucket}/{path}', '{other}'],
    concerns: [],
    note: '',
    source,
  };
  const scope: Scope = {
    flags: new Set(['on']),
    values: { path: ['p', 'q'], bucket: ['top'] },
    items: {
      buckets: [{ bucket: 'a', access: 'read' }, { bucket: 'b', access: 'write' }, { bucket: 'c' }],
    },
    given: ['buckets'],
  };
  const each = { items: 'buckets' };

  test('without a list is one statement of the values, with each action once', () => {
    expect(fillTemplateOf(permission, scope)).toEqual([
      { actions: ['s3:Get', 's3:List'], resources: ['arn:top/p', 'arn:top/q'] },
    ]);
  });

  test('is nothing without its flag, and nothing when no resource can be filled', () => {
    expect(fillTemplateOf({ ...permission, when: 'off' }, scope)).toEqual([]);
    expect(fillTemplateOf({ ...permission, when: 'on' }, scope)).toHaveLength(1);
    expect(fillTemplateOf({ ...permission, resources: ['{other}'] }, scope)).toEqual([]);
    expect(fillTemplateOf({ ...permission, each: { items: 'tables' } }, scope)).toEqual([]);
  });

  test('has more actions and resources with a flag, and only with it', () => {
    const more = {
      ...permission,
      moreActions: { on: ['s3:Put'], off: ['s3:Delete'] },
      moreResources: { on: ['more:{bucket}'], off: ['never'] },
    };
    expect(fillTemplateOf(more, scope)).toEqual([
      { actions: ['s3:Get', 's3:List', 's3:Put'], resources: ['arn:top/p', 'arn:top/q', 'more:top'] },
    ]);
  });

  test('of a list is one statement with the resources of all items, or one for each item', () => {
    expect(fillTemplateOf({ ...permission, each }, scope).map(({ resources }) => resources)).toEqual([
      ['arn:a/p', 'arn:a/q', 'arn:b/p', 'arn:b/q', 'arn:c/p', 'arn:c/q'],
    ]);
    expect(
      fillTemplateOf({ ...permission, each: { ...each, split: true } }, scope).map(({ resources }) => resources),
    ).toEqual([
      ['arn:a/p', 'arn:a/q'],
      ['arn:b/p', 'arn:b/q'],
      ['arn:c/p', 'arn:c/q'],
    ]);
  });

  test('takes the items that it asks for, and never one that does not say', () => {
    const taken = (only?: Readonly<Record<string, readonly string[]>>): (string | undefined)[] =>
      itemsOf({ ...each, ...(only === undefined ? {} : { only }) }, scope).map(({ bucket }) => bucket);
    expect(taken()).toEqual(['a', 'b', 'c']);
    expect(taken({ access: ['read'] })).toEqual(['a']);
    expect(taken({ access: ['read', 'write'] })).toEqual(['a', 'b']);
    expect(taken({ access: ['read'], bucket: ['b'] })).toEqual([]);
    expect(itemsOf({ items: 'tables' }, scope)).toEqual([]);
  });

  test('fills its conditions, keys and values, each value once', () => {
    const conditions = { StringLike: { 'tag/{bucket}': ['{path}', '{path}', 'fixed'] }, Bool: { '{other}': ['true'] } };
    expect(fillTemplateOf({ ...permission, conditions }, scope)).toEqual([
      {
        actions: ['s3:Get', 's3:List'],
        resources: ['arn:top/p', 'arn:top/q'],
        conditions: { StringLike: { 'tag/top': ['p', 'q', 'fixed'] }, Bool: { '{other}': ['true'] } },
      },
    ]);
    expect(fillTemplateOf(permission, scope)[0]).not.toHaveProperty('conditions');
  });
});
