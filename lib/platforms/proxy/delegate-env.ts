import { checkOneProxy } from './one-proxy';
import { AccessError, oneOf, show } from '../../base';
import type { Plan } from '../../plan';
import { noProxyOf } from '../../platform';

/** The settings of a delegate behind a proxy. */

export interface DelegateEnvOptions {
  /** Host of the proxy. @default - `to` of the proxy, where that is one name or one address */
  readonly host?: string;
  /** Port of the proxy. @default - `ports` of the proxy, where that is one */
  readonly port?: number;
  /** Of the way to the proxy itself. @default 'http' */
  readonly scheme?: 'http' | 'https';
}

/**
 * Environment of a delegate that reaches the proxy of its list: `PROXY_HOST`, `PROXY_PORT`, `PROXY_SCHEME`, `PROXY_MANAGER` and `NO_PROXY`. User name and
 * password of the proxy belong into a secret.
 *
 * @throws AccessError `NothingProxied`, `SeveralProxies`, `ProxyNotOneHost`
 *
 * @example
 * ```ts
 * const env = toDelegateEnv(Plan.fromFile('connections.yaml'));
 * const container = { image: 'harness/delegate', environment: env };
 * ```
 */
export function toDelegateEnv(plan: Plan, options: DelegateEnvOptions = {}): Readonly<Record<string, string>> {
  const { destinations, ports = [] } = checkOneProxy(plan);
  const hosts = destinations.flatMap(({ hostname, cidr }) => hostname ?? addressOf(cidr?.text) ?? []);
  const host = options.host ?? (destinations.length === 1 ? hosts[0] : undefined);
  const only = ports.length === 1 && ports[0]!.from === ports[0]!.to ? ports[0]!.from : undefined;
  const port = options.port ?? only;
  if (host === undefined || port === undefined) {
    throw AccessError.of(
      'ProxyNotOneHost',
      `the delegate needs one host and one port of its proxy, got ${oneOf(destinations.map(({ text }) => text))} on ${oneOf(ports.map(({ text }) => text))}; set \`host\` and \`port\` (\`--proxy-host\`, \`--proxy-port\`)`,
    );
  }
  const { scheme = 'http' } = options;
  if (scheme !== 'http' && scheme !== 'https') {
    throw AccessError.of('InvalidChoice', `\`--proxy-scheme\` must be \`http\` or \`https\`, got ${show(scheme)}`);
  }
  const manager = plan.flows.find(({ key }) => key.startsWith('harness:manager'));
  return {
    PROXY_HOST: host,
    PROXY_PORT: `${port}`,
    PROXY_SCHEME: scheme,
    PROXY_MANAGER: `${manager?.way.through === 'proxy'}`,
    NO_PROXY: noProxyOf(plan.flows).entries.join(','),
  };
}

/** The address of a block of one. */
function addressOf(text: string | undefined): string | undefined {
  const [, address] = /^(.*)\/(?:32|128)$/.exec(text ?? '') ?? [];
  return address;
}

/** The environment as a file, for `docker run --env-file` and ECS. */
export function envFile(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The same as values of the chart `harness-delegate-ng`. */
export function helmValues(env: Readonly<Record<string, string>>): string {
  const names = { PROXY_HOST: 'proxyHost', PROXY_PORT: 'proxyPort', PROXY_SCHEME: 'proxyScheme', NO_PROXY: 'noProxy' };
  const values = Object.entries(names).map(([name, value]) => `${value}: ${JSON.stringify(env[name])}\n`);
  return [
    ...values,
    '# Beside the values of its own for a proxy, the chart takes variables of the delegate.\n',
    'custom_envs:\n',
    `  - name: PROXY_MANAGER\n    value: ${JSON.stringify(env.PROXY_MANAGER)}\n`,
  ].join('');
}
