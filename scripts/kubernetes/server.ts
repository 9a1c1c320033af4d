import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { built, definitions, SCRATCH, type ApiInput, type ApiVerdicts } from './judges';

/** A whole API server with its store on loopback, which is asked over HTTPS. Its build takes minutes: run it by hand. */

/** Seconds until the server must be ready, and a definition must be served. */
const READY = 60;

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
  readonly kind: string;
}

/** Judges objects by server-side apply as a dry run. Their namespaces and the definitions of custom kinds are created before. */
export async function judgeByServer({ objects = [], crds = definitions() }: ApiInput): Promise<ApiVerdicts['objects']> {
  const server = await Server.start();
  try {
    for (const path of crds) {
      await server.define(readFileSync(path, 'utf8'));
    }
    const manifests = objects.map(({ object }) => object as Manifest);
    for (const name of new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []))) {
      await server.create('/api/v1/namespaces', JSON.stringify({ metadata: { name } }));
    }
    const verdicts: { id: string; problems: readonly string[] }[] = [];
    for (const [i, { id }] of objects.entries()) {
      verdicts.push({ id, problems: await server.dryRun(manifests[i]!) });
    }
    return verdicts;
  } finally {
    await server.stop();
  }
}

class Server {
  /** @throws when the server is not ready in time; its log stays in the scratch folder */
  static async start(): Promise<Server> {
    const [etcdBinary, binary] = [built('etcd', 'server', './etcd'), built('kube-apiserver', 'server', './apiserver')];
    const folder = mkdtempSync(join(SCRATCH, 'server-'));
    const token = randomBytes(16).toString('hex');
    writeKeys(folder, token);
    const [client, peer, port] = await freePorts();
    const etcd = launch(etcdBinary, etcdFlags(folder, client, peer), join(folder, 'etcd.log'));
    const api = launch(binary, apiFlags(folder, client, port), join(folder, 'api.log'));
    const server = new Server(folder, token, port, etcd, api);
    try {
      await until(`the API server (its log is in ${folder})`, async () => {
        assertRuns(etcd, api, folder);
        return existsSync(server.certificate) && (await server.get('/readyz')).status === 200;
      });
    } catch (error) {
      await server.end();
      throw error;
    }
    return server;
  }

  private readonly resources = new Map<string, readonly Resource[]>();

  private constructor(
    private readonly folder: string,
    private readonly token: string,
    private readonly port: number,
    private readonly etcd: ChildProcess,
    private readonly api: ChildProcess,
  ) {}

  /** The certificate that the server makes for itself. */
  get certificate(): string {
    return join(this.folder, 'certs/apiserver.crt');
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true });
  }

  /** The API server first: without its store it lingers for minutes. */
  async end(): Promise<void> {
    for (const child of [this.api, this.etcd]) {
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) {
        await once(child, 'exit');
      }
    }
  }

  /** Creates a definition of a custom kind, and waits until the kind is served. */
  async define(yaml: string): Promise<void> {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const created = JSON.parse(await this.create(path, yaml)) as {
      readonly spec: { readonly group: string; readonly versions: readonly { readonly name: string }[] };
    };
    const { group, versions } = created.spec;
    await until(group, async () => {
      const found = await Promise.all(versions.map(({ name }) => this.get(`/apis/${group}/${name}`)));
      return found.every(({ status }) => status === 200);
    });
  }

  /** @throws when the server does not create it */
  async create(path: string, yaml: string): Promise<string> {
    const { status, body } = await this.ask('POST', path, 'application/yaml', yaml);
    if (status !== 201 && status !== 409) {
      throw new Error(`the API server does not create ${path}: ${body}`);
    }
    return body;
  }

  async dryRun(manifest: Manifest): Promise<readonly string[]> {
    const { apiVersion, kind, metadata } = manifest;
    const resource = (await this.served(apiVersion)).find((one) => one.kind === kind && !one.name.includes('/'));
    if (resource === undefined) return [`no kind ${kind} of ${apiVersion} is served`];
    if (resource.namespaced && metadata.namespace === undefined) return ['metadata.namespace: the path needs it'];
    const namespace = resource.namespaced ? `namespaces/${metadata.namespace}/` : '';
    const path = `${groupPath(apiVersion)}/${namespace}${resource.name}/${metadata.name}`;
    const query = 'dryRun=All&fieldManager=control&fieldValidation=Strict&force=true';
    const text = JSON.stringify(manifest);
    const { status, body } = await this.ask('PATCH', `${path}?${query}`, 'application/apply-patch+yaml', text);
    return status === 200 || status === 201 ? [] : [(JSON.parse(body) as { readonly message: string }).message];
  }

  async get(path: string): Promise<Answer> {
    return this.ask('GET', path, 'application/json', '').catch(() => ({ status: 0, body: '' }));
  }

  private async served(apiVersion: string): Promise<readonly Resource[]> {
    const known = this.resources.get(apiVersion);
    if (known !== undefined) return known;
    const { status, body } = await this.get(groupPath(apiVersion));
    const found = status === 200 ? (JSON.parse(body) as { readonly resources: readonly Resource[] }).resources : [];
    this.resources.set(apiVersion, found);
    return found;
  }

  private async ask(method: string, path: string, type: string, text: string): Promise<Answer> {
    const asked = request({
      host: '127.0.0.1',
      port: this.port,
      method,
      path,
      ca: readFileSync(this.certificate),
      headers: { 'authorization': `Bearer ${this.token}`, 'accept': 'application/json', 'content-type': type },
      agent: false,
    });
    asked.end(text);
    return new Promise((resolve, reject) => {
      asked.on('error', reject);
      asked.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      });
    });
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Keys of the tokens of service accounts, and the token of the one user. */
function writeKeys(folder: string, token: string): void {
  mkdirSync(join(folder, 'certs'));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,1,"system:masters"\n`, { mode: 0o600 });
}

function etcdFlags(folder: string, client: number, peer: number): string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    '--log-level=error',
  ];
}

function apiFlags(folder: string, client: number, port: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${client}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    // With a reconciler it refuses to listen on loopback.
    '--endpoint-reconciler-type=none',
    `--cert-dir=${join(folder, 'certs')}`,
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    '--service-account-issuer=https://control.local',
    '--authorization-mode=RBAC',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--disable-admission-plugins=ServiceAccount',
  ];
}

function launch(binary: string, flags: readonly string[], log: string): ChildProcess {
  const output = openSync(log, 'w');
  const child = spawn(binary, flags, { stdio: ['ignore', output, output] });
  closeSync(output);
  return child;
}

function assertRuns(etcd: ChildProcess, api: ChildProcess, folder: string): void {
  for (const [name, child] of Object.entries({ etcd, api })) {
    if (child.exitCode !== null) {
      throw new Error(`${name} ended with ${child.exitCode}: ${readFileSync(join(folder, `${name}.log`), 'utf8')}`);
    }
  }
}

/** Three ports that are free now. */
async function freePorts(): Promise<readonly [number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const;
  const ports = servers.map(async (server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  });
  const [a, b, c] = await Promise.all(ports);
  await Promise.all(servers.map(async (server) => once(server.close(), 'close')));
  return [a!, b!, c!];
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + READY * 1000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${what} is not ready after ${READY} s`);
    await sleep(100);
  }
}
