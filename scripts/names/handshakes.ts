import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';

/** Messages of a client and a server, as a network sees them. */

export interface Message {
  readonly from: 'client' | 'server';
  readonly data: Buffer;
}

/** One end of a connection that goes nowhere. */
class End extends Duplex {
  public other!: End;

  public constructor(
    private readonly from: Message['from'],
    private readonly said: Message[],
  ) {
    super();
  }

  public override _read(): void {
    // Data is pushed as it comes.
  }

  public override _write(data: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    this.said.push({ from: this.from, data: Buffer.from(data) });
    this.other.push(data);
    done();
  }

  public override _final(done: (error?: Error) => void): void {
    this.other.push(null);
    done();
  }
}

/** Real handshakes of OpenSSL, and requests of HTTP; each once. */
export class Handshakes {
  private readonly known = new Map<string, Promise<readonly Message[]>>();
  private readonly certificate = selfSigned();

  /** @param alpn protocols that the client offers, which make its first message longer */
  public tls(name: string | undefined, alpn: readonly string[] = []): Promise<readonly Message[]> {
    const key = `${name} ${alpn.length}`;
    const known = this.known.get(key) ?? this.shake(name, alpn);
    this.known.set(key, known);
    return known;
  }

  private shake(name: string | undefined, alpn: readonly string[]): Promise<readonly Message[]> {
    const said: Message[] = [];
    const [client, server] = [new End('client', said), new End('server', said)];
    client.other = server;
    server.other = client;
    const ended = new TLSSocket(server, { isServer: true, secureContext: createSecureContext(this.certificate) });
    ended.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      const socket = connect(
        {
          socket: client,
          rejectUnauthorized: false,
          ...(name === undefined ? {} : { servername: name }),
          ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
        },
        () => {
          socket.write('GET / HTTP/1.1\r\n\r\n', () => {
            resolve([...said]);
            socket.destroy();
            ended.destroy();
          });
        },
      );
      socket.on('error', reject);
    });
  }
}

/** A request of HTTP for a host, and its answer. */
export function http(host: string): readonly Message[] {
  return [
    { from: 'client', data: Buffer.from(`GET / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: delegate\r\n\r\n`) },
    { from: 'server', data: Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n') },
  ];
}

/** The banners of SSH: the server speaks first. */
export const SSH: readonly Message[] = [
  { from: 'server', data: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n') },
  { from: 'client', data: Buffer.from('SSH-2.0-JSCH-0.1\r\n') },
];

/** A protocol that no engine knows, long enough to be given up. */
export const UNKNOWN: readonly Message[] = [
  { from: 'client', data: Buffer.alloc(16_000, '\u0000\u0001\u0002\u007f') },
  { from: 'server', data: Buffer.alloc(8_000, '\u0005\u0006') },
  { from: 'client', data: Buffer.alloc(16_000, '\u0000\u0001\u0002\u007f') },
];

/** The first packet of QUIC, as far as its header. */
export const QUIC: readonly Message[] = [
  {
    from: 'client',
    data: Buffer.concat([
      Buffer.from([0xc3, 0, 0, 0, 1, 8]),
      Buffer.from('12345678'),
      Buffer.from([8]),
      Buffer.from('abcdefgh'),
      Buffer.from([0, 0x44, 0x9e]),
      Buffer.alloc(1180, 7),
    ]),
  },
];

function selfSigned(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'names-key-'));
  const [key, cert] = [join(folder, 'k.pem'), join(folder, 'c.pem')];
  const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${key} -out ${cert} -days 2 -subj /CN=server`;
  execFileSync('openssl', args.split(' '), { stdio: 'pipe' });
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
