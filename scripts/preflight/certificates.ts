import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Certificates of the services in the namespace, `<name>.key` and `<name>.pem` of each, and `ca.pem` to trust. */

/** Name of a certificate. */
export type Certificate = 'right' | 'other' | 'resigned' | 'expired';

/** @param names host names and addresses of the right ones */
export function writeCertificates(folder: string, names: readonly string[]): void {
  authority(folder, 'ca', 'Authority of the test');
  authority(folder, 'proxy', 'Example Corp re-signs');
  writeFileSync(join(folder, 'names.cnf'), `subjectAltName=${names.map(alternative).join(',')}\n`);
  writeFileSync(join(folder, 'other.cnf'), 'subjectAltName=DNS:other.example.net\n');
  signed(folder, 'right', 'ca', 'names.cnf');
  signed(folder, 'other', 'ca', 'other.cnf');
  signed(folder, 'resigned', 'proxy', 'names.cnf');
  // Signed in the past, for one day.
  signed(folder, 'expired', 'ca', 'names.cnf', ['faketime', '2020-01-01']);
}

function alternative(name: string): string {
  return /^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Valid since before the signature of the one that has expired. */
function authority(folder: string, name: string, subject: string): void {
  const file = (end: string): string => join(folder, `${name}${end}`);
  const args = ['req', '-x509', ...KEY, '-keyout', file('.key'), '-out', file('.pem'), '-days', '36500'];
  run(['faketime', '2019-01-01', 'openssl', ...args, '-subj', `/O=${subject}`]);
}

function signed(
  folder: string,
  name: Certificate,
  by: string,
  extensions: string,
  before: readonly string[] = [],
): void {
  const file = (end: string): string => join(folder, end);
  const request = ['req', '-new', ...KEY, '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)];
  run(['openssl', ...request, '-subj', '/O=service of a test']);
  const days = before.length === 0 ? '3650' : '1';
  const args = ['-in', file(`${name}.csr`), '-CA', file(`${by}.pem`), '-CAkey', file(`${by}.key`), '-CAcreateserial'];
  run([
    ...before,
    'openssl',
    'x509',
    '-req',
    ...args,
    '-days',
    days,
    '-extfile',
    file(extensions),
    '-out',
    file(`${name}.pem`),
  ]);
}

function run([program, ...args]: readonly string[]): void {
  execFileSync(program!, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
