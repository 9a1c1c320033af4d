import { envFile, helmValues, toDelegateEnv } from './delegate-env';
import { toSquid } from './squid';
import { AccessError, collect, show, throwIfAny, type Problem } from '../../base';
import { Cidr } from '../../network';
import type { Plan } from '../../plan';
import type { SynthFiles, SynthFlags } from '../../platform';

/** The allow list of the proxy. @throws AccessError `NothingProxied`, `SeveralProxies`, `InvalidCidr` */
export function squidFiles(plan: Plan, { source, folder }: SynthFlags): SynthFiles {
  const problems: Problem[] = [];
  const sources = (source ?? '')
    .split(',')
    .filter((text) => text !== '')
    .map((text) => collect(problems, '`--source`: ', () => Cidr.parse(text.trim()).text));
  throwIfAny(problems);
  return toSquid(plan, { sources: sources as string[], ...(folder === undefined ? {} : { folder }) });
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
