export { get, type Answer } from './get';
export { proxyFor, readProxy, type Environment } from './proxy-env';
export { ProxyRefusal, tunnel } from './tunnel';
