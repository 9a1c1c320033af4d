import { AccessError, bool, choice, object, Schema, type ObjectOf } from '../base';
import {
  CODE_HOSTS,
  HARNESS_LINES,
  MANAGER_HOSTS,
  MTLS,
  PRODUCT_LINES,
  STEP_IMAGE_HOSTS,
  type HarnessLineFacts,
  type Source,
  type Statement,
} from '../catalog';
import { hostname, Port } from '../network';
import type { HarnessPlatformProps } from './props';

/** One of the delegate's own lines. */
export interface HarnessLine {
  readonly statement: Statement;
  readonly hosts: readonly string[];
  /** The part of `reach` that covers it; `harness` otherwise. */
  readonly coveredBy?: 'googleApis';
  readonly open: boolean;
}

const HTTPS = 443;
const CLUSTER = choice(Object.keys(MANAGER_HOSTS) as (keyof typeof MANAGER_HOSTS)[], 'HarnessCluster');
const REGISTRY: Schema<string | false> = new Schema(
  (value, at, problems) => (value === false ? false : hostname.read(value, at, problems)),
  () => ({ json: { anyOf: [{ const: false }, hostname.json] }, type: 'string | false' }),
  false,
);

const PRODUCT: Schema<string | boolean> = new Schema(
  (value, at, problems) => (typeof value === 'boolean' ? value : hostname.read(value, at, problems)),
  () => ({ json: { anyOf: [{ type: 'boolean' }, hostname.json] }, type: 'string | boolean' }),
  false,
);
const STEP_IMAGES = Object.keys(STEP_IMAGE_HOSTS);
const STEP_IMAGE_REGISTRY: Schema<string> = new Schema(
  (value, at, problems) =>
    STEP_IMAGES.includes(value as string) ? (value as string) : hostname.read(value, at, problems),
  () => ({ json: { anyOf: [{ enum: STEP_IMAGES }, hostname.json] }, type: 'string' }),
  false,
);

/** @internal */
export const HARNESS_PROPS = object('HarnessPlatformProps', {
  cluster: CLUSTER.doc('The cluster of your account.', '- derived from `host`'),
  host: hostname.doc(
    'Your own address of the manager: a vanity host, or a self-hosted manager.',
    '- the address of `cluster`',
  ),
  mtls: bool.doc(
    'The manager is reached with mutual TLS, on 8443; needs `host`. An older set-up on `<name>.agent.harness.io` answers on 443: set that `host` alone.',
    'false',
  ),
  manager: bool.doc('`false` closes the line to the manager.', 'true'),
  logStreaming: bool.doc('`false` closes log streaming.', 'true'),
  imageRegistry: REGISTRY.doc(
    "Registry of the delegate's images; `false` when the images come another way.",
    "'us-docker.pkg.dev'",
  ),
  googleLogging: bool.doc('`false` when STACK_DRIVER_LOGGING_ENABLED is false.', 'true'),
  codeRepository: PRODUCT.doc(
    '`true` opens the Git host of Harness Code in your cluster; a host name where that is not known, as on prod3 and prod4.',
    'false',
  ),
  artifactRegistry: PRODUCT.doc(
    '`true` opens pkg.harness.io for Harness Artifact Registry, a host name another one.',
    'false',
  ),
  stepImages: STEP_IMAGE_REGISTRY.doc(
    'Registry of the images of CI and STO steps: `docker-hub`, the default of Harness, `gar`, `ecr-public`, or the host of your own.',
    '- closed',
  ),
});

/** The Harness that the delegate belongs to, and its own lines, which it always needs. Not a row of the table. */
export class HarnessPlatform {
  /** `app.harness.io`, most accounts. */
  public static readonly PROD1 = HarnessPlatform.of({ cluster: 'prod1' });

  /**
   * @throws AccessError with every problem of the props
   *
   * @example
   * ```ts
   * const cluster = HarnessPlatform.of({ cluster: 'prod2' });
   * const vanity = HarnessPlatform.of({ host: 'acme.harness.io', mtls: true });
   * ```
   */
  public static of(props: HarnessPlatformProps): HarnessPlatform {
    const checked = HARNESS_PROPS.parse(props, 'harness');
    if (checked.host === undefined && (checked.cluster === undefined || checked.mtls === true)) {
      throw AccessError.of(
        'InvalidHarness',
        checked.mtls === true
          ? "mutual TLS needs your own address: set `host`, such as `host: 'acme.harness.io'`"
          : '`harness` needs `cluster` or `host`',
      );
    }
    checkProducts(checked);
    return new HarnessPlatform(checked);
  }

  public readonly lines: readonly HarnessLine[];

  private constructor(props: ObjectOf<typeof HARNESS_PROPS.props>) {
    const manager = props.host ?? MANAGER_HOSTS[props.cluster!];
    this.lines = [...HARNESS_LINES.map((facts) => lineOf(facts, props, manager)), ...productLines(props)];
  }
}

type Checked = ObjectOf<typeof HARNESS_PROPS.props>;

/** @throws AccessError `InvalidHarness` for a host that is not known */
function checkProducts({ codeRepository, cluster }: Checked): void {
  if (codeRepository === true && (cluster === undefined || CODE_HOSTS[cluster] === undefined)) {
    throw AccessError.of(
      'InvalidHarness',
      `the Git host of Harness Code is not known ${cluster === undefined ? 'without `cluster`' : `for \`${cluster}\``}: set it, such as \`codeRepository: 'git.harness.io'\``,
    );
  }
}

/** Lines of products that are in use. */
function productLines({ codeRepository, artifactRegistry, stepImages, cluster }: Checked): HarnessLine[] {
  const hostOf = (value: string | boolean | undefined, known: string | undefined): readonly string[] =>
    typeof value === 'string' ? [value] : value === true ? [known!] : [];
  const { [stepImages as keyof typeof STEP_IMAGE_HOSTS]: registry } = STEP_IMAGE_HOSTS;
  return [
    productLine(PRODUCT_LINES.codeRepository, hostOf(codeRepository, cluster && CODE_HOSTS[cluster])),
    productLine(PRODUCT_LINES.artifactRegistry, hostOf(artifactRegistry, PRODUCT_LINES.artifactRegistry.host)),
    productLine(PRODUCT_LINES.stepImages, stepImages === undefined ? [] : (registry ?? [stepImages])),
  ].flat();
}

function productLine(
  { key, purpose: note, source }: { readonly key: string; readonly purpose: string; readonly source: Source },
  hosts: readonly string[],
): HarnessLine[] {
  const statement = {
    key,
    port: Port.tcp(HTTPS),
    leadsTo: 'api',
    verdict: 'on request',
    note,
    sources: [source],
  } as const;
  return hosts.length === 0 ? [] : [{ statement, hosts, open: true }];
}

function lineOf(
  { key, prop, host, partOf, opensIt, purpose: note, source }: HarnessLineFacts,
  props: ObjectOf<typeof HARNESS_PROPS.props>,
  manager: string,
): HarnessLine {
  const value = props[prop];
  const own = typeof value === 'string' ? value : (host ?? manager);
  const isMtls = prop === 'manager' && props.mtls === true;
  return {
    statement: {
      key,
      port: Port.tcp(isMtls ? MTLS.port : HTTPS),
      leadsTo: 'api',
      verdict: 'on request',
      note,
      sources: [isMtls ? MTLS.source : source],
      ...(opensIt === undefined ? {} : { opensIt }),
    },
    hosts: [own],
    coveredBy: partOf?.domains.some((domain) => own.endsWith(`.${domain}`)) === true ? partOf.reach : undefined,
    open: value !== false,
  };
}
