import fc from 'fast-check';
import { placeRules } from '../../../lib/platforms/aws/placement';
import { addWeights, AWS_DEFAULTS, fits, parseAwsQuotas, weightOf } from '../../../lib/platforms/aws/quotas';
import { accessErrorOf, problemsOf } from '../../support/errors';
import { everyRow, ALL_PROPS } from '../../support/every-row';
import { Connection, Destination, Plan, Port, Profile, Target, type Flow, type Rule } from 'harness-delegate-access';

const reach = { harness: ['10.9.9.9/32'] };

/** A plan of `count` blocks that do not join. */
function rulesOf(count: number, name = 'many'): readonly Rule<Flow>[] {
  const to = Array.from({ length: count }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`);
  return Plan.of([Connection.custom({ name, to, ports: [443], reason: 'x' })], { reach }).on(Target.AWS_SECURITY_GROUP)
    .minimised;
}

const key = ({ port, destination }: Rule<Flow>): string => `${port.key} ${destination.key}`;
const place = (rules: readonly Rule<Flow>[], options = {}): string[][] =>
  placeRules(rules, { quotas: AWS_DEFAULTS, ...options }).map((bin) => bin.map(key));

describe('placing rules in groups', () => {
  test.each([
    [1, 1],
    [59, 1],
    [60, 2],
  ])('%i blocks and the line to Harness take %i groups', (count, groups) => {
    expect(place(rulesOf(count))).toHaveLength(groups);
  });

  test('puts every rule into exactly one group, and overflows none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        const rules = rulesOf(count);
        const bins = placeRules(rules, { quotas: AWS_DEFAULTS });
        expect(bins.flat().map(key).sort()).toEqual(rules.map(key).sort());
        bins.forEach((bin) => expect(fits(addWeights(bin.map(weightOf)), 60)).toBe(true));
      }),
      { numRuns: 25 },
    );
  });

  test('moves nothing while the number of groups stays, whatever comes and goes', () => {
    const all = rulesOf(120);
    fc.assert(
      fc.property(fc.subarray([...all], { minLength: 1 }), (some) => {
        const [before, after] = [place(all, { groups: 4 }), place(some, { groups: 4 })];
        after.forEach((bin, i) => bin.forEach((rule) => expect(before[i]).toContain(rule)));
      }),
      { numRuns: 25 },
    );
  });

  test('moves rules to the new group only, when one is added', () => {
    const rules = rulesOf(100);
    for (let groups = 2; groups < 5; groups++) {
      const [before, after] = [
        place(rules, { groups, quotas: { ...AWS_DEFAULTS, rulesPerGroup: 200 } }),
        place(rules, { groups: groups + 1, quotas: { ...AWS_DEFAULTS, rulesPerGroup: 200 } }),
      ];
      before.forEach((bin, i) => bin.forEach((rule) => expect([...after[i]!, ...after[groups]!]).toContain(rule)));
    }
  });

  test('counts a group and a prefix list in both families, a list for all its entries', () => {
    const native = (weight: number): { destination: Destination } => ({
      destination: Destination.native({ platform: 'aws', kind: 'prefix-list', value: 'pl-1', weight }, { name: 'x' }),
    });
    expect(weightOf(native(55))).toEqual({ ipv4: 55, ipv6: 55 });
    expect(weightOf({ destination: Destination.anyIpv4() })).toEqual({ ipv4: 1, ipv6: 0 });
    expect(weightOf({ destination: Destination.anyIpv6() })).toEqual({ ipv4: 0, ipv6: 1 });
    expect(
      weightOf({ destination: Destination.deployTime('${Token[TOKEN.1]}', { name: 'x', family: 'ipv6' }) }),
    ).toEqual({ ipv4: 0, ipv6: 1 });
  });

  test('prints what five groups of 60 hold', () => {
    const holds = (count: number): boolean => {
      try {
        return placeRules(rulesOf(count), { quotas: AWS_DEFAULTS }).length > 0;
      } catch {
        return false;
      }
    };
    const sizes = Array.from({ length: 60 }, (_, i) => 200 + i * 2);
    const most = sizes.filter(holds);
    process.stdout.write(
      `five groups of 60 rules held lists of up to ${Math.max(...most)} rules of ${sizes.length} sizes tried from 200 to 318\n`,
    );
    expect(Math.max(...most)).toBeGreaterThanOrEqual(220);
  });

  test('fails over the quota, and names who needs the most and the ways out', () => {
    const error = accessErrorOf(() => place([...rulesOf(300), ...rulesOf(30, 'few')]));
    expect(error.code).toBe('QuotaExceeded');
    expect(error.message).toMatch(
      /needs \d+ IPv4 and 0 IPv6 rules, which do not fit in 5 groups of 60 rules; most come from `many` \(300\), `few` \(30\), `harness` \(\d\); .*`reach` to a proxy or endpoints, use wider blocks, use a prefix list, or set `quotas` to those of your account/,
    );
  });

  test('fails in pinned groups, and says so', () => {
    expect(accessErrorOf(() => place(rulesOf(100), { groups: 1 })).message).toContain(
      'do not fit in `groups: 1` of 60 rules',
    );
  });
});

describe('all 29 rows with four blocks each', () => {
  const blocks = ['10.0.3.0/32', '10.1.3.2/32', '10.2.3.4/32', '10.3.3.6/32'];
  const rows = Object.entries(ALL_PROPS).map(([id, props]) => {
    const hasPlace = 'to' in props || 'machines' in props;
    return Connection.parse(
      id,
      hasPlace ? { ...props, ...('to' in props ? { to: blocks } : { machines: blocks }) } : { ...props, to: blocks },
    );
  });

  test('fit, with nothing lost, where one rule for each pair breaks the quota', () => {
    const target = Plan.of(rows, { profile: Profile.DOCUMENTED, reach }).on(Target.AWS_SECURITY_GROUP);
    const pairs = target.flows.length;
    const distinct = target.rules.length;
    expect(pairs).toBeGreaterThan(60);
    expect(distinct).toBeGreaterThan(60);
    const bins = placeRules(target.minimised, { quotas: AWS_DEFAULTS });
    const placed = bins.flat();
    process.stdout.write(
      `29 rows x 4 blocks: ${pairs} pairs, ${distinct} distinct, ${placed.length} rules in ${bins.length} groups\n`,
    );
    target.flows.forEach(({ flow, destination, enforcement }) => {
      const kept = placed.some(
        (rule) =>
          rule.enforcement === enforcement &&
          rule.port.contains(flow.port) &&
          rule.destination.covers(destination) &&
          rule.reasons.includes(flow),
      );
      expect(kept).toBe(true);
    });
  });

  test('every row by itself fits in one group', () => {
    for (const connection of everyRow()) {
      const { minimised } = Plan.of([connection]).on(Target.AWS_SECURITY_GROUP);
      expect(placeRules(minimised, { quotas: AWS_DEFAULTS })).toHaveLength(1);
    }
  });
});

describe('quotas', () => {
  test.each<[object, string[]]>([
    [{ rulesPerGroup: 0 }, ['InvalidQuota: `quotas.rulesPerGroup` must be an integer between 1 and 1000, got 0']],
    [
      { rulesPerGroup: -1, groupsPerInterface: NaN },
      [
        'InvalidQuota: `quotas.rulesPerGroup` must be an integer between 1 and 1000, got -1',
        'InvalidQuota: `quotas.groupsPerInterface` must be an integer between 1 and 16, got NaN',
      ],
    ],
    [
      { groupsPerInterface: 17 },
      ['InvalidQuota: `quotas.groupsPerInterface` must be an integer between 1 and 16, got 17'],
    ],
    [
      { rulesPerGroup: 1000, groupsPerInterface: 2 },
      [
        'InvalidQuota: `rulesPerGroup` times `groupsPerInterface` must be at most 1000, which AWS does not raise, got 1000 times 2; set those of your account',
      ],
    ],
    [
      { rulesPerGroup: 250 },
      [
        'InvalidQuota: `rulesPerGroup` times `groupsPerInterface` must be at most 1000, which AWS does not raise, got 250 times 5; set `groupsPerInterface: 4` as well, as your account has it',
      ],
    ],
    [
      { rules: 1 },
      ['UnknownProp: `quotas` has no "rules"; allowed: `rulesPerGroup`, `groupsPerInterface` or `policiesPerRole`'],
    ],
  ])('fail as %p', (quotas, problems) => {
    expect(problemsOf(() => parseAwsQuotas(quotas))).toEqual(problems);
  });

  test('left out are those that every account has', () => {
    expect(parseAwsQuotas({ rulesPerGroup: 100 })).toEqual({ ...AWS_DEFAULTS, rulesPerGroup: 100 });
    expect(Port.tcp(1).text).toBe('1');
  });
});
