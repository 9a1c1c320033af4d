import fc from 'fast-check';
import { everyRow } from '../../support/every-row';
import { Connection, Plan, toDomainList, toSuricata, type SuricataOptions } from 'harness-delegate-access';
import { AwsDestination } from 'harness-delegate-access/aws';

const own = (name: string, to: Parameters<typeof Connection.custom>[0]['to'], ports: readonly number[], more = {}) =>
  Connection.custom({ name, to, ports, reason: 'of a test', ...more });
const rulesOf = (list: readonly Connection[], options: SuricataOptions = {}): string[] =>
  toSuricata(Plan.of(list), options).rules.trim().split('\n');
const ruleOf = (list: readonly Connection[], what: string, options: SuricataOptions = {}): string =>
  rulesOf(list, options).find((rule) => rule.includes(`msg:"${what} for `))!;
const withoutSid = (rule: string): string => rule.replace(/ sid:\d+; rev:1;/, '');

describe('a rule', () => {
  const list = [
    own('exact', ['a.acme.io'], [443]),
    own('label', ['*.acme.io'], [8443]),
    own('middle', ['a.*.acme.io'], [443]),
    own('plain', ['repo.acme.io'], [80]),
    own('block', ['10.0.3.0/24'], [22]),
    own('range', ['2001:db8::/64'], ['8000-8010' as never]),
    own('datagrams', ['10.0.3.7/32'], ['5000/udp' as never]),
    own('git', ['git.acme.io'], [22], { unenforceable: 'port-only' }),
    own('either', ['es.acme.io'], [9200], { speaks: 'http' }),
  ];

  test.each<[string, string]>([
    [
      'a.acme.io:443',
      'pass tls $HOME_NET any -> any 443 (msg:"a.acme.io:443 for exact:443"; flow:established,to_server; tls.sni; content:"a.acme.io"; startswith; endswith; nocase;)',
    ],
    [
      '*.acme.io:8443',
      'pass tls $HOME_NET any -> any 8443 (msg:"*.acme.io:8443 for label:8443"; flow:established,to_server; tls.sni; content:".acme.io"; endswith; nocase; pcre:"/^[^.]+\\.acme\\.io$/i";)',
    ],
    [
      'a.*.acme.io:443',
      'pass tls $HOME_NET any -> any 443 (msg:"a.*.acme.io:443 for middle:443"; flow:established,to_server; tls.sni; content:".acme.io"; endswith; nocase; pcre:"/^a\\.[^.]+\\.acme\\.io$/i";)',
    ],
    [
      'repo.acme.io:80',
      'pass http $HOME_NET any -> any 80 (msg:"repo.acme.io:80 for plain:80"; flow:established,to_server; http.host; content:"repo.acme.io"; startswith; endswith;)',
    ],
    ['10.0.3.0/24:22', 'pass tcp $HOME_NET any -> 10.0.3.0/24 22 (msg:"10.0.3.0/24:22 for block:22"; flow:to_server;)'],
    [
      '2001:db8::/64:8000-8010',
      'pass tcp $HOME_NET any -> 2001:db8::/64 8000:8010 (msg:"2001:db8::/64:8000-8010 for range:8000-8010"; flow:to_server;)',
    ],
    [
      '10.0.3.7/32:5000/udp',
      'pass udp $HOME_NET any -> 10.0.3.7/32 5000 (msg:"10.0.3.7/32:5000/udp for datagrams:5000/udp"; flow:to_server;)',
    ],
    ['0.0.0.0/0:22', 'pass tcp $HOME_NET any -> 0.0.0.0/0 22 (msg:"0.0.0.0/0:22 for git:22"; flow:to_server;)'],
    [
      'es.acme.io:9200',
      'pass http $HOME_NET any -> any 9200 (msg:"es.acme.io:9200 for either:9200"; flow:established,to_server; http.host; content:"es.acme.io"; startswith; endswith;)',
    ],
  ])('for %s', (what, expected) => {
    expect(withoutSid(ruleOf(list, what))).toBe(expected);
  });

  test('says every reason of what it passes', () => {
    const two = [own('one', ['a.acme.io'], [443]), own('two', ['a.acme.io'], [443])];
    expect(ruleOf(two, 'a.acme.io:443')).toContain('msg:"a.acme.io:443 for one:443 two:443"');
  });

  test('ties a name to its addresses where those are validated, whatever is spoken there', () => {
    const resolved = { resolved: true };
    expect(ruleOf(list, 'a.acme.io:443', resolved)).toContain('nocase; aws_route_53_resolved_domain:"a.acme.io"; sid:');
    expect(withoutSid(ruleOf(list, 'git.acme.io:22', resolved))).toBe(
      'pass tcp $HOME_NET any -> any 22 (msg:"git.acme.io:22 for git:22"; flow:to_server; aws_route_53_resolved_domain:"git.acme.io";)',
    );
    expect(ruleOf(list, '*.acme.io:8443', resolved)).not.toContain('aws_route_53');
  });

  test('with a wildcard leaves out the names that are tied, which it would pass at any address', () => {
    const both = [own('all', ['*.acme.io'], [443]), own('one', ['a.acme.io'], [443])];
    expect(ruleOf(both, '*.acme.io:443', { resolved: true })).toContain(
      'pcre:"/^(?!(?:a\\.acme\\.io)$)[^.]+\\.acme\\.io$/i"',
    );
    expect(ruleOf(both, '*.acme.io:443')).toContain('pcre:"/^[^.]+\\.acme\\.io$/i"');
  });

  test('keeps the port that its name has: a joined one would pass the protocol of its neighbour', () => {
    const winRm = [own('clear', ['win.acme.io'], [5985]), own('tls', ['win.acme.io'], [5986])];
    expect(ruleOf(winRm, 'win.acme.io:5985')).toMatch(/^pass http .* any 5985 /);
    expect(ruleOf(winRm, 'win.acme.io:5986')).toMatch(/^pass tls .* any 5986 /);
    const tied = [own('all', ['*.acme.io'], [443, 444], { speaks: 'tls' }), own('one', ['a.acme.io'], [443])];
    expect(ruleOf(tied, '*.acme.io:443', { resolved: true })).toContain('(?!(?:a\\.acme\\.io)$)');
    expect(ruleOf(tied, '*.acme.io:444', { resolved: true })).not.toContain('(?!');
  });

  test('that would be longer than AWS takes is refused', () => {
    const names = Array.from({ length: 400 }, (_, i) => `service-with-a-long-name-${i}.acme.io`);
    const long = [own('all', ['*.acme.io'], [443]), own('many', names, [443])];
    expect(() => toSuricata(Plan.of(long), { resolved: true })).toThrow(
      /the rule for `\*\.acme\.io:443` has \d+ characters, and Network Firewall takes 8192.*\(RuleTooLong\)/,
    );
    expect(toSuricata(Plan.of(long)).capacity).toBeGreaterThan(400);
  });
});

describe('a group', () => {
  test('ends with drops of its own, which alert where one watches first, and has none where the policy closes', () => {
    const ends = (options: SuricataOptions): string[] => rulesOf([own('a', ['a.acme.io'], [443])], options).slice(-5);
    expect(ends({}).map((rule) => rule.split(' ').slice(0, 3).join(' '))).toEqual([
      'drop ip $HOME_NET',
      'drop tls $HOME_NET',
      'drop http $HOME_NET',
      'drop tcp $HOME_NET',
      'drop tcp $HOME_NET',
    ]);
    expect(ends({ action: 'alert' }).every((rule) => rule.startsWith('alert '))).toBe(true);
    expect(ends({ closed: false }).every((rule) => rule.startsWith('pass '))).toBe(true);
  });

  test.each([false, true])(
    'has every pass before every drop, so that strict order and action order agree, resolved: %s',
    (resolved) => {
      const actions = rulesOf(everyRow(), { resolved }).map((rule) => rule.split(' ')[0]!);
      expect(actions.lastIndexOf('pass')).toBeLessThan(actions.indexOf('drop'));
      expect(new Set(actions)).toEqual(new Set(['pass', 'drop']));
    },
  );

  test('is for its source alone, in every rule', () => {
    const rules = rulesOf(everyRow(), { source: '@DELEGATE' });
    expect(rules.filter((rule) => !/^\w+ \w+ @DELEGATE any -> /.test(rule))).toEqual([]);
  });

  test('of every row fits into 200 units, counts them, and looks at what goes to the server', () => {
    const { rules, capacity } = toSuricata(Plan.of(everyRow()));
    expect(capacity).toBe(rules.trim().split('\n').length);
    expect(capacity).toBeLessThanOrEqual(200);
    expect(
      rules.split('\n').filter((rule) => rule !== '' && !/flow:(established,)?to_server|ip_proto/.test(rule)),
    ).toEqual([]);
  });

  test('names prefix lists by references, and closes what only a security group can match', () => {
    const list = AwsDestination.prefixList('pl-0123456789abcdef0', { weight: 3 });
    const { rules, references } = toSuricata(Plan.of([own('lists', [list], [443])]));
    const [name] = [...references.keys()];
    expect(references.get(name!)?.text).toBe('pl-0123456789abcdef0');
    expect(rules).toContain(`pass tcp $HOME_NET any -> @${name} 443 `);
  });

  test('numbers its rules by what they pass: the same after an edit of the rest, each once', () => {
    const domain = fc.domain().filter((name) => !name.startsWith('0x'));
    const names = fc.uniqueArray(domain, { minLength: 1, maxLength: 20 });
    const sids = (all: readonly string[]): Map<string, string> =>
      new Map(
        rulesOf([own('a', [...all], [443])]).map((rule) => [/msg:"(\S+)/.exec(rule)![1]!, /sid:(\d+)/.exec(rule)![1]!]),
      );
    fc.assert(
      fc.property(names, domain, (all, more) => {
        const [before, after] = [sids(all), sids([...all, more])];
        expect(new Set(after.values()).size).toBe(after.size);
        const inRange = [...after.values()].every((sid) => Number(sid) >= 1_100_000_000 && Number(sid) < 2_000_000_000);
        expect(inRange).toBe(true);
        for (const [what, sid] of before) {
          expect(after.get(what)).toBe(sid);
        }
      }),
    );
  });

  test('is the same for every order of the list', () => {
    expect(rulesOf([...everyRow()].reverse())).toEqual(rulesOf(everyRow()));
  });
});

test('a domain list has every name once, and widens a wildcard to any depth', () => {
  const list = [own('a', ['a.*.acme.io', 'a.acme.io'], [443]), own('b', ['a.acme.io', '10.0.3.7/32'], [80])];
  expect(toDomainList(Plan.of(list)).filter((name) => name.includes('acme'))).toEqual(['*.acme.io', 'a.acme.io']);
});
