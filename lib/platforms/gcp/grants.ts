import type { Platform } from '../../platform';

/** Permissions that Google Cloud can grant. */
export const gcpGrants: Platform['grants'] = ({ cloud }) => cloud === 'gcp';
