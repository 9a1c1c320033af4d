import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { proxyFor, type Environment } from './proxy-env';
import { tunnel } from './tunnel';

/** One request, mostly over HTTPS, through the proxy that the environment names: Node 20's own `fetch` uses none. */

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface SendOptions {
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until it gives up. */
  readonly timeout: number;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Most bytes of the answer. */
  readonly maxBytes: number;
  readonly environment: Environment;
}

/** @throws errors of the connection, `ETIMEDOUT` and `TOOLARGE` by their codes, `ProxyRefusal` */
export async function send(url: URL, options: SendOptions): Promise<Answer> {
  const proxy = proxyFor(url, options.environment);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const through = proxy === undefined ? undefined : await tunnel(proxy, hostOf(url), port, options);
  try {
    return await ask(url, options, through);
  } finally {
    // What a proxy holds open would hold the process.
    through?.destroy();
  }
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function ask(
  url: URL,
  { method = 'GET', body, headers, timeout, maxBytes, signal }: SendOptions,
  through: Socket | undefined,
): Promise<Answer> {
  const request = url.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
      agent: false,
      signal,
      ...(through === undefined
        ? {}
        : {
            createConnection: () =>
              url.protocol === 'https:' ? tlsConnect({ socket: through, servername: hostOf(url) }) : through,
          }),
    });
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      reject(error as Error);
    };
    // A request that is over already says nothing more when it is destroyed.
    const stop = (code: string, why: string): void => {
      const error = Object.assign(new Error(why), { code });
      asked.destroy(error);
      fail(error);
    };
    const timer = setTimeout(() => stop('ETIMEDOUT', 'no answer in time'), timeout);
    asked.once('error', fail);
    asked.once('upgrade', (_, socket: Socket) => {
      socket.destroy();
      stop('ECONNRESET', 'it answers in another protocol');
    });
    asked.once('response', (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) {
          stop('TOOLARGE', 'the answer is too large');
        }
      });
      answer.once('error', fail);
      answer.once('end', () => {
        clearTimeout(timer);
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    asked.end(body);
  });
}
