import type { Platform } from '../platform';
import { AWS } from './aws/platform';
import { GCP } from './gcp/platform';
import { KUBERNETES } from './kubernetes/platform';
import { PROXY } from './proxy/platform';

/** Every platform: the one list of them. */
export const PLATFORMS: readonly Platform[] = [AWS, GCP, KUBERNETES, PROXY];
