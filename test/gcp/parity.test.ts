import { App, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import {
  admits,
  admitsByName,
  boundaryPoints,
  openingsOfTemplate,
  openingsOfTerraform,
  type Opening,
} from '../oracle/egress';
import { everyRow, ROW_PROPS } from '../support/every-row';
import { someVpc } from '../support/stacks';
import { synthesize } from '../support/terraform';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateEgress as AwsEgress } from 'harness-delegate-access/aws';
import { DelegateEgress as GcpEgress, type FirewallPolicyChoice } from 'harness-delegate-access/gcp';

const PROFILES = [Profile.DOCUMENTED, Profile.RECOMMENDED];
const reach = { families: ['ipv4', 'ipv6'] } as const;

function onAws(connections: readonly Connection[], profile: Profile): Opening[] {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new AwsEgress(stack, 'Egress', { vpc: someVpc(stack), connections, profile, reach });
  return openingsOfTemplate(app.synth().getStackByName('Stack').template as never);
}

function onGcp(connections: readonly Connection[], profile: Profile, firewallPolicy: FirewallPolicyChoice): Opening[] {
  const targetServiceAccounts = ['delegate@acme-prod.iam.gserviceaccount.com'];
  return openingsOfTerraform(
    synthesize(
      (stack) =>
        new GcpEgress(stack, 'egress', {
          network: 'prod',
          project: 'acme-prod',
          connections,
          profile,
          reach,
          targetServiceAccounts,
          firewallPolicy,
        }),
    ),
  );
}

/** Points on which the two disagree beyond what matching a name instead of a port explains. */
function disagreements(aws: readonly Opening[], gcp: readonly Opening[]): string[] {
  return boundaryPoints([...aws, ...gcp])
    .filter(({ protocol, port, address }) => {
      const [there, here] = [admits(aws, protocol, port, address), admits(gcp, protocol, port, address)];
      return there !== here && !(there && admitsByName(gcp, protocol, port));
    })
    .map(({ protocol, port, address }) => `${protocol} ${port} ${address}`);
}

/** Every port that Google Cloud opens by name is open to any address on AWS. */
function namesWithoutPort(aws: readonly Opening[], gcp: readonly Opening[]): Opening[] {
  return gcp.filter(
    ({ destination, protocol, from, to }) =>
      !destination.includes('/') && ![from, to].every((port) => admits(aws, protocol, port, '8.8.8.8')),
  );
}

describe('what Google Cloud admits is what AWS admits', () => {
  const cases = Object.keys(ROW_PROPS).flatMap((id) => PROFILES.map((profile) => [id, profile.name, profile] as const));

  test.each(cases)('for %s under %s', (id, _, profile) => {
    const connections = [Connection.of(id, ROW_PROPS[id])];
    const aws = onAws(connections, profile);
    const rules = onGcp(connections, profile, 'none');
    expect(disagreements(aws, rules)).toEqual([]);
    expect(rules.every(({ destination }) => destination.includes('/'))).toBe(true);
    const policy = onGcp(connections, profile, 'new');
    expect(disagreements(aws, policy)).toEqual([]);
    expect(namesWithoutPort(aws, policy)).toEqual([]);
    expect(policy.some(({ destination }) => destination === 'app.harness.io')).toBe(true);
  });

  test.each(PROFILES.map((profile) => [profile.name, profile] as const))(
    'for all rows together under %s',
    (_, profile) => {
      const aws = onAws(everyRow(), profile);
      expect(disagreements(aws, onGcp(everyRow(), profile, 'none'))).toEqual([]);
      expect(disagreements(aws, onGcp(everyRow(), profile, 'new'))).toEqual([]);
    },
  );

  test('for custom connections whose blocks overlap and touch', () => {
    const block = fc
      .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 28, max: 32 }))
      .map(([i, prefix]) => `10.0.0.${i - (i % 2 ** (32 - prefix))}/${prefix}`);
    const custom = fc.record({
      to: fc.array(block, { minLength: 1, maxLength: 6 }),
      ports: fc.uniqueArray(fc.constantFrom(80, 81, '53/udp', '90-95'), { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(custom, { minLength: 1, maxLength: 4 }), (list) => {
        const connections = list.map((props, i) => Connection.custom({ ...props, name: `c${i}`, reason: 'x' }));
        expect(
          disagreements(onAws(connections, Profile.DOCUMENTED), onGcp(connections, Profile.DOCUMENTED, 'none')),
        ).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
