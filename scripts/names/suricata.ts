import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytes6, writeCapture, type Connection } from './capture';

/** Suricata in a tree of its own: Debian 12 has none. */

const MIRROR = process.env.DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';

export class Suricata {
  public readonly version: string;

  /** @param root of the tree, which is made when it is not there */
  public constructor(
    private readonly root: string,
    suite: string,
  ) {
    if (!existsSync(join(root, 'usr/bin/suricata'))) {
      rmSync(root, { recursive: true, force: true });
      run('debootstrap', ['--variant=minbase', suite, root, MIRROR]);
      run('chroot', [root, 'apt-get', 'install', '-y', '--no-install-recommends', 'suricata']);
    }
    this.version = run('chroot', [root, 'suricata', '-V'])
      .replace(/^.*version /s, '')
      .trim();
  }

  /**
   * Lets the engine judge connections; true for those that it passed.
   *
   * @throws when the engine does not load, or says nothing of a connection
   */
  public judge(
    rules: string,
    connections: readonly Connection[],
    sources: Readonly<Record<string, string>>,
  ): boolean[] {
    const folder = join(this.root, 'names');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'log'), { recursive: true });
    writeFileSync(join(folder, 'all.rules'), rules);
    writeFileSync(join(folder, 'suricata.yaml'), configuration(sources));
    writeCapture(join(folder, 'flows.pcap'), connections);
    const options = ['-c', '/names/suricata.yaml', '-S', '/names/all.rules', '-l', '/names/log', '--simulate-ips'];
    const said = run('chroot', [
      this.root,
      'suricata',
      '-r',
      '/names/flows.pcap',
      '-k',
      'none',
      '--init-errors-fatal',
      ...options,
    ]);
    return verdicts(readFileSync(join(folder, 'log/eve.json'), 'utf8'), connections, said);
  }

  /** Seconds that the engine takes to read rules. */
  public secondsToLoad(rules: string): number {
    const folder = join(this.root, 'names');
    mkdirSync(join(folder, 'log'), { recursive: true });
    writeFileSync(join(folder, 'all.rules'), rules);
    writeFileSync(join(folder, 'suricata.yaml'), configuration({}));
    const began = performance.now();
    run('chroot', [
      this.root,
      'suricata',
      '-T',
      '--simulate-ips',
      '--init-errors-fatal',
      '-c',
      '/names/suricata.yaml',
      '-S',
      '/names/all.rules',
      '-l',
      '/names/log',
    ]);
    return (performance.now() - began) / 1000;
  }
}

interface EveEvent {
  readonly event_type: string;
  readonly src_ip: string;
  readonly src_port: number;
  readonly dest_ip: string;
  readonly dest_port: number;
  readonly flow?: { readonly action?: string };
}

/** A connection is dropped when a packet of its client is. */
function verdicts(eve: string, connections: readonly Connection[], said: string): boolean[] {
  const seen = new Set<string>();
  const dropped = new Set<string>();
  for (const line of eve.split('\n').filter((text) => text !== '')) {
    const event = JSON.parse(line) as EveEvent;
    const ends = [`${whole(event.src_ip)} ${event.src_port}`, `${whole(event.dest_ip)} ${event.dest_port}`];
    if (event.event_type === 'drop' || event.flow?.action === 'drop') {
      ends.forEach((end) => dropped.add(end));
    }
    if (event.event_type === 'flow') {
      ends.forEach((end) => seen.add(end));
    }
  }
  return connections.map(({ client, clientPort, server, port }) => {
    const end = `${whole(client)} ${clientPort}`;
    if (!seen.has(end)) {
      throw new Error(`Suricata says nothing of ${end} to ${server}:${port}: ${said.slice(-2000)}`);
    }
    return !dropped.has(end);
  });
}

/** An address as the engine writes it: IPv6 with every digit. */
function whole(address: string): string {
  return address.includes(':') ? bytes6(address).toString('hex') : address;
}

function configuration(sources: Readonly<Record<string, string>>): string {
  const groups = Object.entries({ HOME_NET: '10.0.0.0/8', EXTERNAL_NET: 'any', ...sources });
  return `%YAML 1.1
---
vars:
  address-groups:
${groups.map(([name, blocks]) => `    ${name}: "${blocks === 'any' ? 'any' : `[${blocks}]`}"`).join('\n')}
default-log-dir: /names/log
stats: { enabled: no }
outputs:
  - eve-log:
      enabled: yes
      filetype: regular
      filename: eve.json
      types:
        - drop: { alerts: no, flows: all }
        - flow
exception-policy: auto
stream: { midstream: false, inline: yes, memcap: 256mb, reassembly: { memcap: 256mb } }
flow: { memcap: 512mb, hash-size: 65536, prealloc: 20000 }
app-layer:
  protocols:
    tls: { enabled: yes, detection-ports: { dp: 443 } }
    http: { enabled: yes }
    ssh: { enabled: yes }
    quic: { enabled: yes }
    dns: { tcp: { enabled: yes }, udp: { enabled: yes } }
`;
}

/** @throws with what the program said, when it fails */
export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (error !== undefined || status !== 0) {
    throw new Error(
      `${program} ${args.slice(0, 6).join(' ')} failed: ${error?.message ?? ''}${stdout.slice(-3000)}${stderr.slice(-3000)}`,
    );
  }
  return `${stdout}${stderr}`;
}
