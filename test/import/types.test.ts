import { EVERY_TYPE } from './every-type';
import { CONNECTOR_TYPES } from '../../lib/import/connector-types';
import {
  Connection,
  importConnectors,
  importedList,
  importReport,
  type ImportedConnectors,
} from 'harness-delegate-access';

/** Each type of connector of Harness's schema, in the shape of the API. */

const answer = (...connectors: readonly object[]): string =>
  JSON.stringify({ status: 'SUCCESS', data: { content: connectors.map((connector) => ({ connector })) } });
const imported = (...connectors: readonly object[]): ImportedConnectors =>
  importConnectors([{ name: 'a.json', text: answer(...connectors) }]);

test('knows the 65 types of the schema, and no other', () => {
  expect(Object.keys(EVERY_TYPE)).toHaveLength(65);
  expect(Object.keys(CONNECTOR_TYPES).sort()).toEqual(Object.keys(EVERY_TYPE).sort());
});

test.each(Object.entries(EVERY_TYPE))('%s', (type, { spec, becomes }) => {
  const { connections, skipped, left } = imported({ identifier: 'one', type, spec });
  if (typeof becomes === 'string') {
    const said = [...skipped, ...left]
      .map(({ why }) => why)
      .concat(connections.flatMap(({ missing }) => missing ?? []));
    expect(said).toEqual([expect.stringContaining(becomes)]);
    return;
  }
  expect(connections.map(({ missing }) => missing)).toEqual(becomes.map(() => undefined));
  const plain = connections.map(({ id, props: { name: _, reason: __, ...props } }) => [id, props]);
  expect(plain).toEqual(expect.arrayContaining(becomes.map(([id, props]) => [id, props])));
  expect(plain).toHaveLength(becomes.length);
  connections.forEach(({ id, props }) => expect(Connection.parse(id, props).id).toBe(id));
});

describe('addresses decide on the row', () => {
  test.each<[string, object, string, object]>([
    ['Github', { url: 'https://github.example.org/acme' }, 'github-repo', { to: ['github.example.org'] }],
    ['Github', { url: 'git@github.com:acme/x', authentication: { type: 'Ssh' } }, 'github-repo', { ssh: true }],
    ['Git', { type: 'Http', url: 'https://user:token@github.com/acme/x.git' }, 'github-repo', {}],
    ['Git', { type: 'Http', url: 'https://gitlab.com/acme/x' }, 'gitlab', {}],
    ['Git', { type: 'Http', url: 'git://git.example.org/x' }, 'git', { to: ['git.example.org'], ports: [9418] }],
    ['Gitlab', { url: 'http://git.example.org:8080' }, 'gitlab', { to: ['git.example.org'], ports: [8080] }],
    ['Gitlab', { url: 'git@git.example.org:2222/x' }, 'gitlab', { to: ['git.example.org'], ports: [443, 2222] }],
    [
      'Gitlab',
      { url: 'https://git.example.org', apiAccess: { spec: { apiUrl: 'https://api.example.org:8443' } } },
      'gitlab',
      { to: ['git.example.org', 'api.example.org'], ports: [443, 8443] },
    ],
    ['Github', { url: 'git@github.com:22/acme/x' }, 'github-repo', { ssh: true }],
    [
      'Splunk',
      { splunkUrl: 'https://splunk.example.org', type: 'HEC Token' },
      'splunk',
      { to: ['splunk.example.org'], ports: [8088] },
    ],
    [
      'AwsSecretManager',
      { region: 'eu-west-1', secretNamePrefix: '/' },
      'aws-secrets-manager',
      { regions: ['eu-west-1'] },
    ],
    ['Gitlab', { url: 'ssh://git@git.example.org:2222/x' }, 'gitlab', { to: ['git.example.org'], ports: [443, 2222] }],
    [
      'Bitbucket',
      { url: 'ssh://git@bb.example.org:7999/x' },
      'bitbucket',
      { to: ['bb.example.org'], dataCenterSsh: true },
    ],
    ['AzureRepo', { url: 'https://acme@dev.azure.com/acme/_git/x' }, 'azure-repos', {}],
    [
      'DockerRegistry',
      { dockerRegistryUrl: 'https://index.docker.io/v2/' },
      'docker-registry',
      { hosting: 'docker-hub' },
    ],
    ['DockerRegistry', { dockerRegistryUrl: 'https://ghcr.io' }, 'docker-registry', { hosting: 'ghcr' }],
    [
      'DockerRegistry',
      { dockerRegistryUrl: 'https://111111111111.dkr.ecr.eu-west-1.amazonaws.com' },
      'aws-ecr',
      { regions: ['eu-west-1'] },
    ],
    ['DockerRegistry', { dockerRegistryUrl: 'public.ecr.aws' }, 'aws-ecr', { publicRegistry: true }],
    ['DockerRegistry', { dockerRegistryUrl: 'https://europe-west1-docker.pkg.dev/x' }, 'google-artifact-registry', {}],
    ['OciHelmRepo', { helmRepoUrl: 'acme.azurecr.us' }, 'azure-acr', { cloud: 'government', registries: ['acme'] }],
    ['CustomHealth', { baseURL: 'https://api-eu.logz.io' }, 'logz', { region: 'eu' }],
    ['CustomHealth', { baseURL: 'https://api.bugsnag.com' }, 'bugsnag', { hosting: 'saas' }],
    ['SumoLogic', { url: 'https://api.sumologic.com' }, 'sumo-logic', { deployment: 'us1' }],
    ['SumoLogic', { url: 'https://api.in.sumologic.com' }, 'sumo-logic', { to: ['api.in.sumologic.com'] }],
    ['NewRelic', { url: 'https://api.eu.newrelic.com/v2/' }, 'new-relic', { region: 'eu' }],
    ['Splunk', { splunkUrl: 'https://splunk.example.org' }, 'splunk', { to: ['splunk.example.org'], ports: [8089] }],
    [
      'TerraformCloud',
      { terraformCloudUrl: 'https://tfe.example.org' },
      'terraform-cloud',
      { to: ['tfe.example.org'], ports: [443] },
    ],
    ['Vault', { vaultUrl: 'http://[2001:db8::1]:8200' }, 'hashicorp-vault', { to: ['2001:db8::1/128'], ports: [8200] }],
  ])('%s %j', (type, spec, id, props) => {
    const { connections } = imported({ identifier: 'one', type, spec });
    expect(connections.map(({ id: own, props: { name: _, ...rest } }) => [own, rest])).toEqual([[id, props]]);
  });

  test('clusters with OpenID Connect and brokers of AWS reach a second host', () => {
    const { connections } = imported(
      {
        identifier: 'oidc',
        type: 'K8sCluster',
        spec: {
          credential: {
            type: 'ManualConfig',
            spec: {
              masterUrl: 'https://k8s.example.org:6443',
              auth: { type: 'OpenIdConnect', spec: { oidcIssuerUrl: 'https://issuer.example.org/x' } },
            },
          },
        },
      },
      {
        identifier: 'broker',
        type: 'Aws',
        spec: { credential: { type: 'CredentialBroker', spec: { url: 'https://broker.example.org', payload: 'x' } } },
      },
    );
    expect(connections.map(({ id, name, props }) => [id, name, props.to])).toEqual([
      ['aws-cloud', 'broker', undefined],
      ['kubernetes-cluster', 'oidc', ['k8s.example.org']],
      ['custom', 'broker-broker', ['broker.example.org']],
      ['custom', 'oidc-oidc', ['issuer.example.org']],
    ]);
  });

  test('a second address that cannot be read is told, and the rest is placed', () => {
    const expression = '<+variable.url>';
    const { connections } = imported(
      {
        identifier: 'git',
        type: 'Gitlab',
        spec: { url: 'https://git.example.org', apiAccess: { spec: { apiUrl: expression } } },
      },
      {
        identifier: 'snow',
        type: 'ServiceNow',
        spec: { serviceNowUrl: 'https://acme.service-now.com', auth: { spec: { tokenUrl: expression } } },
      },
      { identifier: 'aws', type: 'Aws', spec: { credential: { type: 'CredentialBroker', spec: { url: expression } } } },
      {
        identifier: 'k8s',
        type: 'K8sCluster',
        spec: {
          credential: { spec: { masterUrl: 'https://k8s.example.org', auth: { spec: { oidcIssuerUrl: expression } } } },
        },
      },
    );
    expect(connections.map(({ id, notes }) => [id, notes.some((note) => note.includes('is no address'))])).toEqual([
      ['aws-cloud', true],
      ['kubernetes-cluster', true],
      ['gitlab', true],
      ['servicenow', true],
    ]);
  });

  test('hosts of a data center are placed by their ports, and one without a port is asked for', () => {
    const hosts = ['a.example.org:5986', 'b.example.org', 'c.example.org:2222'].map((hostname) => ({ hostname }));
    const { connections } = imported({ identifier: 'dc', type: 'Pdc', spec: { hosts } });
    expect(
      connections.map(({ name, props: { name: _, ...props }, missing }) => [name, props, missing !== undefined]),
    ).toEqual([
      ['dc-2222', { machines: ['c.example.org'], ports: [2222] }, false],
      ['dc-5986', { machines: ['a.example.org'], winRmTls: true }, false],
      ['dc-rest', { machines: ['b.example.org'] }, true],
    ]);
  });

  test('lines of Harness itself are told, not placed', () => {
    const { connections, left } = imported(
      {
        identifier: 'harnessImage',
        type: 'DockerRegistry',
        spec: { dockerRegistryUrl: 'https://registry.hub.docker.com' },
      },
      { identifier: 'har', type: 'DockerRegistry', spec: { dockerRegistryUrl: 'https://pkg.harness.io/x' } },
      { identifier: 'code', type: 'Harness', spec: { executeOnDelegate: true } },
    );
    expect(connections).toEqual([]);
    expect(left.map(({ fix }) => fix)).toEqual([
      expect.stringContaining('stepImages'),
      expect.stringContaining('artifactRegistry'),
      expect.stringContaining('codeRepository'),
    ]);
  });
});

describe('which connectors count', () => {
  const gitlab = (identifier: string, spec: object): object => ({
    identifier,
    type: 'Gitlab',
    spec: { url: `https://${identifier}.example.org`, ...spec },
  });

  test('not those that Harness itself calls', () => {
    const { connections, skipped } = imported(
      gitlab('own', { executeOnDelegate: false }),
      gitlab('other', { executeOnDelegate: null }),
      { identifier: 'code', type: 'Harness', spec: {} },
      { identifier: 'gh', type: 'Github', spec: { url: 'https://github.com/x' } },
    );
    expect(connections.map(({ name }) => name)).toEqual(['gh', 'other']);
    expect(skipped.map(({ identifier }) => identifier)).toEqual(['own', 'code']);
    expect(connections[0]!.notes).toEqual(['`executeOnDelegate` is not set, and taken as true']);
  });

  test('with tags: those without selectors, and those whose selectors are all among the tags', () => {
    const text = answer(
      gitlab('none', { delegateSelectors: [] }),
      gitlab('blue', { delegateSelectors: ['blue'] }),
      gitlab('both', { delegateSelectors: ['blue', 'green'] }),
      {
        identifier: 'aws',
        type: 'Aws',
        spec: { credential: { type: 'InheritFromDelegate', spec: { delegateSelectors: ['red'] } } },
      },
    );
    const names = (delegateTags?: readonly string[]): string[] =>
      importConnectors([{ name: 'a.json', text }], {
        ...(delegateTags === undefined ? {} : { delegateTags }),
      }).connections.map(({ name }) => name);
    expect(names()).toEqual(['aws', 'blue', 'both', 'none']);
    expect(names(['blue'])).toEqual(['blue', 'none']);
    expect(names(['blue', 'green', 'red'])).toEqual(['aws', 'blue', 'both', 'none']);
    expect(names([])).toEqual(['none']);
  });

  test("not Harness's own, broken copies and unknown types, each with its reason", () => {
    const text = JSON.stringify({
      data: {
        content: [
          { connector: { identifier: 'own', type: 'GcpKms' }, harnessManaged: true },
          { connector: gitlab('broken', {}), entityValidityDetails: { valid: false, invalidYaml: 'secret' } },
          { connector: { identifier: 'new', type: 'Telepathy', spec: { url: 'https://x.example.org' } } },
          { connector: { identifier: 'typeless' } },
        ],
      },
    });
    const { connections, skipped, left } = importConnectors([{ name: 'a.json', text }]);
    expect(connections).toEqual([]);
    expect(skipped.map(({ why }) => why)).toEqual(['it is of Harness itself']);
    expect(left.map(({ identifier, why }) => [identifier, why])).toEqual([
      ['broken', 'Harness says that its copy in Git is broken'],
      ['new', 'the type `Telepathy` is not known to this edition'],
      ['typeless', 'it has no type'],
    ]);
  });

  test('of Terraform, where a `false` may mean "not set", they stay, with a note', () => {
    const resource = (type: string, values: object): object => ({
      address: `harness_platform_connector_${type}.one`,
      mode: 'managed',
      type: `harness_platform_connector_${type}`,
      values: { identifier: type, execute_on_delegate: false, ...values },
    });
    const text = JSON.stringify({
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            resource('gitlab', { url: 'https://git.example.org' }),
            resource('vault', { vault_url: 'https://vault.example.org' }),
            resource('artifactory', { url: 'https://acme.jfrog.io' }),
          ],
        },
      },
    });
    const { connections, skipped } = importConnectors([{ name: 't.json', text }]);
    expect(connections.map(({ name, notes }) => [name, notes.length])).toEqual([['gitlab', 1]]);
    expect(skipped.map(({ identifier }) => identifier)).toEqual(['vault', 'artifactory']);
  });
});

describe('the list', () => {
  test('joins connectors with the same row, place and ports, and names the rest by their scopes', () => {
    const jenkins = (orgIdentifier: string | undefined, host: string): object => ({
      identifier: 'ci',
      orgIdentifier,
      type: 'Jenkins',
      spec: { jenkinsUrl: `https://${host}.example.org` },
    });
    const all = [jenkins(undefined, 'one'), jenkins('acme', 'two'), jenkins('labs', 'one')];
    const { connections } = imported(...all);
    expect(connections.map(({ name, connectors }) => [name, connectors.map(({ scope }) => scope)])).toEqual([
      ['ci-account', ['account', 'labs']],
      ['ci-acme', ['acme']],
    ]);
    const text = importedList(imported(...all))!;
    expect(importedList(imported(...[...all].reverse()))).toBe(text);
    expect(text).toMatch(/^# harness: labs:ci \(Jenkins\) [0-9a-f]{8}$/m);
  });

  test('has names of their own for whatever identifiers come together', () => {
    const all = [
      ...['same_proj_2', 'same', 'Same'].flatMap((identifier) =>
        ['o1', 'o2'].map((orgIdentifier) => ({ identifier, orgIdentifier, projectIdentifier: 'proj' })),
      ),
      ...Array.from({ length: 1100 }, (_, i) => ({
        identifier: `${'x'.repeat(60)}`,
        orgIdentifier: `o${i}`,
        projectIdentifier: 'p',
      })),
      { identifier: 'smile😀' },
    ].map((ids, i) => ({ ...ids, type: 'Jenkins', spec: { jenkinsUrl: `https://h${i}.example.org` } }));
    const { connections } = imported(...all);
    expect(connections.filter(({ missing }) => missing !== undefined)).toEqual([]);
    expect(new Set(connections.map(({ name }) => name)).size).toBe(all.length);
  });

  test('keeps connectors without an identifier apart', () => {
    const { count } = imported(
      { type: 'Jenkins', spec: { jenkinsUrl: 'https://a.example.org' } },
      { type: 'Nexus', spec: { nexusServerUrl: 'https://b.example.org' } },
    );
    expect(count).toBe(2);
  });

  test('always parses, whatever the identifiers are', () => {
    const hostile = [
      '- evil: x',
      'a\n- b',
      '"',
      "'",
      '#',
      'ümlaut',
      '\u202e',
      'x'.repeat(300),
      '',
      '{}',
      'harness',
      '1',
    ];
    const { connections } = imported(
      ...hostile.map((identifier, i) => ({
        identifier,
        type: 'Jenkins',
        spec: { jenkinsUrl: `https://h${i}.example.org` },
      })),
    );
    expect(connections).toHaveLength(hostile.length);
    expect(new Set(connections.map(({ name }) => name)).size).toBe(hostile.length);
    connections.forEach(({ missing }) => expect(missing).toBeUndefined());
  });

  test('the report says where in the list each incomplete entry is', () => {
    const all = imported(
      { identifier: 'dc', type: 'Pdc', spec: { hosts: [{ hostname: 'a.example.org' }] } },
      { identifier: 'ci', type: 'Jenkins', spec: { jenkinsUrl: 'https://ci.example.org' } },
    );
    const line = Number(/^- line (\d+), account:dc /m.exec(importReport(all))?.[1]);
    expect(importedList(all)!.split('\n')[line - 1]).toBe(
      '# - physical-data-center: { name: dc, machines: [a.example.org] }',
    );
  });

  test('is none when nothing is whole', () => {
    expect(
      importedList(imported({ identifier: 'x', type: 'Pdc', spec: { hosts: [{ hostname: 'a' }] } })),
    ).toBeUndefined();
  });
});
