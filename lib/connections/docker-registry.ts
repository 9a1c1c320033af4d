import { choice } from '../base';
import { clearOrTls, host, inTable, notInTable, HARNESS, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

export default connection({
  id: 'docker-registry',
  title: 'Docker Registry',
  factory: 'dockerRegistry',
  summary: '8083 to your registry; hosted registries speak 443.',
  props: PORTS.extend('DockerRegistryProps', {
    hosting: choice(['own', 'docker-hub', 'ghcr']).doc(
      'Your own registry, Docker Hub, or the GitHub container registry.',
      "'own'",
    ),
  }),
  hosting: ['own', 'docker-hub', 'ghcr'],
  statements: [
    inTable(
      8083,
      'service',
      'as written',
      'TCP: 8083',
      'no vendor source names 8083; the open-source registry listens on 5000',
      [VENDOR.dockerDistribution],
      { speaks: clearOrTls(VENDOR.dockerDistribution) },
    ),
    notInTable(
      443,
      'api',
      'missing',
      'hosted registries speak 443, and the layers of Docker Hub come from other hosts than its index',
      [VENDOR.dockerHosts, HARNESS.docker],
      { when: { hosting: ['docker-hub', 'ghcr'] } },
    ),
  ],
  hosts: [
    ...['index.docker.io', 'registry.hub.docker.com'].map((name) =>
      host(name, 'the registry address that Harness documents', HARNESS.docker, { hosting: 'docker-hub' }),
    ),
    ...['registry-1.docker.io', 'auth.docker.io', 'hub.docker.com'].map((name) =>
      host(name, 'pull, token and catalogue', VENDOR.dockerHosts, { hosting: 'docker-hub' }),
    ),
    ...[
      'production.cloudflare.docker.com',
      'production.cloudfront.docker.com',
      'docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com',
    ].map((name) => host(name, 'image layers', VENDOR.dockerHosts, { hosting: 'docker-hub' })),
    host('ghcr.io', 'the registry address that Harness documents', HARNESS.docker, { hosting: 'ghcr' }),
    host('pkg-containers.githubusercontent.com', 'image layers (from general knowledge, unverified)', HARNESS.docker, {
      hosting: 'ghcr',
    }),
  ],
  credentials: [
    {
      what: 'an account or token that may read all repositories, pull images and list tags; for Docker Hub and GHCR a token with Read, Write and Delete',
      source: HARNESS.docker,
    },
  ],
  remarks: [
    {
      text: 'the table requires a "user permission level" and links a page of Docker Trusted Registry 2.0, a product of 2017',
      source: TABLE,
    },
  ],
});
