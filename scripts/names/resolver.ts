import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NamedPlan } from './lists';
import { run } from './suricata';
import { toDomainList } from 'harness-delegate-access';

/** A real resolver with two response policy zones, first what the list allows, then everything: a stand-in for DNS Firewall. */

const PORT = 15353;
const UPSTREAM = 15354;
/** The answer for every name. */
const ANSWER = [198, 51, 100, 1];

export interface ResolverVerdicts {
  readonly version: string;
  readonly lookups: number;
  readonly resolved: number;
  readonly disagreements: readonly string[];
}

/** @param change of the allowed names, for a control */
export async function judgeByResolver(
  plans: readonly NamedPlan[],
  change: (domains: readonly string[]) => readonly string[] = (domains) => domains,
): Promise<ResolverVerdicts> {
  const upstream = await answerEverything();
  const disagreements: string[] = [];
  let [lookups, resolved] = [0, 0];
  try {
    for (const { name: list, plan } of plans) {
      const domains = toDomainList(plan);
      await withUnbound(change(domains), async (resolver) => {
        for (const host of hostsOf(plan)) {
          const isAllowed = mayResolve(plan, host);
          const isResolved = await resolver.resolve4(host).then(
            () => true,
            (error: NodeJS.ErrnoException) => {
              if (error.code !== 'ENOTFOUND') {
                throw error;
              }
              return false;
            },
          );
          lookups += 1;
          resolved += isResolved ? 1 : 0;
          if (isResolved !== isAllowed) {
            disagreements.push(`${list}: ${host} must ${isAllowed ? '' : 'not '}be resolved`);
          }
        }
      });
    }
  } finally {
    upstream.close();
  }
  const version = run('unbound', ['-V'])
    .split('\n')[0]!
    .replace(/^.*[Vv]ersion /, '');
  return { version, lookups, resolved, disagreements };
}

/** True for a name of the plan's flows; what has a wildcard stands for every name below the last one, as a domain list has it. */
function mayResolve({ flows }: NamedPlan['plan'], host: string): boolean {
  return flows.some(({ destination: { hostname } }) =>
    hostname?.includes('*') === true ? host.endsWith(hostname.slice(hostname.lastIndexOf('*') + 1)) : host === hostname,
  );
}

/** Names of the plan, and names beside them. */
function hostsOf(plan: NamedPlan['plan']): string[] {
  const names = plan.flows.flatMap(({ destination }) => destination.hostname ?? []);
  const all = [...new Set(names)].slice(0, 10).flatMap((pattern) => {
    const name = pattern.replace(/\*/g, 'label');
    return [name, `sub.${name}`, name.slice(name.indexOf('.') + 1), `${name}.evil.example`, `not${name}`];
  });
  return [...new Set([...all, 'evil.example.com', 'secret.tunnel.example'])];
}

async function withUnbound(domains: readonly string[], use: (resolver: Resolver) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'names-unbound-'));
  chmodSync(folder, 0o755);
  let unbound: ChildProcess | undefined;
  try {
    const head = '$TTL 60\n@ SOA localhost. root.localhost. 1 3600 600 86400 60\n@ NS localhost.\n';
    writeFileSync(
      join(folder, 'allow.zone'),
      `${head}${zoneNames(domains)
        .map((name) => `${name} CNAME rpz-passthru.\n`)
        .join('')}`,
    );
    writeFileSync(join(folder, 'deny.zone'), `${head}* CNAME .\n`);
    writeFileSync(join(folder, 'unbound.conf'), configuration(folder));
    run('unbound-checkconf', [join(folder, 'unbound.conf')]);
    unbound = spawn('unbound', ['-d', '-c', join(folder, 'unbound.conf')], { stdio: 'ignore' });
    const resolver = new Resolver({ timeout: 2000, tries: 2 });
    resolver.setServers([`127.0.0.1:${PORT}`]);
    await untilAnswering(resolver);
    await use(resolver);
  } finally {
    const ended = unbound === undefined ? undefined : new Promise((resolve) => unbound!.once('exit', resolve));
    unbound?.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A wildcard of a zone stands for no name below a node that the zone has; that of a domain list does. So each node below a wildcard gets
 * one of its own.
 */
function zoneNames(domains: readonly string[]): string[] {
  const suffixes = domains.filter((domain) => domain.startsWith('*.')).map((domain) => domain.slice(1));
  const below = domains.flatMap((domain) => {
    const labels = domain.replace(/^\*\./, '').split('.');
    const nodes = labels.map((_, i) => labels.slice(i).join('.'));
    return nodes
      .filter((node) => suffixes.some((suffix) => node.endsWith(suffix)))
      .flatMap((node) => [node, `*.${node}`]);
  });
  return [...new Set([...domains, ...below])];
}

async function untilAnswering(resolver: Resolver): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const code = await resolver.resolve4('ready.example').then(
      () => '',
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code === '' || code === 'ENOTFOUND') {
      return;
    }
    await sleep(50);
  }
  throw new Error('unbound does not answer');
}

function configuration(folder: string): string {
  const zone = (name: string): string => `rpz:\n  name: ${name}.rpz\n  zonefile: "${folder}/${name}.zone"\n`;
  return `server:
  interface: 127.0.0.1@${PORT}
  do-daemonize: no
  do-not-query-localhost: no
  chroot: ""
  username: ""
  directory: "${folder}"
  pidfile: "${folder}/unbound.pid"
  use-syslog: no
  verbosity: 0
  module-config: "respip iterator"
  access-control: 127.0.0.0/8 allow
${zone('allow')}${zone('deny')}forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${UPSTREAM}
`;
}

/** A server that has one address for every name. */
function answerEverything(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    const end = query.indexOf(0, 12) + 5;
    const isAddress = query.readUInt16BE(end - 4) === 1;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(isAddress ? 1 : 0, 6);
    header.writeUInt32BE(0, 8);
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...ANSWER]);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...(isAddress ? [answer] : [])]), port, address);
  });
  return new Promise((resolve) => socket.bind(UPSTREAM, '127.0.0.1', () => resolve(socket)));
}
