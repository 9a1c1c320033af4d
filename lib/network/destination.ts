import {
  AccessError,
  collect,
  compareTexts,
  freeText,
  isExpressionText,
  isTokenText,
  looksLikeToken,
  refuseListToken,
  show,
  type Problem,
} from '../base';
import { Cidr, compareCidrs, type IpFamily } from './cidr';
import { destinationOfObject } from './cloud-objects';
import { parseHostname } from './hostname';
import { mistaken, wordsOf } from './mistaken';
import type { NativeTarget } from './native-target';

export type { NativeTarget } from './native-target';

/** Digits and dots, and `10.0.3.x`, `10.0.3.1-9`, which no host name ends in. */
const LIKE_ADDRESS = /^(?:[\d.]+|\d+\.\d+\.\d+\.(?:x|\d+-\d+))$/i;

export type DestinationKind = 'cidr' | 'hostname' | 'deploy-time' | 'native';

export interface DeployTimeOptions {
  /** Name of the value: its identity, its place in the order, its text in the review. 1 to 1,000 characters. */
  readonly name: string;
  /** @default 'ipv4' */
  readonly family?: IpFamily;
}

/** Destination of a connection. Immutable; equal destinations have equal keys. */
export class Destination {
  /**
   * A literal IPv4 block.
   *
   * @throws AccessError `InvalidCidr`, `HostBits`, `MissingMask`, `TokenInText`
   *
   * @example
   * ```ts
   * Connection.jenkins({ to: [Destination.ipv4('10.0.3.7/32')] });
   * ```
   */
  public static ipv4(cidr: string): Destination {
    return Destination.family('ipv4', cidr);
  }

  /**
   * A literal IPv6 block.
   *
   * @throws AccessError `InvalidCidr`, `HostBits`, `MissingMask`, `TokenInText`
   *
   * @example
   * ```ts
   * Connection.jenkins({ to: [Destination.ipv6('2001:db8::7/128')] });
   * ```
   */
  public static ipv6(cidr: string): Destination {
    return Destination.family('ipv6', cidr);
  }

  /**
   * Every IPv4 address.
   *
   * @example
   * ```ts
   * Plan.of([Connection.datadog()], { reach: { saas: [Destination.anyIpv4()] } });
   * ```
   */
  public static anyIpv4(): Destination {
    return Destination.ipv4('0.0.0.0/0');
  }

  /** Every IPv6 address. */
  public static anyIpv6(): Destination {
    return Destination.ipv6('::/0');
  }

  /**
   * A host name; a label may be `*`. Not every platform can match it.
   *
   * @throws AccessError `InvalidHostname`, `TokenInText`
   *
   * @example
   * ```ts
   * Connection.nexus({ to: [Destination.hostname('nexus.acme.com')], unenforceable: 'port-only' });
   * ```
   */
  public static hostname(name: string): Destination {
    const hostname = parseHostname(name);
    return new Destination('hostname', `host:${hostname}`, hostname, { hostname });
  }

  /**
   * One CIDR that is known only at deployment: a CDK token or a Terraform expression.
   *
   * `name` is its identity. The text of a token is a counter of the process and must not reach an id or an order.
   * A value that is literal after all is checked like any other CIDR.
   *
   * @throws AccessError `InvalidText`, `InvalidDeployTimeValue`, `InvalidCidr`, `HostBits`
   *
   * @example
   * ```ts
   * Connection.nexus({ to: [Destination.deployTime('${google_compute_address.nexus.address}/32', { name: 'nexus' })] });
   * ```
   */
  public static deployTime(value: string, options: DeployTimeOptions): Destination {
    const name = freeText(options?.name, 'name');
    const family = options.family ?? 'ipv4';
    if (family !== 'ipv4' && family !== 'ipv6') {
      throw AccessError.of('InvalidDeployTimeValue', `\`family\` must be \`ipv4\` or \`ipv6\`, got ${show(family)}`);
    }
    if (typeof value !== 'string' || value === '') {
      throw AccessError.of(
        'InvalidDeployTimeValue',
        `\`value\` of the deploy-time destination ${show(name)} must be a string token, got ${show(value)}`,
      );
    }
    if (!isTokenText(value) && !isExpressionText(value)) {
      return Destination.family(family, value);
    }
    return new Destination('deploy-time', `deploy-time:${family}:${name}`, name, { family, value });
  }

  /**
   * Something that only one platform can name. Users take the platform's own factory instead, such as
   * `AwsDestination.connectable`. `name` is its identity.
   *
   * @throws AccessError `InvalidDestination`, `InvalidText`
   */
  public static native(target: NativeTarget, options: { readonly name: string }): Destination {
    checkNative(target);
    const name = freeText(options?.name, 'name');
    return new Destination('native', `${target.platform}:${target.kind}:${name}`, name, { native: target });
  }

  /**
   * Reads a destination as a user writes it: a `Destination`, a CIDR, a host name, pods of a cluster, or an object of the AWS
   * CDK with a block or a security group.
   *
   * @throws AccessError with the code of what is wrong
   *
   * @example
   * ```ts
   * const destinations = ['10.0.3.7/32', 'nexus.acme.com'].map((text) => Destination.parse(text));
   * ```
   */
  public static parse(value: unknown): Destination {
    if (value instanceof Destination) {
      return value;
    }
    refuseListToken(value, 'a destination');
    if (typeof value !== 'string') {
      const object = typeof value === 'object' && value !== null ? destinationOfObject(value, Destination) : undefined;
      if (object !== undefined) {
        return object;
      }
      throw AccessError.of(
        'InvalidDestination',
        `a destination must be a CIDR, a host name or a \`Destination\`, got ${show(value)}`,
      );
    }
    const problems: Problem[] = [];
    const destination = collect(problems, '', () => Destination.literal(value));
    if (destination === undefined) {
      throw new AccessError(problems.map((problem) => explained(problem, value)));
    }
    return destination;
  }

  /** @internal */
  public static fromCidr(cidr: Cidr): Destination {
    return new Destination('cidr', cidr.text, cidr.text, { cidr, family: cidr.family });
  }

  /** @internal */
  public static literal(value: string): Destination {
    const looksLikeAddress =
      /[/:]/.test(value) || LIKE_ADDRESS.test(value) || /^0x/i.test(value) || looksLikeToken(value);
    return looksLikeAddress && !/^[a-z][a-z0-9+.-]*:\/\//i.test(value)
      ? Destination.fromCidr(Cidr.parse(value))
      : Destination.hostname(value);
  }

  private static family(family: IpFamily, text: string): Destination {
    const cidr = Cidr.parse(text);
    if (cidr.family !== family) {
      throw AccessError.of(
        'InvalidCidr',
        `\`Destination.${family}\` takes an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} block, got ${show(text)}`,
      );
    }
    return Destination.fromCidr(cidr);
  }

  /** The literal block, for kind `cidr`. */
  public readonly cidr?: Cidr;
  /** `ipv4` or `ipv6`, for kinds `cidr` and `deploy-time`. */
  public readonly family?: IpFamily;
  /** The host name, for kind `hostname`. */
  public readonly hostname?: string;
  /** The token, for kind `deploy-time`. */
  public readonly value?: string;
  /** The platform's own object, for kind `native`. */
  public readonly native?: NativeTarget;

  private constructor(
    public readonly kind: DestinationKind,
    /** Identity; equal for equal destinations. */
    public readonly key: string,
    /** As the review shows it. */
    public readonly text: string,
    parts: Partial<Pick<Destination, 'cidr' | 'family' | 'hostname' | 'value' | 'native'>>,
  ) {
    this.cidr = parts.cidr;
    this.family = parts.family;
    this.hostname = parts.hostname;
    this.value = parts.value;
    this.native = parts.native;
  }

  /** True when this is every address of its family. */
  public get isAny(): boolean {
    return this.cidr?.isAny ?? false;
  }

  /** True when whatever `other` matches, this matches for certain. Host names and deploy-time values only match themselves. */
  public covers(other: Destination): boolean {
    return (
      this.key === other.key ||
      (this.cidr !== undefined && other.cidr !== undefined && this.cidr.contains(other.cidr)) ||
      (this.isAny && other.kind === 'deploy-time' && other.family === this.family)
    );
  }

  public toString(): string {
    return this.text;
  }
}

/** The problem in the words of the mistake behind it; what names its repair already stays as it is. */
function explained(problem: Problem, text: string): Problem {
  const mistake = ['InvalidCidr', 'InvalidHostname'].includes(problem.code) ? mistaken(text) : undefined;
  return mistake === undefined ? problem : { ...problem, message: wordsOf(mistake, text) };
}

function checkNative(target: unknown): void {
  const { platform, kind, weight } = (
    typeof target === 'object' && target !== null ? target : {}
  ) as Partial<NativeTarget>;
  if (typeof platform !== 'string' || typeof kind !== 'string' || !Number.isInteger(weight) || weight! < 1) {
    throw AccessError.of(
      'InvalidDestination',
      `a native destination must have the texts \`platform\` and \`kind\` and a positive \`weight\`, got ${show(target)} with platform ${show(platform)}, kind ${show(kind)} and weight ${show(weight)}`,
    );
  }
}

/** Order of destinations: kind, then address or name. */
export function compareDestinations(a: Destination, b: Destination): number {
  if (a.cidr !== undefined && b.cidr !== undefined && a.cidr.family === b.cidr.family) {
    return compareCidrs(a.cidr, b.cidr);
  }
  return compareTexts(a.kind, b.kind) || compareTexts(a.family ?? '', b.family ?? '') || compareTexts(a.key, b.key);
}
