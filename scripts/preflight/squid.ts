import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, inFolder, untilListening } from '../names/squid';

/** A real Squid on loopback: one port lets everything through, one wants a user, one refuses. */

/** Below the ports that a system takes for connections of its own. */
export const SQUID_PORTS = { open: 13141, user: 13142, no: 13143 };

export class Squid {
  private readonly folder = mkdtempSync(join(tmpdir(), 'preflight-squid-'));
  private process: ChildProcess | undefined;

  /** @param names that it knows, each at 127.0.0.1; it asks no resolver */
  public async start(names: readonly string[]): Promise<void> {
    const { folder } = this;
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'hosts'), names.map((name) => `127.0.0.1 ${name}\n`).join(''));
    writeFileSync(join(folder, 'squid.conf'), configuration(folder));
    this.process = spawn('squid', ['-N', '-f', join(folder, 'squid.conf')], { stdio: 'ignore' });
    await untilListening(this.process, SQUID_PORTS.no, join(folder, 'cache.log'));
  }

  public async stop(): Promise<void> {
    await ended(this.process);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function configuration(folder: string): string {
  return `${Object.entries(SQUID_PORTS)
    .map(([name, port]) => `http_port 127.0.0.1:${port} name=${name}\n`)
    .join('')}${inFolder(folder)}shutdown_lifetime 0 seconds
auth_param basic program /usr/lib/squid/basic_fake_auth
acl at_user myportname user
acl at_no myportname no
acl known proxy_auth REQUIRED
http_access deny at_no
http_access deny at_user !known
http_access allow all
`;
}
