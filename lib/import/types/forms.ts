import type { Values } from '../placement';

/** Forms of values in connectors of several clouds. */

export const ARN_OF_ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

export function azureCloud(values: Values): 'public' | 'government' {
  return values.text('cloud') === 'AZURE_US_GOVERNMENT' ? 'government' : 'public';
}

/** Connectors know two clouds of Azure. */
export function notesOnCloud(values: Values): string[] {
  return ['AZURE', 'AZURE_US_GOVERNMENT', undefined].includes(values.text('cloud'))
    ? []
    : ['its cloud of Azure is none that connectors have: the public one is taken'];
}
