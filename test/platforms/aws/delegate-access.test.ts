import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { everyRow, ALL_PROPS } from '../../support/every-row';
import { accessStack, ENV, resourcesOf, someVpc } from '../../support/stacks';
import { Connection, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

const PROFILES = [Profile.DOCUMENTED, Profile.RECOMMENDED];
type Json = Record<string, { Type: string; Properties: Record<string, unknown> }>;

function resources(connections: readonly Connection[], profile: Profile): Json {
  return (accessStack(connections, { profile }).template().toJSON() as { Resources: Json }).Resources;
}

describe('every row', () => {
  const cases = Object.keys(ALL_PROPS).flatMap((id) => PROFILES.map((profile) => [id, profile.name, profile] as const));

  test.each(cases)('%s alone synthesizes under %s', (id, _, profile) => {
    const { template } = accessStack([Connection.parse(id, ALL_PROPS[id])], { profile });
    const [group] = Object.values(resourcesOf(template(), 'AWS::EC2::SecurityGroup'));
    const rules = group!.Properties.SecurityGroupEgress as { Description: string; IpProtocol: string }[];
    expect(rules.every(({ IpProtocol }) => IpProtocol === 'tcp')).toBe(true);
    expect(rules.some(({ Description }) => Description.includes('harness:manager/443'))).toBe(true);
  });

  test.each(PROFILES.map((profile) => [profile.name, profile] as const))(
    'synthesizes together with all the others under %s',
    (_, profile) => {
      const { template, access } = accessStack(everyRow(), { profile });
      template().resourceCountIs('AWS::EC2::SecurityGroup', 1);
      template().resourceCountIs('AWS::IAM::Role', 1);
      expect(new Set(access.plan.decisions.map(({ connection }) => connection)).size).toBe(30);
    },
  );
});

describe('the same list', () => {
  test('in any order gives the same template, to the byte', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(everyRow(), { minLength: 29 }),
        fc.constantFrom(...PROFILES),
        (connections, profile) => {
          expect(JSON.stringify(resources(connections, profile))).toBe(JSON.stringify(resources(everyRow(), profile)));
        },
      ),
      { numRuns: 10 },
    );
  });

  test('lets out and permits what egress and permissions do, when both are made by one construct', () => {
    const { access, template } = accessStack(everyRow());
    expect(access.connections).toBe(access.egress.connections);
    expect(access.grantPrincipal).toBe(access.permissions.grantPrincipal);
    expect(access.findings.length).toBe(new Set(access.findings.map(({ key }) => key)).size);
    expect(access.findings.length).toBeGreaterThan(access.egress.findings.length);
    expect(template().toJSON()).toBeDefined();
  });
});

describe('an edit of the list', () => {
  /** Changing one of these makes CloudFormation replace the resource. */
  const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
    'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
    'AWS::IAM::Role': ['Path', 'RoleName'],
    'AWS::IAM::ManagedPolicy': ['Description', 'ManagedPolicyName', 'Path'],
  };

  const lists = fc.shuffledSubarray(everyRow(), { minLength: 1 });

  test('never changes a create-only property of a resource that survives', () => {
    fc.assert(
      fc.property(lists, lists, fc.constantFrom(...PROFILES), (before, after, profile) => {
        const [a, b] = [resources(before, profile), resources(after, profile)];
        for (const id of Object.keys(a).filter((key) => key in b)) {
          for (const property of CREATE_ONLY[a[id]!.Type] ?? []) {
            expect(b[id]!.Properties[property]).toEqual(a[id]!.Properties[property]);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('that adds a connection adds only its rules and its policy, and touches no other resource', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(...Object.keys(ALL_PROPS)), (list, id) => {
        const others = list.filter(({ name }) => name !== id);
        fc.pre(others.length > 0);
        const [a, b] = [
          resources(others, Profile.RECOMMENDED),
          resources([...others, Connection.parse(id, ALL_PROPS[id])], Profile.RECOMMENDED),
        ];
        for (const [key, { Type, Properties }] of Object.entries(a)) {
          const isGroup = Type === 'AWS::EC2::SecurityGroup';
          expect(isGroup ? shapes(b[key]) : b[key]!.Properties).toEqual(
            isGroup ? expect.arrayContaining(shapes(a[key])) : Properties,
          );
        }
        const added = Object.keys(b).filter((key) => !(key in a));
        expect(added.every((key) => b[key]!.Type === 'AWS::IAM::ManagedPolicy')).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  /** Rules without their reasons, which an edit may change. */
  function shapes(group: Json[string] | undefined): string[] {
    const rules = group!.Properties.SecurityGroupEgress as Record<string, unknown>[];
    return rules.map(({ Description: _, ...rule }) => JSON.stringify(rule));
  }
});

describe('two delegates', () => {
  test('in one stack get groups and roles of their own', () => {
    const { stack, template } = accessStack([Connection.datadog()]);
    new DelegateAccess(stack, 'Second', {
      vpc: someVpc(stack, 'Vpc2'),
      connections: [Connection.logz()],
    });
    template().resourceCountIs('AWS::EC2::SecurityGroup', 2);
  });

  test('may share one plan', () => {
    const app = new App();
    const { access } = accessStack(everyRow(), {}, new Stack(app, 'A', { env: ENV }));
    const other = new Stack(app, 'B', { env: ENV });
    const second = new DelegateAccess(other, 'Access', {
      plan: access.plan,
      vpc: someVpc(other),
      assumedBy: access.role!.grantPrincipal,
    });
    expect(second.plan).toBe(access.plan);
    const groups = [access, second].map(({ egress }) =>
      JSON.stringify(
        Object.values(resourcesOf(Template.fromStack(Stack.of(egress)), 'AWS::EC2::SecurityGroup'))[0]!.Properties
          .SecurityGroupEgress,
      ),
    );
    expect(groups[0]).toBe(groups[1]!.replaceAll('(B/', '(A/'));
  });
});
