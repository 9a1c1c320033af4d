import type { Platform } from '../../platform';

/** What AWS can grant. */
export const awsGrants: Platform['grants'] = ({ cloud }) => cloud === 'aws';
