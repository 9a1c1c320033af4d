import { readFileSync } from 'node:fs';
import { createServer as tcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as tlsServer, type TlsOptions } from 'node:tls';
import { Squid, SQUID_PORTS } from './squid';
import { closeServers, connectProxy, listening } from '../../test/support/servers';
import { Connection, HarnessPlatform, Plan, reviewOf, Target, type ReviewDocument } from 'harness-delegate-access';

/** Services on loopback of every kind that a delegate may meet, each with its review, and proxies before one. */

interface Service {
  readonly name: string;
  readonly review: ReviewDocument;
}

const tls = (file: string): Buffer => readFileSync(join(__dirname, '../../test/data/tls', file));
const OWN: TlsOptions = { key: tls('localhost-key.pem'), cert: tls('localhost.pem') };

const squid = new Squid();

export async function closeServices(): Promise<void> {
  closeServers();
  await squid.stop();
}

export async function services(): Promise<Service[]> {
  const run = async (server: Server): Promise<number> => (await listening(server as never)).port;
  const talk = (act: (socket: Socket) => void): Promise<number> =>
    run(
      tcpServer((socket) => {
        socket.on('error', () => undefined);
        act(socket);
      }),
    );
  const right = await run(tlsServer(OWN));
  const ports = {
    right,
    mtls: await run(tlsServer({ ...OWN, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' })),
    silent: await talk(() => undefined),
    reset: await talk((socket) => socket.once('data', () => socket.resetAndDestroy())),
    plain: await talk((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n'))),
  };
  const direct = reviewFor([
    ...Object.entries(ports).map(([name, port]) => connection(name, '127.0.0.1/32', port)),
    connection('closed', '127.0.0.3/32', right),
  ]);
  const proxies = { open: {}, user: { user: 'a:b' }, no: { status: 403 }, mute: { isSilent: true } };
  const behind = Object.entries(proxies).map(async ([name, options]) => {
    const { port } = await connectProxy(options);
    return { name: `proxy: ${name}`, review: through(port, right) };
  });
  await squid.start([NAME]);
  const squids = Object.entries(SQUID_PORTS).map(([name, port]) => ({
    name: `Squid: ${name}`,
    review: through(port, right),
  }));
  return [{ name: 'direct', review: direct }, ...(await Promise.all(behind)), ...squids];
}

const NAME = 'service.example.org';

/** A service at a port, through a proxy at another. */
function through(proxy: number, port: number): ReviewDocument {
  return reviewFor([connection('a', NAME, port)], {
    proxy: { to: ['127.0.0.1/32'], ports: [proxy] },
    selfHosted: 'proxy',
  });
}

function connection(name: string, to: string, port: number): Connection {
  return Connection.custom({ name, to: [to], ports: [port], speaks: 'tls', reason: 'of a test' });
}

/** Without Harness's own lines, whose names no test may ask for. */
function reviewFor(connections: readonly Connection[], reach: object = {}): ReviewDocument {
  const plan = Plan.of([...connections], {
    harness: HarnessPlatform.of({ cluster: 'prod1', googleLogging: false }),
    reach: { harness: ['127.0.0.1/32'], ...reach } as never,
    asOf: '2026-11-26',
  });
  const review = reviewOf(plan.on(Target.GCP_FIREWALL_POLICY));
  return { ...review, ports: review.ports.filter(({ row }) => row === 'custom') };
}
