import type { Platform } from '../../platform';

/** What AWS can grant. */
export const grants: Platform['grants'] = ({ cloud }) => cloud === 'aws';
