import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** Moto, an AWS of one process: its server on 127.0.0.1, and calls to it by botocore. */

export const ACCOUNT = '111111111111';
export const REGION = 'us-east-1';

const ROOT = join(__dirname, '..', '..');
const MOTO = '5.2.5';
const PACKAGES = [`moto[server]==${MOTO}`, 'boto3==1.44.5'];
const VENV = join(ROOT, '.scratch', `moto-${MOTO}`);
const MAX_OUTPUT = 2 ** 28;
const PYTHON = { PYTHONDONTWRITEBYTECODE: '1' };

export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

export interface Call {
  /** As botocore calls it. */
  readonly service: string;
  /** As the API calls it: `CreateVpc`. */
  readonly operation: string;
  readonly parameters?: object;
  readonly credentials?: Credentials;
  /** The ARN that policies are compared with. @default - what moto works out itself, or `*` */
  readonly resource?: string;
  /** @default - that of the server's environment */
  readonly region?: string;
}

export interface Answer {
  readonly result?: unknown;
  /** The code of the error. */
  readonly error?: string;
  readonly status?: number;
}

export class Moto {
  /** Starts the server; what it logs goes to a file in `scratch`. */
  public static async start(scratch: string): Promise<Moto> {
    const log = openSync(join(scratch, 'moto.log'), 'w');
    const server = spawn(python(), [join(__dirname, 'server.py')], {
      stdio: ['pipe', 'pipe', log],
      env: { ...process.env, ...PYTHON, MOTO_ACCOUNT_ID: ACCOUNT, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    });
    try {
      const [port] = (await Promise.race([once(server.stdout!, 'data'), once(server, 'exit').then(ended)])) as [Buffer];
      return new Moto(server, `http://127.0.0.1:${Number(port.toString())}`, scratch);
    } catch (error) {
      server.kill();
      throw error;
    }
  }

  /** Variables that lead every AWS client to this server, and to no account of the person who runs this. */
  public readonly env: NodeJS.ProcessEnv;

  private constructor(
    private readonly server: ChildProcess,
    private readonly endpoint: string,
    scratch: string,
  ) {
    const others = Object.entries(process.env).filter(([name]) => !/^AWS_|_proxy$/i.test(name));
    this.env = {
      ...Object.fromEntries(others),
      ...PYTHON,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_CONFIG_FILE: join(scratch, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'no-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  public stop(): void {
    this.server.kill();
  }

  /** The answers to many calls, in order. */
  public try(calls: readonly Call[]): Answer[] {
    const output = execFileSync(python(), [join(__dirname, 'calls.py')], {
      input: JSON.stringify(calls),
      encoding: 'utf8',
      env: this.env,
      maxBuffer: MAX_OUTPUT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return JSON.parse(output) as Answer[];
  }

  /** The results of many calls, none of which may fail. */
  public callAll<T>(calls: readonly Call[]): T[] {
    return this.try(calls).map(({ result, error }, i) => {
      if (error !== undefined) {
        throw new Error(`${calls[i]!.operation} ${JSON.stringify(calls[i]!.parameters)}: ${error}`);
      }
      return result as T;
    });
  }

  public call<T>(service: string, operation: string, parameters: object = {}): T {
    return this.callAll<T>([{ service, operation, parameters }])[0]!;
  }

  /** From now on every call needs a permission, or none does. */
  public async enforceIam(enforced: boolean): Promise<void> {
    const callsBefore = enforced ? '0' : 'inf';
    const { ok } = await fetch(`${this.endpoint}/moto-api/reset-auth`, { method: 'POST', body: callsBefore });
    if (!ok) {
      throw new Error('moto did not switch its IAM');
    }
  }
}

function ended(): never {
  throw new Error('moto did not start');
}

/** The Python of a virtual environment with moto in it. */
function python(): string {
  const binary = join(VENV, 'bin', 'python');
  if (!existsSync(join(VENV, 'bin', 'moto_server'))) {
    mkdirSync(join(ROOT, '.scratch'), { recursive: true });
    execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
    execFileSync(binary, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES], {
      stdio: 'inherit',
    });
  }
  return binary;
}
