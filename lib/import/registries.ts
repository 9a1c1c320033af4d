import { destinationOf, type Address } from './address';
import { at, entries, entry, type Placement } from './placement';

/** Registries by their hosts: those of clouds and vendors have rows of their own. */

interface Hosted {
  readonly host: RegExp;
  place(match: RegExpExecArray): Placement;
}

const HOSTED: readonly Hosted[] = [
  {
    host: /^(?:index\.docker\.io|registry\.hub\.docker\.com|registry-1\.docker\.io|hub\.docker\.com|docker\.io)$/,
    place: () => entries(entry('docker-registry', { hosting: 'docker-hub' })),
  },
  { host: /^ghcr\.io$/, place: () => entries(entry('docker-registry', { hosting: 'ghcr' })) },
  {
    host: /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/,
    place: ([, account, region]) =>
      entries(
        entry(
          'aws-ecr',
          { regions: [region] },
          { notes: [`RECOMMENDED needs \`repositories\`, of the account ${account}`] },
        ),
      ),
  },
  {
    host: /^public\.ecr\.aws$/,
    place: () => entries(entry('aws-ecr', { publicRegistry: true })),
  },
  {
    host: /^(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io)$/,
    place: ([host]) =>
      entries(
        entry(
          'google-artifact-registry',
          {},
          { notes: [`RECOMMENDED, and the host name ${host}, need \`repositories\` with their locations`] },
        ),
      ),
  },
  {
    host: /^([a-z0-9]+)\.azurecr\.(io|us)$/,
    place: ([, registry, domain]) =>
      entries(entry('azure-acr', { cloud: domain === 'us' ? 'government' : 'public', registries: [registry] })),
  },
  {
    host: /^([a-z0-9-]+)\.jfrog\.io$/,
    place: ([, server]) => entries(entry('jfrog-artifactory', { server })),
  },
  {
    host: /^pkg\.harness\.io$/,
    place: () => ({
      cannot: 'the Artifact Registry of Harness is a line of Harness itself',
      fix: 'set `harness: { artifactRegistry: true }` in the list',
    }),
  },
];

/** The row of a registry: that of its host, or this one with its address. */
export function placeRegistry(address: Address, own: string): Placement {
  for (const { host, place } of HOSTED) {
    const match = host.exec(address.host);
    if (match !== null) {
      return place(match);
    }
  }
  return entries(at(own, address));
}

/** A server of JFrog, in its cloud or an own one. */
export function placeArtifactory(address: Address): Placement {
  const server = /^([a-z0-9-]+)\.jfrog\.io$/.exec(address.host)?.[1];
  return entries(
    server === undefined
      ? entry('jfrog-artifactory', {
          to: [destinationOf(address.host)],
          ...(address.port === 443 ? {} : { ports: [address.port] }),
        })
      : entry('jfrog-artifactory', { server }),
  );
}
