export { proxyFor, readProxy, type Environment } from './proxy-env';
export { send, type Answer } from './send';
export { tryToSend } from './try-to-send';
export { ProxyRefusal, tunnel } from './tunnel';
