export { get, type Answer, type GetOptions } from './get';
export { proxyFor, readProxy, type Environment, type Proxy } from './proxy-env';
export { ProxyRefusal, tunnel } from './tunnel';
