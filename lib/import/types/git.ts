import { destinationOf, type Address } from '../address';
import {
  at,
  blocks,
  custom,
  entries,
  entry,
  field,
  second,
  withAddress,
  type ConnectorType,
  type Entry,
  type Placement,
  type Values,
} from '../placement';

/** Connectors of Git. */

const FIELDS = {
  url: field('url', 'url'),
  apiUrl: field('apiAccess.spec.apiUrl'),
  authentication: blocks('authentication.type', { 'credentials.ssh': 'Ssh', 'credentials.http': 'Http' }),
};

/** Servers of a vendor's own, by their host. */
interface Host {
  readonly row: string;
  readonly isSaas: (host: string) => boolean;
  /** Props of the vendor's own hosting. */
  readonly saas?: (host: string) => Entry['props'];
  /** Prop for SSH on a port of the server's own. */
  readonly sshProp?: readonly [port: number, prop: string];
}

const HOSTS: readonly Host[] = [
  { row: 'github-repo', isSaas: (host) => /^(?:www\.|api\.)?github\.com$/.test(host) },
  { row: 'gitlab', isSaas: (host) => /^(?:www\.)?gitlab\.com$/.test(host) },
  {
    row: 'bitbucket',
    isSaas: (host) => /^(?:www\.|api\.)?bitbucket\.org$/.test(host),
    sshProp: [7999, 'dataCenterSsh'],
  },
  {
    row: 'azure-repos',
    isSaas: (host) => /^(?:www\.|ssh\.)?dev\.azure\.com$|\.visualstudio\.com$/.test(host),
    saas: (host) => {
      const organization = /^([a-z0-9-]+)\.visualstudio\.com$/.exec(host)?.[1];
      return organization === undefined || organization === 'vs-ssh' ? {} : { organization };
    },
  },
];

/** True where it clones by SSH: by its address, or by its authentication. */
function isSsh(values: Values, { scheme }: Address): boolean {
  return scheme === 'ssh' || values.text('authentication') === 'Ssh';
}

function placeOn(host: Host, values: Values, address: Address): Placement {
  const ssh = isSsh(values, address);
  if (host.isSaas(address.host)) {
    return entries(entry(host.row, { ...host.saas?.(address.host), ...(ssh ? { ssh: true } : {}) }));
  }
  const { address: api, notes } = second(values, 'apiUrl');
  const hosts = [...new Set([address.host, ...(api === undefined ? [] : [api.host])])].map(destinationOf);
  return entries(entry(host.row, { to: hosts, ...portsOf(host, address, ssh, api) }, { notes }));
}

/** Ports of an own server: 443 needs no prop, and SSH has one. */
function portsOf({ sshProp }: Host, { port, scheme }: Address, ssh: boolean, api?: Address): Entry['props'] {
  const isOfSsh = scheme === 'ssh';
  const own = isOfSsh && (port === 22 || port === sshProp?.[0]);
  const web = [...new Set([isOfSsh ? 443 : port, ...(api === undefined ? [] : [api.port])])];
  const ports = [...web, ...(isOfSsh && !own ? [port] : [])];
  return {
    ...(ports.length === 1 && ports[0] === 443 ? {} : { ports: ports.sort((a, b) => a - b) }),
    ...(isOfSsh && port === sshProp?.[0] ? { [sshProp[1]]: true } : {}),
    ...((ssh && !isOfSsh) || (isOfSsh && port === 22) ? { ssh: true } : {}),
  };
}

function gitType(row: string, terraform: string): ConnectorType {
  const host = HOSTS.find((one) => one.row === row)!;
  return {
    terraform,
    fields: FIELDS,
    place: (values) => withAddress(values, 'url', (address) => placeOn(host, values, address)),
  };
}

export const GIT_TYPES: Readonly<Record<string, ConnectorType>> = {
  Github: gitType('github-repo', 'github'),
  Gitlab: gitType('gitlab', 'gitlab'),
  Bitbucket: gitType('bitbucket', 'bitbucket'),
  AzureRepo: gitType('azure-repos', 'azure_repo'),
  Git: {
    terraform: 'git',
    fields: { ...FIELDS, authentication: blocks('type', { 'credentials.ssh': 'Ssh', 'credentials.http': 'Http' }) },
    place: (values) =>
      withAddress(values, 'url', (address) => {
        const known = HOSTS.find(({ isSaas }) => isSaas(address.host));
        if (known !== undefined) {
          return placeOn(known, values, address);
        }
        const isOnlySsh = isSsh(values, address) && address.scheme === undefined;
        return entries(at('git', { ...address, port: isOnlySsh && !address.hasPort ? 22 : address.port }));
      }),
  },
  Harness: {
    fields: {},
    place: () => ({
      cannot: 'Harness Code is a line of Harness itself',
      fix: 'set `harness: { codeRepository: true }` in the list where the delegate clones from it',
    }),
  },
  Codecommit: {
    fields: { url: field('url') },
    place: (values) =>
      withAddress(values, 'url', (address) =>
        entries(
          custom('clones from AWS CodeCommit', address),
          custom(
            'the delegate asks it before it takes a task of CodeCommit (code of December 2023)',
            { host: 'aws.amazon.com', port: 443, hasPort: false },
            { suffix: 'probe' },
          ),
        ),
      ),
  },
};
