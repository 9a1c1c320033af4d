import fc from 'fast-check';
import { problemsOf } from '../support/errors';
import { importConnectors, importDrift, importedList, type ImportedConnectors } from 'harness-delegate-access';

/** An import into a list that is there. */

const jenkins = (identifier: string, host = identifier, scope: object = {}): object => ({
  connector: { identifier, ...scope, type: 'Jenkins', spec: { jenkinsUrl: `https://${host}.example.org` } },
});
const imported = (...content: readonly object[]): ImportedConnectors =>
  importConnectors([{ name: 'a.json', text: JSON.stringify({ data: { content } }) }]);

/** Without the letters for what a connector said, which other tests look at. */
const plain = (text: string): string => text.replace(/(\(\w+\)) [0-9a-f]{8}(?=\r?$)/gm, '$1');

const LIST = `# mine, and a comment
connections:
  - datadog   # kept

  # harness: account:old (Jenkins)
  - jenkins: { name: old, to: [old.example.org], ports: [443] }
  # harness: account:ci (Jenkins)
  - jenkins:
      name: ci
      to: [ci.example.org]
      ports:
        - 443
  # the end of the list
harness: { cluster: eu }
`;

test('adds what is new behind the last entry, marks what is gone, and leaves every line as it was', () => {
  const drift = importDrift(imported(jenkins('ci'), jenkins('new')), LIST, 'list.yaml');
  expect(drift).toMatchObject({
    gone: [{ ref: 'account:old', line: 6, why: 'gone from Harness' }],
    changed: [],
  });
  expect(drift.added.map(({ name }) => name)).toEqual(['new']);
  expect(plain(drift.text)).toBe(
    LIST.replace('  - jenkins: { name: old', '  # gone from Harness: account:old\n  - jenkins: { name: old').replace(
      '        - 443\n',
      '        - 443\n  # harness: account:new (Jenkins)\n  - jenkins: { name: new, to: [new.example.org], ports: [443] }\n',
    ),
  );
  const again = importDrift(imported(jenkins('ci'), jenkins('new')), drift.text, 'list.yaml');
  expect(again.text).toBe(drift.text);
  expect([again.added, again.changed, again.gone.length]).toEqual([[], [], 1]);
  const back = importDrift(imported(jenkins('ci'), jenkins('new'), jenkins('old')), drift.text, 'list.yaml');
  expect(back.gone).toEqual([]);
  expect(back.text).not.toContain('gone from Harness');
});

test('tells what Harness says otherwise now, and does not touch it', () => {
  const drift = importDrift(imported(jenkins('ci', 'moved'), jenkins('old')), LIST, 'list.yaml');
  expect(drift).toMatchObject({
    added: [],
    gone: [],
    changed: [{ ref: 'account:ci', line: 8, props: ['to'] }],
    text: LIST,
  });
  const other = { connector: { identifier: 'ci', type: 'Bamboo', spec: { bambooUrl: 'https://ci.example.org' } } };
  expect(importDrift(imported(other, jenkins('old')), LIST, 'list.yaml')).toMatchObject({
    added: [],
    changed: [{ ref: 'account:ci', props: ['id'] }],
  });
});

test('what the user adds to an entry is no drift, and a second connector of it gets its comment', () => {
  const list = `- aws-cloud: { name: aws, ecrRepositories: [web] }\n- jenkins: { to: [ci.example.org], ports: [443] }\n`;
  const aws = { connector: { identifier: 'aws', type: 'Aws', spec: { credential: { type: 'InheritFromDelegate' } } } };
  const known = `# harness: account:aws (Aws)\n${list}`;
  const drift = importDrift(imported(aws, jenkins('ci')), known, 'list.yaml');
  expect(drift).toMatchObject({ added: [], changed: [], gone: [] });
  expect(plain(drift.text)).toBe(known.replace('- jenkins', '# harness: account:ci (Jenkins)\n- jenkins'));
});

test('scopes that the import does not have are not gone', () => {
  const list = `# harness: acme/shop:ci (Jenkins)\n- jenkins: { to: [ci.example.org] }\n`;
  expect(importDrift(imported(jenkins('a')), list, 'list.yaml').gone).toEqual([]);
  const ofShop = jenkins('b', 'b', { orgIdentifier: 'acme', projectIdentifier: 'shop' });
  expect(importDrift(imported(ofShop), list, 'list.yaml').gone).toMatchObject([{ ref: 'acme/shop:ci' }]);
});

test('names that the list has get a number, and the ends of lines stay what they are', () => {
  const list = '- jenkins: { name: new, to: [x.example.org] }\r\n';
  const { text } = importDrift(imported(jenkins('new')), list, 'list.yaml');
  expect(plain(text)).toBe(
    `${list}# harness: account:new (Jenkins)\r\n- jenkins: { name: new-2, to: [new.example.org], ports: [443] }\r\n`,
  );
  const without = importDrift(imported(jenkins('new')), '- datadog', 'list.yaml').text;
  expect(plain(without)).toBe(
    '- datadog\n# harness: account:new (Jenkins)\n- jenkins: { name: new, to: [new.example.org], ports: [443] }',
  );
  const crlf = importDrift(imported(jenkins('new')), '- datadog\r\n- logz', 'list.yaml').text;
  expect(crlf).toMatch(/^- datadog\r\n- logz\r\n# harness: [^\r]+\r\n- jenkins: [^\r]+$/);
});

test('an entry that is not whole is added once, as a comment', () => {
  const pdc = { connector: { identifier: 'dc', type: 'Pdc', spec: { hosts: [{ hostname: 'a.example.org' }] } } };
  const first = importDrift(imported(pdc), '- datadog\n', 'list.yaml');
  expect(first.text).toContain('# - physical-data-center: { name: dc, machines: [a.example.org] }\n');
  expect(importDrift(imported(pdc), first.text, 'list.yaml')).toMatchObject({ added: [], text: first.text });
});

describe('what follows an import', () => {
  const listOf = (...content: readonly object[]): string => importedList(imported(...content))!;
  const of = (type: string, spec: object, identifier = 'x'): object => ({ connector: { identifier, type, spec } });
  const snow = of('ServiceNow', {
    serviceNowUrl: 'https://acme.service-now.com',
    auth: { spec: { adfsUrl: 'https://a.example.org', tokenUrl: 'https://b.example.org' } },
  });
  const codecommit = of('Codecommit', { url: 'https://git-codecommit.eu-west-1.amazonaws.com' });
  const pdc = of('Pdc', { hosts: [{ hostname: 'a.example.org' }] });
  const cluster = (oidcIssuerUrl?: string): object =>
    of('K8sCluster', {
      credential: { spec: { masterUrl: 'https://k8s.example.org', auth: { spec: { oidcIssuerUrl } } } },
    });
  const drift = (list: string, ...content: readonly object[]): ReturnType<typeof importDrift> =>
    importDrift(imported(...content), list, 'list.yaml');

  test('is no drift, whatever the connectors become', () => {
    const all = [
      snow,
      codecommit,
      pdc,
      cluster('https://issuer.example.org'),
      of('CustomSecretManager', {}, 'csm'),
      jenkins('ci'),
    ];
    all.forEach((one, i) =>
      Object.assign((one as { connector: { identifier: string } }).connector, { identifier: `c${i}` }),
    );
    expect(drift(listOf(...all), ...all)).toMatchObject({ added: [], changed: [], gone: [] });
  });

  test('a second host that a connector has now is new, and one that it has not any more is gone', () => {
    const [one, two] = [cluster(), cluster('https://issuer.example.org')];
    expect(drift(listOf(one), two).added.map(({ props }) => props.to)).toEqual([['issuer.example.org']]);
    expect(drift(listOf(two), one)).toMatchObject({
      added: [],
      gone: [{ ref: 'account:x', why: 'needs nothing now' }],
    });
  });

  test('an entry that is whole now is new, although its comment is there', () => {
    const whole = of('Pdc', { hosts: [{ hostname: 'a.example.org:22' }] });
    expect(drift(listOf(pdc, jenkins('ci')), whole, jenkins('ci')).added.map(({ props }) => props.ssh)).toEqual([true]);
  });

  test('of two connectors of one entry one may move', () => {
    const both = [jenkins('a', 'same'), jenkins('b', 'same')];
    const moved = drift(listOf(...both), jenkins('a', 'same'), jenkins('b', 'other'));
    expect(moved).toMatchObject({ changed: [] });
    expect(moved.added.map(({ props }) => props.to)).toEqual([['other.example.org']]);
  });

  test('what cannot be placed now, or is for other tags, is not gone from Harness', () => {
    const list = listOf(jenkins('a'), jenkins('b'));
    const expression = of('Jenkins', { jenkinsUrl: '<+input>' }, 'b');
    expect(drift(list, jenkins('a'), expression).gone).toEqual([]);
    const tagged = of('Jenkins', { jenkinsUrl: 'https://b.example.org', delegateSelectors: ['red'] }, 'b');
    const text = JSON.stringify({ data: { content: [jenkins('a'), tagged] } });
    const forBlue = importConnectors([{ name: 'a.json', text }], { delegateTags: ['blue'] });
    expect(importDrift(forBlue, list, 'list.yaml').gone).toMatchObject([
      { ref: 'account:b', why: 'not for these tags' },
    ]);
  });

  test('what the user makes of an entry is no drift, until Harness says something else', () => {
    const list = listOf(jenkins('ci'), of('Gcp', { credential: { type: 'InheritFromDelegate' } }, 'gcp'))
      .replace('[ci.example.org]', '[10.0.0.7/32]')
      .replace('machines: []', 'machines: [10.64.0.0/20]');
    const gcp = of('Gcp', { credential: { type: 'InheritFromDelegate' } }, 'gcp');
    expect(drift(list, jenkins('ci'), gcp)).toMatchObject({ added: [], changed: [], gone: [] });
    expect(drift(list, jenkins('ci', 'moved'), gcp).changed).toMatchObject([{ ref: 'account:ci', props: ['to'] }]);
  });

  test('the end of a text in several lines stays in it', () => {
    const list =
      '- custom:\n    name: a\n    to: [10.0.0.1/32]\n    ports: [443]\n    reason: >-\n      one\n      # two\n';
    const { text } = drift(list, jenkins('ci'));
    expect(text.startsWith(list)).toBe(true);
  });
});

test.each([
  ['[datadog, gitlab]\n'],
  ['connections: [datadog]\n'],
  ['{"connections": ["datadog"]}'],
  ['harness: { cluster: eu }\n'],
  ['connections: []\n'],
])('a list that is no block is refused: %j', (text) => {
  expect(problemsOf(() => importDrift(imported(jenkins('a')), text, 'list.yaml'))).toEqual([
    'NotABlockList: "list.yaml" must have a list with an entry on each line, such as `- datadog`, to add lines to it; write it so, or import to a new file',
  ]);
});

test('whatever the list is, its lines stay in their order, and the result is a list with them and the new', () => {
  const line = fc.constantFrom(
    ...['- datadog: { name: NAME }', '- jenkins:\n    name: NAME\n    to: [10.0.0.1/32]', '# a comment', ''],
    '- nexus: { name: NAME, to: ["10.0.0.2/32"] } # end',
  );
  const lists = fc
    .array(line, { minLength: 1, maxLength: 8 })
    .map((lines) =>
      ['- splunk: { deployment: acme }', ...lines].map((text, i) => text.replace('NAME', `n${i}`)).join('\n'),
    );
  fc.assert(
    fc.property(lists, fc.boolean(), fc.boolean(), (body, isMap, ends) => {
      const list = `${isMap ? `connections:\n${body.replace(/^(?=.)/gm, '  ')}\nprofile: recommended` : body}${ends ? '\n' : ''}`;
      const { text } = importDrift(imported(jenkins('one'), jenkins('two')), list, 'list.yaml');
      const kept = text.split('\n').filter((one) => !/harness: account:|name: (?:one|two)/.test(one));
      expect(kept).toEqual(list.split('\n'));
      expect(importDrift(imported(jenkins('one'), jenkins('two')), text, 'list.yaml').added).toEqual([]);
      expect(text.match(/^ *- jenkins: \{ name: (?:one|two), /gm)).toHaveLength(2);
    }),
  );
});
