import { envFile, helmValues, toDelegateEnv } from './delegate-env';
import { toSquid } from './squid';
import { AccessError, show } from '../../base';
import { parseBlocks } from '../../network';
import type { Plan } from '../../plan';
import type { SynthFiles, SynthFlags } from '../../platform';

/** The allow list of the proxy. @throws AccessError `NothingProxied`, `SeveralProxies`, `InvalidCidr` */
export function squidFiles(plan: Plan, { source, folder }: SynthFlags): SynthFiles {
  const sources = source === undefined ? [] : parseBlocks(source.split(','), () => '--source').map(({ text }) => text);
  return toSquid(plan, { sources, ...(folder === undefined ? {} : { folder }) });
}

/** The settings of the delegate behind it. @throws AccessError `NothingProxied`, `SeveralProxies`, `ProxyNotOneHost` */
export function envFiles(plan: Plan, { proxyHost, proxyPort, proxyScheme }: SynthFlags): SynthFiles {
  const port = proxyPort === undefined ? undefined : Number(proxyPort);
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw AccessError.of('InvalidChoice', `\`--proxy-port\` must be a port, 1 to 65535, got ${show(proxyPort)}`);
  }
  const env = toDelegateEnv(plan, { host: proxyHost, port, scheme: proxyScheme as 'http' | undefined });
  return { 'delegate.env': envFile(env), 'values.yaml': helmValues(env) };
}
