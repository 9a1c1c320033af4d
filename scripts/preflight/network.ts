import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCertificates } from './certificates';
import { BLOCK6, BLOCKS, certified, EVERYTHING, FIRST_PORT, KINDS, PORTAL, RESOLVER } from './places';
import type { PlanOnTarget } from 'harness-delegate-access';

/** Rules as a target has them. */
export type Rules = PlanOnTarget['rules'];

/**
 * Two network namespaces: one for the delegate, behind a firewall, and one in which a process plays every address of the
 * documentation ranges, and the resolver of the first. Nothing has a route out of them. As root, on Linux.
 */

const ROOT = join(__dirname, '../..');

/** @throws where a namespace cannot be made, before anything is asked in it */
export class Network {
  private readonly folder = mkdtempSync(join(tmpdir(), 'preflight-'));
  private readonly id = `pf${process.pid}`;
  private server: ChildProcess | undefined;

  public get delegate(): string {
    return `${this.id}d`;
  }

  /** Authority that signs the services, as a file. */
  public get trust(): string {
    return join(this.folder, 'ca.pem');
  }

  private get other(): string {
    return `${this.id}s`;
  }

  public async start(): Promise<void> {
    const [d, s] = [this.delegate, this.other];
    for (const name of [d, s]) {
      ip('netns', 'add', name);
      // Addresses of IPv6 are there at once, and not after a second of looking for duplicates.
      setting(name, 'net/ipv6/conf/default/accept_dad', '0');
      setting(name, 'net/ipv6/conf/all/accept_dad', '0');
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    ip('link', 'add', 'name', `${this.id}a`, 'netns', d, 'type', 'veth', 'peer', 'name', `${this.id}b`, 'netns', s);
    for (const [name, device, last] of [
      [d, `${this.id}a`, 1],
      [s, `${this.id}b`, 2],
    ] as const) {
      ip('-n', name, 'addr', 'add', `10.99.0.${last}/30`, 'dev', device);
      ip('-n', name, 'addr', 'add', `fd00:99::${last}/64`, 'nodad', 'dev', device);
      ip('-n', name, 'link', 'set', device, 'up');
    }
    for (const block of BLOCKS) {
      ip('-n', d, 'route', 'add', block, 'via', '10.99.0.2');
      ip('-n', s, 'route', 'add', 'local', block, 'dev', 'lo');
    }
    ip('-n', d, '-6', 'route', 'add', BLOCK6, 'via', 'fd00:99::2');
    ip('-n', s, '-6', 'route', 'add', 'local', BLOCK6, 'dev', 'lo');
    this.nft(s, [
      'table inet play {',
      'chain in {',
      'type nat hook prerouting priority -100',
      ...KINDS.flatMap((_, i) => {
        const to = `tcp dport != ${FIRST_PORT}-${FIRST_PORT + KINDS.length - 1} redirect to :${FIRST_PORT + i}`;
        return [`ip daddr & 0.0.0.7 == 0.0.0.${i} ${to}`, `ip6 daddr & ::7 == ::${i} ${to}`];
      }),
      '}',
      '}',
    ]);
    this.resolveAt();
    writeCertificates(this.folder, certified());
    await this.play();
  }

  /** Resolver of the delegate, for Node and for what asks the C library. */
  public resolveAt(address: string = RESOLVER): void {
    mkdirSync(`/etc/netns/${this.delegate}`, { recursive: true });
    writeFileSync(`/etc/netns/${this.delegate}/resolv.conf`, `nameserver ${address}\noptions timeout:1 attempts:1\n`);
  }

  /** The rules as a firewall of the delegate: what they do not accept is dropped. A translation for this test. */
  public enforce(rules: Rules, { lookups = true } = {}): void {
    const accepts = rules.map(({ port, destination }) => {
      const range = port.from === port.to ? `${port.from}` : `${port.from}-${port.to}`;
      const family = destination.text.includes(':') ? 'ip6' : 'ip';
      return `${family} daddr ${destination.text} ${port.protocol} dport ${range} accept`;
    });
    this.nft(this.delegate, [
      'flush ruleset',
      'table inet out {',
      'chain out {',
      'type filter hook output priority 0; policy drop;',
      'ct state established,related accept',
      'oif lo accept',
      'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept',
      // The resolver of a VPC is not filtered by its security groups.
      ...(lookups ? [`ip daddr { ${RESOLVER}, ${PORTAL}, ${EVERYTHING} } udp dport 53 accept`] : []),
      ...accepts,
      '}',
      '}',
    ]);
  }

  /** Takes the link of the delegate down. */
  public unplug(): void {
    ip('-n', this.delegate, 'link', 'set', `${this.id}a`, 'down');
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
    rmSync(`/etc/netns/${this.delegate}`, { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async play(): Promise<void> {
    const program = [process.execPath, '--import', 'tsx', join(__dirname, 'play.ts'), this.folder];
    const server = spawn('ip', ['netns', 'exec', this.other, ...program], {
      cwd: ROOT,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('exit', () => reject(new Error('the services of the namespace do not start')));
      server.stdout.once('data', () => resolve());
    });
  }

  private nft(namespace: string, lines: readonly string[]): void {
    execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: `${lines.join('\n')}\n` });
  }
}

function setting(namespace: string, path: string, value: string): void {
  execFileSync('ip', ['netns', 'exec', namespace, 'tee', `/proc/sys/${path}`], {
    input: value,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
