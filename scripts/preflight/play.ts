import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as tlsServer, type TlsOptions } from 'node:tls';
import type { Certificate } from './certificates';
import {
  answering,
  answerOf,
  EVERYTHING,
  FIRST_PORT,
  KINDS,
  PORTAL,
  portalAnswer,
  RESOLVER,
  type Kind,
} from './places';
import { serveNames } from '../../test/support/dns';

/** Every service of the namespace, and its resolver: one process, in that namespace. `play.ts <folder of certificates>` */

const [folder = ''] = process.argv.slice(2);

function quiet(socket: Socket): Socket {
  return socket.on('error', () => undefined);
}

function secure(certificate: Certificate, more: TlsOptions = {}): ReturnType<typeof tlsServer> {
  const read = (end: string): Buffer => readFileSync(join(folder, `${certificate}${end}`));
  return tlsServer({ key: read('.key'), cert: read('.pem'), ...more }, (socket) => void quiet(socket)).on(
    'tlsClientError',
    () => undefined,
  );
}

const servers: Readonly<Record<Kind, () => ReturnType<typeof createServer>>> = {
  right: () => secure('right'),
  other: () => secure('other'),
  resigned: () => secure('resigned'),
  expired: () => secure('expired'),
  mtls: () => secure('right', { requestCert: true, rejectUnauthorized: true }),
  plain: () => createServer((socket) => quiet(socket).once('data', () => socket.end('SSH-2.0-something\r\n'))),
  silent: () => createServer((socket) => quiet(socket).resume()),
  reset: () => createServer((socket) => quiet(socket).once('data', () => socket.resetAndDestroy())),
};

async function main(): Promise<void> {
  await serveNames(answerOf, { host: RESOLVER, port: 53 });
  await serveNames(portalAnswer, { host: PORTAL, port: 53 });
  await serveNames((name) => ({ v4: answering(name) }), { host: EVERYTHING, port: 53 });
  await Promise.all(
    KINDS.map(
      (kind, i) =>
        new Promise<void>((resolve, reject) => {
          servers[kind]()
            .once('error', reject)
            .listen(FIRST_PORT + i, '::', resolve);
        }),
    ),
  );
  console.log('playing');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
