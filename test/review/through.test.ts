import {
  Connection,
  Plan,
  reviewOf,
  Target,
  toHtml,
  toMarkdown,
  toSummary,
  toSvg,
  toTable,
} from 'harness-delegate-access';

const plan = Plan.of([Connection.datadog({ site: 'datadoghq.eu' }), Connection.jenkins({ to: ['10.0.3.7/32'] })], {
  asOf: '2026-11-24',
  reach: { proxy: { to: ['10.0.9.10/32'], ports: [3128, '8080-8082'] }, saas: 'proxy', harness: 'proxy' },
});
const review = reviewOf(plan.on(Target.AWS_SECURITY_GROUP));

describe('a port that is reached through a proxy', () => {
  test('has its ways in the data', () => {
    const [port] = review.ports.filter(({ connection }) => connection === 'datadog');
    expect(port).toMatchObject({
      port: '443',
      reached: ['10.0.9.10/32'],
      destination: '10.0.9.10/32 (proxy, 3128, 8080-8082)',
      ways: [
        {
          through: 'proxy',
          via: 'reach.saas',
          hosts: ['api.datadoghq.eu', 'app.datadoghq.eu'],
          to: ['10.0.9.10/32'],
          ports: ['3128', '8080-8082'],
        },
      ],
    });
  });

  test.each<[string, string]>([
    ['table', toTable(review)],
    ['Markdown', toMarkdown(review)],
    ['page', toHtml(review)],
    ['summary', toSummary(review)],
    ['picture', toSvg(review)],
  ])('says so in the %s, and an address beside it does not', (_, text) => {
    expect(text.replace(/\s+/g, ' ')).toMatch(/10\.0\.9\.10\/32 \(proxy, 3128,/);
    expect(text).not.toMatch(/10\.0\.3\.7\/32 \(proxy/);
  });

  test('names on the page what it is for', () => {
    expect(toHtml(review)).toContain('api.datadoghq.eu');
  });
});
