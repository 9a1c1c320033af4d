import type { Platform } from '../../platform';

/** Permissions that AWS can grant. */
export const awsGrants: Platform['grants'] = ({ cloud }) => cloud === 'aws';
