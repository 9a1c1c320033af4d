import type { Values } from '../placement';

/** Forms of values in connectors of several clouds. */

export const ARN_OF_ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

export function azureCloud(values: Values): 'public' | 'government' {
  return values.text('cloud') === 'AZURE_US_GOVERNMENT' ? 'government' : 'public';
}
