import { fromUser, host, inTable, notInTable, row } from '../row-builder';
import { HARNESS, TABLE, VENDOR } from '../sources';
import type { Row } from '../types';

export const BAMBOO: Row = row({
  id: 'bamboo',
  title: 'Bamboo',
  statements: [
    inTable(
      443,
      'service',
      'alternative',
      'HTTP: 443',
      'TLS, behind a proxy (from general knowledge, unverified); the label says HTTP',
      [VENDOR.bambooChart],
      { encrypted: true },
    ),
    inTable(8085, 'service', 'alternative', 'TCP: 8085', "Bamboo's own default, clear text", [VENDOR.bambooChart], {
      encrypted: false,
    }),
  ],
  credentials: [
    {
      what: 'user name and password of an account that may view plans, and build them when Harness triggers builds',
      source: HARNESS.bamboo,
    },
  ],
});

export const DOCKER_REGISTRY: Row = row({
  id: 'docker-registry',
  title: 'Docker Registry',
  hosting: ['own', 'docker-hub', 'ghcr'],
  statements: [
    inTable(
      8083,
      'service',
      'as written',
      'TCP: 8083',
      'no vendor source names 8083; the open-source registry listens on 5000',
      [VENDOR.dockerDistribution],
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
  ],
  credentials: [
    {
      what: 'an account or token that may read all repositories, pull images and list tags; for Docker Hub and GHCR a token with Read, Write and Delete',
      source: HARNESS.docker,
    },
  ],
  remarks: [
    {
      text: 'the table asks for a "user permission level" and links a page of Docker Trusted Registry 2.0, a product of 2017',
      source: TABLE,
    },
  ],
});

export const GITHUB_REPO: Row = row({
  id: 'github-repo',
  title: 'Github Repo',
  hosting: ['saas'],
  statements: [
    inTable(443, 'api', 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [VENDOR.githubAddresses]),
    notInTable(
      22,
      'api',
      'on request',
      'clone addresses of the form git@host',
      [HARNESS.github, VENDOR.githubAddresses],
      { when: { asked: 'ssh' } },
    ),
  ],
  hosts: [host('github.com', 'git', HARNESS.github), host('api.github.com', 'REST API', HARNESS.github)],
  credentials: [
    {
      what: 'a token with the scopes `repo`, `user` and `admin:repo_hook` of a repository administrator, or a GitHub App, or an SSH key',
      source: HARNESS.github,
    },
  ],
  remarks: [
    {
      text: 'the table speaks of repository owner and of read and write; Harness asks for token scopes today',
      source: HARNESS.github,
    },
  ],
});

export const JFROG_ARTIFACTORY: Row = row({
  id: 'jfrog-artifactory',
  title: 'JFrog Artifactory',
  hosting: ['saas', 'own'],
  statements: [
    inTable(443, { saas: 'api', own: 'service' }, 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [
      HARNESS.artifactory,
    ]),
    notInTable(
      8082,
      'service',
      'on request',
      "JFrog's own router when no proxy stands in front of it",
      [VENDOR.jfrogChart],
      { when: { asked: 'router' } },
    ),
  ],
  hosts: [host('{server}.jfrog.io', 'JFrog Cloud', HARNESS.artifactory, { hosting: 'saas' })],
  credentials: [
    { what: 'a privileged user with the Read permission on the repositories', source: HARNESS.artifactory },
  ],
});

export const JENKINS: Row = row({
  id: 'jenkins',
  title: 'Jenkins',
  statements: [
    inTable(
      443,
      'service',
      'as written',
      'HTTPS: 443',
      'Jenkins itself listens on 8080 in clear text; 443 is a proxy before it (from general knowledge, unverified)',
      [VENDOR.jenkinsImage],
    ),
  ],
  credentials: [
    { what: 'a user or token with Overall/Read, and Job/Build when Harness triggers jobs', source: HARNESS.jenkins },
  ],
  remarks: [{ text: 'the table asks for "Execute"; Jenkins calls that permission Job/Build', source: HARNESS.jenkins }],
});

export const NEXUS: Row = row({
  id: 'nexus',
  title: 'Nexus',
  statements: [
    inTable(8081, 'service', 'as written', 'TCP: 8081', "Nexus Repository's default, clear text", [VENDOR.nexusImage]),
    fromUser('dockerPorts', 18080, 'service', 'on request', 'a Docker repository listens on a port of its own', [
      HARNESS.nexus,
    ]),
  ],
  credentials: [{ what: 'a user that may read and browse the repositories', source: HARNESS.nexus }],
  remarks: [{ text: 'the table links the manual of Nexus 2; Harness speaks to Nexus 3', source: HARNESS.nexus }],
});
