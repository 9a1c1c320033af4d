import { AccessError, collect, nearMiss, type Problem } from '../base';
import { CONNECTION_IDS, isConnectionId, unknownConnection } from '../connections';
import { requestCustom, requestSsh } from './other-requests';
import { requestRow, type ConnectionRequest } from './request';

/** Connections that are no row of the table, by their ids. */
const OTHERS: Readonly<Record<string, (props: unknown) => ConnectionRequest>> = {
  custom: requestCustom,
  ssh: requestSsh,
};

/** Every id that a list may have. */
export const IDS: readonly string[] = [...CONNECTION_IDS, ...Object.keys(OTHERS)];

/**
 * A request for whatever has this id: a row, `custom` or `ssh`. The props of an id that nothing has are checked as
 * those of the id that it was meant to be, so that all problems of an entry are said at once.
 *
 * @throws AccessError `UnknownConnection` and every problem of the arguments
 */
export function requestById(id: unknown, props: unknown): ConnectionRequest {
  if (typeof id === 'string' && Object.hasOwn(OTHERS, id)) {
    return OTHERS[id]!(props);
  }
  if (isConnectionId(id)) {
    return requestRow(id, props);
  }
  const meant = typeof id === 'string' ? nearMiss(id, IDS) : undefined;
  const problems: Problem[] = [unknownConnection(id, IDS)];
  if (meant !== undefined) {
    collect(problems, '', () => requestById(meant, props));
  }
  throw new AccessError(problems);
}
