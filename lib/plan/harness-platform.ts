import { AccessError } from '../base';
import {
  GOOGLE_LOGGING,
  IMAGE_REGISTRY,
  LOG_STREAMING,
  MANAGER_HOSTS,
  MANAGER_SOURCE,
  MTLS,
  type Source,
  type Statement,
} from '../catalog';
import { bool, choice, hostname, object, type Parser } from '../connection/parsers';
import { parseHostname, Port } from '../network';

export type HarnessCluster = 'prod0' | 'prod1' | 'prod2' | 'prod3' | 'prod4' | 'eu';

export interface HarnessPlatformProps {
  /** The cluster of your account. @default - taken from `host` */
  readonly cluster?: HarnessCluster;
  /** Your own address of the manager: a vanity host, or a manager that you host. @default - the address of `cluster` */
  readonly host?: string;
  /** The manager is reached with mutual TLS, on 8443; needs `host`. @default false */
  readonly mtls?: boolean;
  /** `false` closes the line to the manager. @default true */
  readonly manager?: boolean;
  /** `false` closes log streaming. @default true */
  readonly logStreaming?: boolean;
  /** Registry of the delegate's images; `false` when the images come another way. @default 'us-docker.pkg.dev' */
  readonly imageRegistry?: string | false;
  /** `false` when STACK_DRIVER_LOGGING_ENABLED is false. @default true */
  readonly googleLogging?: boolean;
}

/** One of the delegate's own lines. */
export interface HarnessLine {
  readonly statement: Statement;
  readonly host: string;
  readonly open: boolean;
}

const HTTPS = 443;
const HOST: Parser<string> = Object.assign((value: unknown) => parseHostname(value), { shape: hostname.shape });
/** @internal */
export const HARNESS_PROPS = object<HarnessPlatformProps>({
  cluster: choice(Object.keys(MANAGER_HOSTS) as HarnessCluster[]),
  host: HOST,
  mtls: bool,
  manager: bool,
  logStreaming: bool,
  imageRegistry: Object.assign((value: unknown, prop: string) => (value === false ? false : HOST(value, prop)), {
    shape: { anyOf: [{ const: false }, HOST.shape ?? {}] },
  }),
  googleLogging: bool,
});

/** Which Harness the delegate belongs to: its own lines, without which it is dead. Not a row of the table. */
export class HarnessPlatform {
  /** `app.harness.io`, most accounts. */
  public static readonly PROD1 = HarnessPlatform.of({ cluster: 'prod1' });

  /** @throws AccessError with every problem of the props */
  public static of(props: HarnessPlatformProps): HarnessPlatform {
    const checked = HARNESS_PROPS(props, 'harness');
    if (checked.host === undefined && (checked.cluster === undefined || checked.mtls === true)) {
      throw AccessError.of(
        'InvalidHarness',
        checked.mtls === true
          ? "mutual TLS needs your own address, such as `host: 'acme.harness.io'`"
          : '`harness` needs `cluster` or `host`',
      );
    }
    return new HarnessPlatform(checked);
  }

  public readonly lines: readonly HarnessLine[];

  private constructor(props: HarnessPlatformProps) {
    const manager = props.host ?? MANAGER_HOSTS[props.cluster!]!;
    const port = props.mtls === true ? MTLS.port : HTTPS;
    const source = props.mtls === true ? MTLS.source : MANAGER_SOURCE;
    const registry =
      props.imageRegistry === undefined || props.imageRegistry === false ? IMAGE_REGISTRY.name : props.imageRegistry;
    this.lines = [
      line('manager', port, manager, 'tasks and heartbeats, over TLS and WebSocket', source, props.manager !== false),
      line('log-streaming', HTTPS, manager, LOG_STREAMING.note, LOG_STREAMING.source, props.logStreaming !== false),
      line(
        'image-registry',
        HTTPS,
        registry,
        IMAGE_REGISTRY.purpose,
        IMAGE_REGISTRY.source,
        props.imageRegistry !== false,
      ),
      line(
        'google-logging',
        HTTPS,
        GOOGLE_LOGGING.name,
        GOOGLE_LOGGING.purpose,
        GOOGLE_LOGGING.source,
        props.googleLogging !== false,
      ),
    ];
  }
}

function line(key: string, port: number, host: string, note: string, source: Source, open: boolean): HarnessLine {
  return {
    statement: { key, port: Port.tcp(port), leadsTo: 'api', verdict: 'on request', note, sources: [source] },
    host,
    open,
  };
}
