import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from '../support/errors';
import { Connection, importConnectors, importedList, Plan, Target, type ConnectorFile } from 'harness-delegate-access';

/** The shapes of files with connectors, and what is wrong with files. */

const EXAMPLE = join(__dirname, '../../examples/import');
const text = (path: string): string => readFileSync(join(EXAMPLE, path), 'utf8');
const jenkins = (identifier: string): object => ({
  identifier,
  type: 'Jenkins',
  spec: { jenkinsUrl: `https://${identifier}.example.org` },
});
const file = (value: unknown, name = 'a.json'): ConnectorFile => ({
  name,
  text: typeof value === 'string' ? value : JSON.stringify(value),
});
const names = (...files: readonly ConnectorFile[]): string[] =>
  importConnectors(files).connections.map(({ name }) => name);

describe('the example', () => {
  const api = [{ name: 'api.json', text: text('api.json') }];
  const terraform = [{ name: 'terraform.json', text: text('terraform.json') }];
  const yaml = readdirSync(join(EXAMPLE, 'harness')).map((name) => ({ name, text: text(`harness/${name}`) }));

  test('gives the same list in all three shapes, which is a plan on a target that matches names', () => {
    const list = importedList(importConnectors(api))!;
    expect(importedList(importConnectors(terraform))).toBe(list);
    expect(importedList(importConnectors(yaml))).toBe(list);
    const { connections, count } = importConnectors(api);
    expect(count).toBe(25);
    expect(connections.filter(({ missing }) => missing !== undefined)).toEqual([]);
    expect(new Set(connections.map(({ id }) => id)).size).toBeGreaterThan(20);
    const plan = Plan.of(connections.map(({ id, props }) => Connection.parse(id, props)));
    expect(plan.on(Target.GCP_FIREWALL_POLICY).rules.length).toBeGreaterThan(20);
  });

  test('is the same when all of it is read at once', () => {
    expect(importedList(importConnectors([...yaml, ...terraform, ...api]))).toBe(importedList(importConnectors(api)));
  });
});

describe('shapes', () => {
  test.each<[string, unknown]>([
    ['an answer with a page', { status: 'SUCCESS', data: { content: [{ connector: jenkins('ci') }] } }],
    ['pages in an array', [{ data: { content: [{ connector: jenkins('ci') }] } }, { data: { content: [] } }]],
    ['a page without its envelope', { content: [{ connector: jenkins('ci') }] }],
    ['one connector', { status: 'SUCCESS', data: { connector: jenkins('ci') } }],
    ['JSON of the Git experience', { connector: jenkins('ci') }],
    ['YAML', `connector:\n  identifier: ci\n  type: Jenkins\n  spec:\n    jenkinsUrl: https://ci.example.org\n`],
    [
      'YAML with others beside it',
      `pipeline:\n  x: 1\n---\nconnector: { identifier: ci, type: Jenkins, spec: { jenkinsUrl: ci.example.org } }\n`,
    ],
    [
      'YAML with anchors',
      `x: &url https://ci.example.org\nconnector:\n  identifier: ci\n  type: Jenkins\n  spec: { jenkinsUrl: *url }\n`,
    ],
    ['a plan of Terraform', { planned_values: { root_module: { resources: [tf('ci')] } } }],
    [
      'modules below modules',
      { values: { root_module: { child_modules: [{ child_modules: [{ resources: [tf('ci')] }] }] } } },
    ],
    [
      'a state file',
      {
        version: 4,
        resources: [
          {
            module: 'module.a',
            mode: 'managed',
            type: 'harness_platform_connector_jenkins',
            name: 'ci',
            instances: [{ index_key: 0, attributes: { identifier: 'ci', jenkins_url: 'https://ci.example.org' } }],
          },
        ],
      },
    ],
    ['a text with a mark of its bytes', `\ufeff${JSON.stringify({ connector: jenkins('ci') })}`],
  ])('%s', (_, value) => {
    expect(names(file(value))).toEqual(['ci']);
  });

  test('data sources, other resources and those of the first generation are none', () => {
    const { connections, remarks } = importConnectors([
      file({
        values: {
          root_module: {
            resources: [
              { ...tf('ci'), mode: 'data' },
              {
                address: 'harness_cloudprovider_aws.old',
                mode: 'managed',
                type: 'harness_cloudprovider_aws',
                values: {},
              },
              { ...tf('new'), type: 'harness_platform_connector_telepathy' },
            ],
          },
        },
      }),
    ]);
    expect(connections).toEqual([]);
    expect(remarks).toEqual([
      '1 resources of the first generation of Harness are out of date and not read, such as harness_cloudprovider_aws.old',
    ]);
  });

  test('two connectors with one identifier in different scopes are two; one in two files is one', () => {
    const inProject = {
      ...jenkins('ci'),
      orgIdentifier: 'acme',
      projectIdentifier: 'shop',
      spec: { jenkinsUrl: 'https://x.example.org' },
    };
    expect(names(file({ connector: jenkins('ci') }), file({ connector: inProject }))).toEqual([
      'ci-account',
      'ci-shop',
    ]);
    const twice = importConnectors([file({ connector: jenkins('ci') }), file({ connector: jenkins('ci') }, 'b.json')]);
    expect([twice.count, twice.remarks]).toEqual([1, []]);
    const other = { ...jenkins('ci'), spec: { jenkinsUrl: 'https://other.example.org' } };
    expect(
      importConnectors([file({ connector: jenkins('ci') }), file({ connector: other }, 'b.json')]).remarks,
    ).toEqual(['account:ci is in a.json and in b.json, and they differ: the first counts']);
  });

  test('says which pages are missing', () => {
    const page = (pageIndex: number): ConnectorFile =>
      file({ data: { totalPages: 3, pageIndex, content: [{ connector: jenkins(`ci${pageIndex}`) }] } });
    expect(importConnectors([page(0)]).remarks).toEqual([
      'the answer has 3 pages, and 1 of them is here: fetch the others too',
    ]);
    expect(importConnectors([page(0), page(1), page(2)]).remarks).toEqual([]);
    expect(importConnectors([page(0), page(1), page(2), page(1)]).remarks).toEqual([]);
  });

  test('pages of several answers do not stand for each other', () => {
    const page = (scope: object, pageIndex: number): ConnectorFile =>
      file({
        data: { totalPages: 2, pageIndex, content: [{ connector: { ...jenkins(`ci${pageIndex}`), ...scope } }] },
      });
    const project = { orgIdentifier: 'default', projectIdentifier: 'shop' };
    expect(importConnectors([page({}, 0), page({}, 1), page(project, 0)]).remarks).toEqual([
      '2 answers have 4 pages, and 3 of them are here: fetch the others too',
    ]);
    expect(importConnectors([page({}, 0), page({}, 1), page(project, 0), page(project, 1)]).remarks).toEqual([]);
  });

  test('costs of a cluster are asked where the connector that they use leads', () => {
    const cluster = (scope: object): object => ({
      identifier: 'prod',
      type: 'K8sCluster',
      spec: { credential: { spec: { masterUrl: 'https://10.20.0.2:6443' } } },
      ...scope,
    });
    const costs = (connectorRef: string): object => ({
      identifier: 'costs',
      type: 'CEK8sCluster',
      spec: { connectorRef },
      orgIdentifier: 'default',
    });
    const of = (...connectors: object[]): unknown =>
      importConnectors(connectors.map((connector, i) => file({ connector }, `${i}.json`))).connections.map(
        ({ id, props, connectors: from }) => [id, props.to, from.map(({ identifier }) => identifier)],
      );
    const both = [['kubernetes-cluster', ['10.20.0.2/32'], ['prod', 'costs']]];
    expect(of(cluster({}), costs('account.prod'))).toEqual(both);
    const own = [['kubernetes-cluster', ['10.20.0.2/32'], ['costs', 'prod']]];
    expect(of(cluster({ orgIdentifier: 'default' }), costs('prod'))).toEqual(own);
    expect(of(cluster({ orgIdentifier: 'default' }), costs('org.prod'))).toEqual(own);
    expect(importConnectors([file({ connector: costs('prod') })]).left).toMatchObject([
      { why: 'it uses the connector `prod`, which is not among these', fix: 'import that connector too' },
    ]);
  });
});

function tf(identifier: string): object {
  return {
    address: `harness_platform_connector_jenkins.${identifier}`,
    mode: 'managed',
    type: 'harness_platform_connector_jenkins',
    values: { identifier, jenkins_url: `https://${identifier}.example.org` },
  };
}

describe('a file fails', () => {
  const shapes =
    'it has no connectors: an answer of `/ng/api/connectors`, `terraform show -json`, a state, or YAML with the key `connector`';

  test.each<[string, string, string]>([
    ['empty', ' \n', 'InvalidConnectors: "a": it is empty; write the answer, the state or the connector to it'],
    [
      'HTML of a proxy',
      '<!doctype html><title>Sign in</title>',
      'InvalidConnectors: "a": it is a page of HTML or XML, as a proxy or a sign-in answers; fetch it with the header `x-api-key`, and look at the answer',
    ],
    [
      'an error of the API',
      '{"status":"ERROR","code":"INVALID_TOKEN","message":"secret"}',
      'HarnessError: "a": it is an error INVALID_TOKEN that Harness answered; check the API key, the account and its scopes, and fetch it again',
    ],
    [
      'cut JSON',
      '{"data": {"content": [',
      'InvalidConnectors: "a": it is not valid JSON; write the whole answer to the file',
    ],
    ['bad YAML', 'connector:\n  type: [', 'InvalidConnectors: "a": it is not valid YAML, at line 2, column 10'],
    ['another file', 'pipeline:\n  name: x\n', `InvalidConnectors: "a": ${shapes}`],
    ['a text', 'hello', `InvalidConnectors: "a": ${shapes}`],
    ['a list of numbers', '[1, 2]', `InvalidConnectors: "a": ${shapes}`],
    [
      'a deep file',
      `${'['.repeat(2000)}`,
      'InvalidConnectors: "a": it is not valid JSON; write the whole answer to the file',
    ],
    [
      'deep YAML',
      `connector:\n${Array.from({ length: 200 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`,
      'InvalidConnectors: "a": it is nested more than 60 deep, and no connector is',
    ],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]\nconnector: {}\n`,
      'InvalidConnectors: "a": its aliases lead nowhere, or stand for too much',
    ],
  ])('%s', (_, given, said) => {
    expect(problemsOf(() => importConnectors([{ name: 'a', text: given }]))).toEqual([said]);
  });

  test('with all others that fail', () => {
    expect(
      problemsOf(() => importConnectors([file('', 'a'), file({ connector: jenkins('ci') }), file('<', 'b')])),
    ).toHaveLength(2);
  });

  test('an empty answer is no failure, and holds nothing', () => {
    expect(importConnectors([file({ status: 'SUCCESS', data: { totalPages: 0, content: [] } })])).toMatchObject({
      count: 0,
      connections: [],
      left: [],
    });
  });
});

test('a thousand connectors are a list that parses, or say what they lack', () => {
  const content = Array.from({ length: 1000 }, (_, i) => ({
    connector:
      i % 10 === 9
        ? { identifier: `p${i}`, type: 'Pdc', spec: { hosts: [{ hostname: `h${i}.example.org` }] } }
        : jenkins(`ci${i}`),
  }));
  const { connections } = importConnectors([file({ data: { content } })]);
  expect(connections.filter(({ missing }) => missing !== undefined)).toHaveLength(100);
  expect(connections).toHaveLength(1000);
});
