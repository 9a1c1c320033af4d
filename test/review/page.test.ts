import { createHash } from 'node:crypto';
import { everyRow } from '../support/every-row';
import { HOSTILE, REFUSED } from '../support/hostile';
import { Connection, Plan, Profile, reviewOf, Target, toHtml, type ReviewDocument } from 'harness-delegate-access';

function review(connections: readonly Connection[], options = {}, target = Target.AWS_SECURITY_GROUP): ReviewDocument {
  return reviewOf(Plan.of(connections, { asOf: '2026-11-24', ...options }).on(target));
}

/** A page without what is our own code. */
function body(page: string): string {
  return page.replace(/<script>[\s\S]*?<\/script>/, '').replace(/<style>[\s\S]*?<\/style>/g, '');
}

describe('a review as a page', () => {
  test('shows every port, permission, credential, finding and reason, each to be filtered by its connection', () => {
    for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
      const document = review(everyRow(), { profile });
      const { ports, permissions, credentials, findings, reasons } = document;
      const page = toHtml(document);
      const listed = findings.filter(({ fix }) => fix !== 'nothing to do');
      const expected = [...ports, ...permissions, ...credentials, ...listed, ...reasons].length;
      expect(page.match(/ data-row /g)).toHaveLength(expected);
      expect(page.match(/ data-connection="/g)).toHaveLength(expected);
      ports.forEach(({ why }) => expect(page).toContain(why.replace(/"/g, '&quot;').replace(/'/g, '&#39;')));
      listed.forEach(({ key }) => expect(page).toContain(`<code>${key}</code>`));
      const remarks = findings.filter((finding) => !listed.includes(finding));
      expect(remarks.length).toBeGreaterThan(4);
      remarks.forEach(({ finding }) => expect(page).toContain(`[${finding}]</td>`));
    }
  });

  test('names a listed source wherever it cites one', () => {
    const page = toHtml(review(everyRow(), {}, Target.GCP_FIREWALL_POLICY));
    const listed = new Set([...page.matchAll(/id="source-(\d+)"/g)].map((match) => match[1]));
    const cited = new Set([...page.matchAll(/href="#source-(\d+)"/g)].map((match) => match[1]));
    expect(listed.size).toBeGreaterThan(40);
    expect(cited).toEqual(listed);
  });

  test('has a place for each connection, to which its name leads everywhere', () => {
    const page = toHtml(review(everyRow()));
    const places = [...page.matchAll(/id="(connection-[^"]*)"/g)].map((match) => match[1]);
    const links = new Set([...page.matchAll(/href="#(connection-[^"]*)"/g)].map((match) => match[1]));
    expect(new Set(places).size).toBe(places.length);
    expect(places.length).toBe(30);
    expect([...links].filter((link) => !places.includes(link))).toEqual([]);
  });

  test('shows ports, warnings, permissions and manual steps at once, and folds what asks for nothing', () => {
    const page = toHtml(review(everyRow()));
    const at = (text: string): number => page.indexOf(text);
    const order = [
      'class="drawing"',
      'id="ports"',
      'id="warnings"',
      'id="permissions"',
      'id="credentials"',
      'id="others"',
    ];
    expect(order.map(at)).toEqual([...order.map(at)].sort((a, b) => a - b));
    const folded = [...page.matchAll(/<details[^>]*>\s*<summary>\s*<h2>([^<]*)/g)].map((match) => match[1]);
    expect(folded).toEqual(['Not requested', 'Endpoints of a private network', 'Notices', 'Reasons', 'Sources']);
  });

  test('says in its title whose access it is, and where', () => {
    const where = { construct: 'Prod/Delegate/Access', account: '111122223333', region: 'eu-west-1' };
    const page = toHtml({ ...review([Connection.jenkins({ to: ['10.0.3.7/32'] })]), where });
    expect(/<title>(.*)<\/title>/.exec(page)![1]).toBe(
      'Harness Delegate access: Prod/Delegate/Access on AWS security group, documented (account 111122223333, region eu-west-1)',
    );
  });

  test('lets only its own script and styles run, and loads nothing', () => {
    const page = toHtml(review(everyRow()));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replace(/&#39;/g, "'");
    const own = [...page.matchAll(/<(?:script|style)>([\s\S]*?)<\/(?:script|style)>/g)].map((match) => match[1]!);
    expect(own).toHaveLength(3);
    own.forEach((text) => expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`));
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(body(page)).not.toMatch(/\s(src|srcset|background|action)=|url\(|@import|\sstyle=|\son[a-z]+=/i);
    [...body(page).matchAll(/href="([^"]*)"/g)].forEach((match) =>
      expect(match[1]).toMatch(/^(#source-\d+$|#connection-[a-z0-9-]+$|https:\/\/)/),
    );
  });

  test('is the same for every order of the list', () => {
    const all = everyRow();
    expect(toHtml(review([...all].reverse()))).toBe(toHtml(review(all)));
  });

  test('shows 2,000 flows', () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      Connection.custom({
        name: `c-${i}`,
        to: [`10.${Math.floor(i / 256)}.${i % 256}.0/24`, `11.${Math.floor(i / 256)}.${i % 256}.0/24`],
        ports: [443, 8000],
        reason: 'because',
      }),
    );
    const document = review(many);
    expect(document.rules.length).toBeGreaterThanOrEqual(2000);
    const page = toHtml(document);
    many.forEach(({ name }) => expect(page).toContain(`data-connection="${name}"`));
  });
});

describe.each([...HOSTILE, ...REFUSED.map(([text]) => text)])('the text %j', (hostile) => {
  const clean = toHtml(everywhere('plain'));
  const page = toHtml(everywhere(hostile));
  const tags = (text: string): string[] =>
    [...body(text).matchAll(/<\/?[a-z][a-z0-9-]*/gi)].map((match) => match[0].toLowerCase());

  test('makes no tag, wherever it stands in a review that somebody changed', () => {
    expect(tags(page)).toEqual(tags(clean));
    expect(page.match(/<script>/g)).toHaveLength(1);
  });

  test('makes no attribute', () => {
    const names = (text: string): string[] =>
      [...body(text).matchAll(/<[a-z][^>]*>/gi)].map((match) => match[0].replace(/"[^"]*"/g, '""'));
    expect(names(page)).toEqual(names(clean));
  });
});

test('a source that is no web page becomes no link', () => {
  const document = review([Connection.datadog()]);
  const url = 'javascript:alert(1)';
  const changed = {
    ...document,
    credentials: [{ connection: 'x', what: 'y', source: { url, text: 'a page', date: '' } }],
  };
  expect(toHtml(changed)).not.toContain('javascript:');
});

/** One of everything, all of its texts this one. */
function everywhere(text: string): ReviewDocument {
  const source = { text, date: text };
  const shape = review([Connection.jenkins({ to: ['10.0.3.7/32'] })]);
  return {
    ...shape,
    catalogVersion: text,
    asOf: text,
    target: { ...shape.target, title: text },
    ports: [
      {
        ...shape.ports[0]!,
        key: text,
        connection: text,
        row: text,
        port: text,
        destination: text,
        askedFor: [text, text],
        reached: [text],
        enforcement: text,
        verdict: text,
        why: text,
        sources: [source],
      },
    ],
    permissions: [
      {
        connection: text,
        kind: 'statement',
        name: text,
        actions: [text],
        resources: [text],
        conditions: [text],
        where: { account: text, project: text, namespace: text },
        note: text,
        source,
      },
    ],
    credentials: [{ connection: text, what: text, source }],
    findings: [
      { key: text, finding: text, connection: text, severity: 'warning', what: text, why: text, fix: text, source },
      {
        key: text,
        finding: text,
        connection: text,
        severity: 'notice',
        what: text,
        why: text,
        fix: text,
        acknowledged: { reason: text, until: text },
      },
    ],
    reasons: [{ key: text, row: text, sources: [source] }],
  };
}
