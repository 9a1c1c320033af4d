import type { Platform } from '../../platform';

/** What Google Cloud can grant. */
export const grants: Platform['grants'] = ({ cloud }) => cloud === 'gcp';
