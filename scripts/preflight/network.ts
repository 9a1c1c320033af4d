import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlanOnTarget } from 'harness-delegate-access';

/** Rules as a target has them. */
export type Rules = PlanOnTarget['rules'];

/**
 * Two network namespaces: one for the delegate, behind a firewall, and one in which a server plays every address of the
 * documentation ranges. Nothing has a route out of them. As root, on Linux.
 */

const RANGES = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];
/** Ports of the server, a kind of service on each; every other port leads to one of them, by the last two bits of the address. */
const PORTS = [8440, 8441, 8442, 8443];
/** Service at an address, by what it does with a handshake. */
export type Kind = 'tls' | 'plain' | 'silent' | 'reset';
const KINDS: readonly Kind[] = ['tls', 'plain', 'silent', 'reset'];

export function kindAt(address: string): Kind {
  return KINDS[Number(address.split('.')[3]) % 4]!;
}

/** @throws where a namespace cannot be made, before anything is asked in it */
export class Network {
  private readonly folder = mkdtempSync(join(tmpdir(), 'preflight-'));
  private readonly id = `pf${process.pid}`;
  private server: ChildProcess | undefined;

  public get delegate(): string {
    return `${this.id}d`;
  }

  private get other(): string {
    return `${this.id}s`;
  }

  public async start(): Promise<void> {
    const [d, s] = [this.delegate, this.other];
    for (const name of [d, s]) {
      ip('netns', 'add', name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    ip('link', 'add', 'name', `${this.id}a`, 'netns', d, 'type', 'veth', 'peer', 'name', `${this.id}b`, 'netns', s);
    ip('-n', d, 'addr', 'add', '10.99.0.1/30', 'dev', `${this.id}a`);
    ip('-n', s, 'addr', 'add', '10.99.0.2/30', 'dev', `${this.id}b`);
    ip('-n', d, 'link', 'set', `${this.id}a`, 'up');
    ip('-n', s, 'link', 'set', `${this.id}b`, 'up');
    for (const range of RANGES) {
      ip('-n', d, 'route', 'add', range, 'via', '10.99.0.2');
      ip('-n', s, 'route', 'add', 'local', range, 'dev', 'lo');
    }
    this.nft(s, [
      'table ip play {',
      'chain in {',
      'type nat hook prerouting priority -100',
      ...PORTS.map((port, i) => `ip daddr & 0.0.0.3 == 0.0.0.${i} tcp dport != 8440-8443 redirect to :${port}`),
      '}',
      '}',
    ]);
    const program = join(this.folder, 'server.cjs');
    writeFileSync(program, SERVER);
    const tls = join(__dirname, '../../test/data/tls');
    this.server = spawn('ip', ['netns', 'exec', s, process.execPath, program, ...PORTS.map(String), tls], {
      stdio: 'ignore',
    });
    await sleep(1000);
    if (this.server.exitCode !== null) {
      throw new Error('the server of the namespace does not start');
    }
  }

  /** The rules as a firewall of the delegate: what they do not accept is dropped. A translation for this test. */
  public enforce(rules: Rules): void {
    const accepts = rules.map(({ port, destination }) => {
      const range = port.from === port.to ? `${port.from}` : `${port.from}-${port.to}`;
      return `ip daddr ${destination.text} ${port.protocol} dport ${range} accept`;
    });
    this.nft(this.delegate, [
      'flush ruleset',
      'table ip out {',
      'chain out {',
      'type filter hook output priority 0; policy drop;',
      'ct state established,related accept',
      'oif lo accept',
      ...accepts,
      '}',
      '}',
    ]);
  }

  public stop(): void {
    this.server?.kill('SIGKILL');
    for (const name of [this.delegate, this.other]) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private nft(namespace: string, lines: readonly string[]): void {
    execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: `${lines.join('\n')}\n` });
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** A service of each kind on its port. */
const SERVER = `
const { readFileSync } = require('node:fs');
const tcp = require('node:net');
const tls = require('node:tls');
const [a, b, c, d, folder] = process.argv.slice(2);
const quiet = (socket) => socket.on('error', () => undefined);
const listen = (server, port) => server.on('error', () => process.exit(1)).listen(Number(port), '0.0.0.0');
const options = { key: readFileSync(folder + '/localhost-key.pem'), cert: readFileSync(folder + '/localhost.pem') };
listen(tls.createServer(options, quiet).on('tlsClientError', () => undefined), a);
listen(tcp.createServer((socket) => quiet(socket).once('data', () => socket.end('SSH-2.0-something\\r\\n'))), b);
listen(tcp.createServer((socket) => quiet(socket).resume()), c);
listen(tcp.createServer((socket) => quiet(socket).once('data', () => socket.resetAndDestroy())), d);
`;
