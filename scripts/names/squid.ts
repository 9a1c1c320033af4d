import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NamedPlan } from './lists';
import { run } from './suricata';
import { Target, toSquid } from 'harness-delegate-access';

/** A real Squid over loopback: each list has clients of its own among the addresses of this machine. */

/** Below the ports that a system takes for connections of its own, so that none of them holds it. */
const PROXY_PORT = 13128;
/** Address of every name. */
const SERVER = '127.0.0.2';
/** Ports on which something answers. */
const ANSWERED = [443, 80, 8443];

interface Request {
  readonly what: string;
  readonly client: string;
  readonly lines: string;
  readonly isAllowed: boolean;
}

export interface SquidVerdicts {
  readonly version: string;
  readonly requests: number;
  readonly allowed: number;
  /** Requests that an answer came back to, through the proxy. */
  readonly answered: number;
  readonly disagreements: readonly string[];
}

/** @param change of the files of each list, for a control */
export async function judgeBySquid(
  plans: readonly NamedPlan[],
  change: (text: string) => string = (text) => text,
): Promise<SquidVerdicts> {
  const folder = mkdtempSync(join(tmpdir(), 'names-squid-'));
  chmodSync(folder, 0o777);
  const servers = await Promise.all(ANSWERED.map(serve));
  let squid: ChildProcess | undefined;
  try {
    const requests = plans.flatMap(({ name, plan }, i) => {
      const client = clientOf(i);
      const lists = join(folder, `list-${i}`);
      mkdirSync(lists);
      const files = toSquid(plan, { folder: lists, sources: [`${client}/32`] });
      for (const [file, text] of Object.entries(files)) {
        const named = file.endsWith('.conf') ? text.replace(/\bharness_/g, `h${i}_`) : text;
        writeFileSync(join(lists, file), change(named));
      }
      return requestsOf(name, plan, client);
    });
    writeFileSync(join(folder, 'hosts'), hostsOf(requests));
    writeFileSync(join(folder, 'squid.conf'), configuration(folder, plans.length));
    const check = run('squid', ['-k', 'parse', '-f', join(folder, 'squid.conf')]);
    const warnings = check.split('\n').filter((line) => /WARNING|ERROR|FATAL/.test(line));
    squid = spawn('squid', ['-N', '-f', join(folder, 'squid.conf')], { stdio: 'ignore' });
    await untilListening(squid, PROXY_PORT, join(folder, 'cache.log'));
    const statuses: number[] = [];
    for (const request of requests) {
      statuses.push(await ask(request));
    }
    return {
      version: run('squid', ['-v'])
        .split('\n')[0]!
        .replace(/^.*Version /, ''),
      requests: requests.length,
      allowed: requests.filter(({ isAllowed }) => isAllowed).length,
      answered: statuses.filter((status) => status === 200).length,
      disagreements: [
        ...warnings,
        ...requests.flatMap(({ what, isAllowed }, i) =>
          (statuses[i] !== 403) === isAllowed
            ? []
            : [`${what}: must ${isAllowed ? '' : 'not '}be allowed, got ${statuses[i]}`],
        ),
      ],
    };
  } finally {
    await ended(squid);
    servers.forEach((server) => server.close());
    rmSync(folder, { recursive: true, force: true });
  }
}

function clientOf(i: number): string {
  return `127.1.${Math.floor(i / 250)}.${1 + (i % 250)}`;
}

/** Names that a list has and has not, on its ports and on others, in both methods. */
function requestsOf(list: string, plan: NamedPlan['plan'], client: string): Request[] {
  const rules = plan.on(Target.PROXY).rules;
  const open = rules.map(({ port, destination, reasons }) => ({
    pattern: destination.hostname!.split('.'),
    from: port.from,
    to: port.to,
    speaks: new Set(reasons.flatMap(({ decision }) => decision.statement.speaks?.what ?? spokenByNumber(port.from))),
  }));
  const isAllowed = (host: string, port: number, method: 'CONNECT' | 'GET'): boolean =>
    open.some(({ pattern, from, to, speaks }) => {
      const labels = host.toLowerCase().split('.');
      const matches =
        labels.length === pattern.length && pattern.every((label, at) => label === '*' || label === labels[at]);
      const isSpoken = method === 'GET' ? speaks.has('http') : [...speaks].some((word) => word !== 'http');
      return matches && port >= from && port <= to && isSpoken;
    });
  return rules.slice(0, 8).flatMap(({ port: { from }, destination }) => {
    const name = destination.hostname!.replace(/\*/g, 'label');
    const hosts = [
      name,
      name.toUpperCase(),
      `sub.${name}`,
      name.slice(name.indexOf('.') + 1),
      `${name}.evil.example`,
      `not${name}`,
      'evil.example.com',
      SERVER,
    ];
    return hosts.flatMap((host) =>
      [from, from === 22 ? 23 : 22].flatMap((port) => [
        {
          what: `${list}: CONNECT ${host}:${port}`,
          client,
          lines: `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`,
          isAllowed: isAllowed(host, port, 'CONNECT'),
        },
        {
          what: `${list}: GET http://${host}:${port}/`,
          client,
          lines: `GET http://${host}:${port}/ HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`,
          isAllowed: isAllowed(host, port, 'GET'),
        },
      ]),
    );
  });
}

/** Protocols of ports of the lists that say none. */
function spokenByNumber(port: number): readonly string[] {
  return { 80: ['http'], 443: ['tls'], 8443: ['tls'] }[port] ?? ['other'];
}

function hostsOf(requests: readonly Request[]): string {
  const names = [
    ...new Set(requests.map(({ lines }) => /^\w+ (?:http:\/\/)?([^:/ ]+)/.exec(lines)![1]!.toLowerCase())),
  ];
  return names.map((name) => `${SERVER} ${name}\n`).join('');
}

/** Settings of a Squid that keeps all in one folder, and asks no resolver. */
export function inFolder(folder: string): string {
  return `pid_filename ${folder}/squid.pid
cache_log ${folder}/cache.log
access_log none
coredump_dir ${folder}
cache deny all
dns_nameservers 127.0.0.1
hosts_file ${folder}/hosts
`;
}

function configuration(folder: string, lists: number): string {
  const includes = Array.from({ length: lists }, (_, i) => `include ${folder}/list-${i}/harness-delegate.conf\n`);
  return `http_port 127.0.0.1:${PROXY_PORT}
${inFolder(folder)}connect_timeout 2 seconds
forward_timeout 3 seconds
shutdown_lifetime 0 seconds
${includes.join('')}http_access deny all
`;
}

function serve(port: number): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'));
  });
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, SERVER, () => resolve(server)));
}

/** @throws with the end of its log when it ends, or does not listen within a minute */
export async function untilListening(squid: ChildProcess, port: number, log: string): Promise<void> {
  for (let tries = 0; tries < 600 && squid.exitCode === null && squid.signalCode === null; tries += 1) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isUp) {
      return;
    }
    await sleep(100);
  }
  const said = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-30).join('\n') : 'no log';
  throw new Error(`Squid does not start (exit code ${squid.exitCode}, signal ${squid.signalCode}):\n${said}`);
}

/** Its port is free only then. */
export async function ended(squid: ChildProcess | undefined): Promise<void> {
  if (squid !== undefined && squid.exitCode === null && squid.signalCode === null) {
    const exit = once(squid, 'exit');
    squid.kill('SIGKILL');
    await exit;
  }
}

/** The status of the proxy's answer. */
function ask({ client, lines, what }: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: PROXY_PORT, host: '127.0.0.1', localAddress: client }, () => socket.write(lines));
    const timer = setTimeout(() => reject(new Error(`${what}: no answer`)), 15_000);
    socket.once('data', (data) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Number(/^HTTP\/1\.\d (\d+)/.exec(data.toString())?.[1]));
    });
    socket.on('error', reject);
  });
}
