import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { Proxy } from './proxy-env';

/** Answer of a proxy to CONNECT that opens nothing. */
export class ProxyRefusal extends Error {
  public constructor(public readonly status: number) {
    super(`the proxy answers ${status}`);
  }
}

/**
 * A connection through a proxy.
 *
 * @param options `timeout` in milliseconds until it gives up; `signal` ends it
 * @throws ProxyRefusal, and errors of the connection, `ETIMEDOUT` for a proxy that never answers
 */
export function tunnel(
  proxy: Proxy,
  host: string,
  port: number,
  { timeout, signal }: { readonly timeout: number; readonly signal?: AbortSignal | undefined },
): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const asked = request({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      agent: false,
      signal,
      headers: {
        Host: authority,
        ...(proxy.authorization === undefined ? {} : { 'Proxy-Authorization': proxy.authorization }),
      },
    });
    const timer = setTimeout(
      () => asked.destroy(Object.assign(new Error('the proxy does not answer'), { code: 'ETIMEDOUT' })),
      timeout,
    );
    asked.once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      if (statusCode !== 200) {
        socket.destroy();
        reject(new ProxyRefusal(statusCode));
        return;
      }
      if (head.length > 0) {
        socket.unshift(head);
      }
      resolve(socket);
    });
    asked.once('response', ({ statusCode = 0 }) => {
      clearTimeout(timer);
      asked.destroy();
      reject(new ProxyRefusal(statusCode));
    });
    asked.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    asked.end();
  });
}
