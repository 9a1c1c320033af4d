import { choice, list, object, plain } from '../base';
import type { PlannedEndpoint } from '../plan';
import { SOURCE, sourceOf } from './source';
import type { ReviewEndpoint } from './types';

/** An endpoint that a private network needs, in a review. */
export const ENDPOINT = object(
  'ReviewEndpoint',
  {
    service: plain.required().doc('Its name in `reach.awsServices`.'),
    kind: choice(['interface', 'gateway', 'none']).required(),
    serviceName: plain.doc('Such as `com.amazonaws.eu-west-1.ecs`; none where there is no endpoint.'),
    region: plain,
    hosts: list(plain).required(),
    connections: list(plain).required(),
    note: plain.required(),
    source: SOURCE.required(),
  },
  { isOpen: true },
);

export function reviewEndpointOf({ source, ...endpoint }: PlannedEndpoint): ReviewEndpoint {
  return { ...endpoint, source: sourceOf(source) };
}
