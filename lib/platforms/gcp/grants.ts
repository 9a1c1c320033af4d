import type { Platform } from '../../platform';

/** What Google Cloud can grant. */
export const gcpGrants: Platform['grants'] = ({ cloud }) => cloud === 'gcp';
