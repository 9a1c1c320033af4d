import { HARNESS } from './sources';
import type { Host, Source } from './types';

/** The lines that a delegate needs for itself, whatever it connects to. The table has none of them. */

/** Manager host of each Harness cluster. */
export const MANAGER_HOSTS = {
  prod1: 'app.harness.io',
  prod2: 'app.harness.io',
  prod3: 'app3.harness.io',
  prod0: 'accounts.harness.io',
  prod4: 'accounts.harness.io',
  eu: 'accounts.eu.harness.io',
} as const;

export const MANAGER_SOURCE: Source = HARNESS.awsConnector;
export const MTLS = { port: 8443, source: HARNESS.mtls };

export const LOG_STREAMING = { note: "log streaming, on the manager's host", source: HARNESS.delegateEnvironment };

export const IMAGE_REGISTRY: Host = {
  name: 'us-docker.pkg.dev',
  purpose: 'pulls the images of the delegate and its upgrader',
  source: HARNESS.delegateImage,
};

export const GOOGLE_LOGGING: Host = {
  name: 'logging.googleapis.com',
  purpose: "sends the delegate's own log to Google's logging API; off with STACK_DRIVER_LOGGING_ENABLED=false",
  source: HARNESS.allowlist,
};
