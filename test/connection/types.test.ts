import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ObjectSchema, type Props, type Schema } from '../../lib/base';
import { SSH } from '../../lib/connection/other-requests';
import { allDefinitions } from '../../lib/connections';
import { CUSTOM } from '../../lib/connections/own';
import { accessErrorOf } from '../support/errors';
import { Connection, Destination, Port } from 'harness-delegate-access';

const to = ['10.0.0.0/8'];
const name = 'abc';

describe('what the types refuse, the parsers refuse as well', () => {
  test.each<[string, () => unknown, string]>([
    // @ts-expect-error no such row
    ['a row that the table does not have', () => Connection.of('jenkns'), 'UnknownConnection'],
    // @ts-expect-error no row of the table
    ['what is no row', () => Connection.of('custom', { name, to, ports: [1], reason: 'x' }), 'UnknownConnection'],
    // @ts-expect-error the table leaves the port open
    ['a row without the ports that it leaves open', () => Connection.of('prometheus', { to }), 'MissingPorts'],
    // @ts-expect-error the table leaves the port open
    ['the same without any props', () => Connection.of('prometheus'), 'MissingPorts'],
    // @ts-expect-error the table leaves the port open
    ['a factory without the ports that it leaves open', () => Connection.kubernetesCluster({ to }), 'MissingPorts'],
    // @ts-expect-error the table leaves the port open
    ['a factory without any props', () => Connection.kubernetesCluster(), 'MissingPorts'],
    // @ts-expect-error misspelt
    ['a prop that is misspelt', () => Connection.of('jenkins', { prots: [443] }), 'UnknownProp'],
    // @ts-expect-error leads to no machines
    ['a prop of another row', () => Connection.jenkins({ machines: to }), 'UnknownProp'],
    // @ts-expect-error a list
    ['a text for a list', () => Connection.of('jenkins', { to: '10.0.0.0/8' }), 'InvalidProp'],
    // @ts-expect-error an object
    ['a list for props', () => Connection.of('jenkins', []), 'InvalidProp'],
    // @ts-expect-error a number or a text
    ['a switch for a port', () => Connection.of('jenkins', { ports: [true] }), 'InvalidPort'],
    // @ts-expect-error true or false
    ['a text for a switch', () => Connection.of('github-repo', { ssh: 'yes' }), 'InvalidProp'],
    // @ts-expect-error one of four
    ['a choice that does not exist', () => Connection.of('new-relic', { region: 'mars' }), 'InvalidChoice'],
    // @ts-expect-error own, docker-hub or ghcr
    ['a choice of another row', () => Connection.of('docker-registry', { hosting: 'saas' }), 'InvalidChoice'],
    // @ts-expect-error a bucket has a name
    ['a bucket without a name', () => Connection.of('aws-s3', { buckets: [{ access: 'read' }] }), 'MissingProp'],
    [
      'a revision that is written',
      // @ts-expect-error only read
      () => Connection.awsCodeDeploy({ revisionBuckets: [{ name, access: 'write' }] }),
      'UnknownProp',
    ],
    // @ts-expect-error a reason
    ['something of your own without a reason', () => Connection.custom({ name, to, ports: [1] }), 'MissingProp'],
    // @ts-expect-error a place
    ['SSH to nowhere', () => Connection.ssh({ ports: [22] }), 'MissingDestination'],
  ])('%s', (_, act, code) => {
    expect(accessErrorOf(act).code).toBe(code);
  });
});

test('what the types take, the parsers take: every form of a destination, a port and a scope, and nothing at all', () => {
  const frozen = [Destination.anyIpv4(), '10.0.0.0/8', 'ci.example.com'] as const;
  expect([
    Connection.of('jenkins'),
    Connection.of('jenkins', {}),
    Connection.of('jenkins', { to: undefined, name: 'ci' }),
    Connection.of('jenkins', { to: frozen, ports: [443, '8000-8010', '53/udp', Port.tcp(80)] }),
    Connection.of('prometheus', { ports: [9090] }),
    Connection.of('aws-s3', { buckets: ['abc', { name, access: 'readWrite' }], regions: ['eu-west-1'] }),
    Connection.of('winrm', { machines: [] }),
  ]).toHaveLength(7);
});

type Any = Schema<unknown, boolean>;

/** Every named type of the props, by its name. */
function namedTypes(): ReadonlyMap<string, Any> {
  const named = new Map<string, Any>();
  [...allDefinitions().map(({ props }) => props), CUSTOM, SSH].forEach((schema) =>
    visit(schema as unknown as Any, named),
  );
  return named;
}

/** A program that compiles only when the interfaces in `props.ts` are those of the schemas, prop by prop. */
function program(): string {
  const named = namedTypes();
  const rows = allDefinitions().map(({ row: { id }, props, factory }) => {
    const refused = props.mayBeEmpty ? '' : '// @ts-expect-error it needs props\n';
    return [
      `export type P_${factory} = Expect<Same<PropsById['${id}'], ${props.name}>>;`,
      `export const of_${factory} = (): unknown =>\n${refused}Connection.of('${id}');`,
      `export const make_${factory} = (): unknown =>\n${refused}Connection.${factory}();`,
    ];
  });
  return [
    `import type { ${[...named.keys()].join(', ')} } from '../../lib/connection/props';`,
    "import { Connection, type PropsById } from '../../lib/connection';",
    "import type { DestinationLike, PortLike } from '../../lib/network';",
    'type Flat<T> = { [K in keyof T]: T[K] };',
    'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : [A, B];',
    'type Expect<T extends true> = T;',
    ...[...named].map(([type, schema]) => `export type _${type} = Expect<Same<Flat<${type}>, ${written(schema)}>>;`),
    ...rows.flat(),
    '// @ts-expect-error a prop that the schema does not have',
    'export type Less = Expect<Same<Flat<LaunchTemplateTag>, { readonly key: string }>>;',
    '// @ts-expect-error a prop that the schema needs',
    'export type Loose = Expect<Same<Flat<LaunchTemplateTag>, { readonly key: string; readonly value?: string }>>;',
    '// @ts-expect-error a prop of another type',
    "export type Other = Expect<Same<Flat<LaunchTemplateTag>, { readonly key: string; readonly value: 'x' }>>;",
    '',
  ].join('\n');
}

function visit(schema: Any, named: Map<string, Any>): void {
  for (const part of schema.facts.parts ?? []) {
    if (!named.has(part.facts.type)) {
      named.set(part.facts.type, part);
      const { bases = [], own = {} } = part instanceof ObjectSchema ? (part as ObjectSchema<Props>) : {};
      [...bases, ...Object.values(own)].forEach((inner) => visit(inner, named));
    }
  }
}

/** All props of an object, those of its bases included, or the texts of a choice. */
function written(schema: Any): string {
  if (!(schema instanceof ObjectSchema)) {
    return (schema.facts.json.enum as string[]).map((text) => `'${text}'`).join(' | ');
  }
  const props = Object.entries((schema as ObjectSchema<Props>).props).map(
    ([prop, { isRequired, facts }]) => `readonly ${prop}${isRequired ? '' : '?'}: ${facts.type}`,
  );
  const { alternatives } = schema as ObjectSchema<Props>;
  if (alternatives === undefined) {
    return `{ ${props.join('; ')} }`;
  }
  const without = (left: string): string => props.filter((prop) => !prop.startsWith(`readonly ${left}?`)).join('; ');
  const [value, flag] = alternatives;
  const valueType = (schema as ObjectSchema<Props>).props[value]!.facts.type;
  const flagType = (schema as ObjectSchema<Props>).props[flag]!.facts.type;
  return `{ ${without(value)}; readonly ${value}: ${valueType} } | { ${without(flag)}; readonly ${flag}: true & ${flagType} }`;
}

describe('the interfaces of the props', () => {
  const root = join(__dirname, '../..');
  const scratch = join(root, '.scratch', 'types');
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('are those that the schemas name', () => {
    const code = readFileSync(join(root, 'lib/connection/props.ts'), 'utf8');
    const declared = [...code.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, type]) => type);
    expect(declared).toEqual([...namedTypes().keys()].sort());
  });

  test('take exactly what their schemas parse, and each row takes those of its own', () => {
    mkdirSync(scratch, { recursive: true });
    writeFileSync(join(scratch, 'program.ts'), program());
    const config = {
      extends: '../../tsconfig.dev.json',
      compilerOptions: { rootDir: '../..', types: ['node'] },
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript-native/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', scratch], { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  }, 60_000);
});
