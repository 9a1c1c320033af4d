import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** Servers on loopback, which are closed after the tests of the file. */

export interface Running {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
}

const open: Server[] = [];
const sockets = new Set<Socket>();

export function closeServers(): void {
  open.splice(0).forEach((server) => server.close());
  sockets.forEach((socket) => socket.destroy());
}

export async function listening(server: Server): Promise<Running> {
  open.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, address: `http://127.0.0.1:${port}` };
}

export function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Running> {
  return listening(createServer(answer));
}

/**
 * A proxy that knows CONNECT, and what it was asked for.
 *
 * @param options `port` on loopback for every name. @default - the port that is asked for
 */
export async function connectProxy(
  options: {
    readonly user?: string;
    readonly status?: number;
    readonly isSilent?: boolean;
    readonly port?: number;
  } = {},
): Promise<Running & { readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    if (options.isSilent === true) {
      return;
    }
    const wanted = options.user === undefined ? undefined : `Basic ${Buffer.from(options.user).toString('base64')}`;
    const status = options.status ?? (request.headers['proxy-authorization'] === wanted ? 200 : 407);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    // Every name is on loopback.
    const behind = connect(options.port ?? Number((request.url ?? '').split(':').pop()), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      behind.pipe(socket).pipe(behind);
    });
    sockets.add(behind);
    behind.on('error', () => socket.destroy());
    socket.on('error', () => behind.destroy());
  });
  return { ...(await listening(server)), asked };
}
