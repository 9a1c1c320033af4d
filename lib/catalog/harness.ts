import { HARNESS } from './sources';
import type { Source } from './types';

/** Lines that every delegate needs for itself. The table has none of them. */

/** Manager host of each Harness cluster. */
export const MANAGER_HOSTS = {
  prod1: 'app.harness.io',
  prod2: 'app.harness.io',
  prod3: 'app3.harness.io',
  prod0: 'accounts.harness.io',
  prod4: 'accounts.harness.io',
  eu: 'accounts.eu.harness.io',
} as const;

/** Port of the manager with mutual TLS. */
export const MTLS = { port: 8443, source: HARNESS.mtls };

/** Git host of Harness Code in each cluster where it is known, as many public repositories have it. */
export const CODE_HOSTS: Readonly<Partial<Record<keyof typeof MANAGER_HOSTS, string>>> = {
  prod1: 'git.harness.io',
  prod2: 'git.harness.io',
  prod0: 'git0.harness.io',
  eu: 'git.eu.harness.io',
};

/** Registries of the images of CI and STO steps; Harness's own connector `harnessImage` is Docker Hub by default. */
export const STEP_IMAGE_HOSTS = {
  'docker-hub': ['auth.docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'],
  'gar': ['us-docker.pkg.dev'],
  'ecr-public': ['public.ecr.aws'],
} as const;

/** Lines that a delegate needs where such a product of Harness is used. */
export const PRODUCT_LINES = {
  codeRepository: { key: 'code-repository', purpose: 'clones from Harness Code', source: HARNESS.gitHosts },
  artifactRegistry: {
    key: 'artifact-registry',
    host: 'pkg.harness.io',
    purpose: 'packages and images of Harness Artifact Registry',
    source: HARNESS.artifactRegistry,
  },
  stepImages: {
    key: 'step-images',
    purpose: 'reads what the images of CI and STO steps start; the nodes pull them',
    source: HARNESS.stepImages,
  },
} as const;

/** One of the delegate's own lines, all of them to TLS. */
export interface HarnessLineFacts {
  readonly key: string;
  /** The prop that switches it off. */
  readonly prop: 'manager' | 'logStreaming' | 'imageRegistry' | 'googleLogging';
  /** Its host; the manager's own when there is none. */
  readonly host?: string;
  /** The part of `reach` that covers it, when its host is in one of these domains. */
  readonly partOf?: { readonly reach: 'googleApis'; readonly domains: readonly string[] };
  /** `node`: where the delegate is a container, the machine opens it, outside of the container. */
  readonly opensIt?: 'node';
  readonly purpose: string;
  readonly source: Source;
}

export const HARNESS_LINES: readonly HarnessLineFacts[] = [
  {
    key: 'manager',
    prop: 'manager',
    purpose: 'tasks and heartbeats, over TLS and WebSocket',
    source: HARNESS.awsConnector,
  },
  {
    key: 'log-streaming',
    prop: 'logStreaming',
    purpose: "log streaming, on the manager's host",
    source: HARNESS.delegateEnvironment,
  },
  {
    key: 'image-registry',
    prop: 'imageRegistry',
    host: 'us-docker.pkg.dev',
    partOf: { reach: 'googleApis', domains: ['pkg.dev', 'gcr.io'] },
    opensIt: 'node',
    purpose: 'pulls the images of the delegate and its upgrader',
    source: HARNESS.delegateImage,
  },
  {
    key: 'google-logging',
    prop: 'googleLogging',
    host: 'logging.googleapis.com',
    partOf: { reach: 'googleApis', domains: ['googleapis.com'] },
    purpose: "sends the delegate's own log to Google's logging API; off with STACK_DRIVER_LOGGING_ENABLED=false",
    source: HARNESS.allowlist,
  },
];
