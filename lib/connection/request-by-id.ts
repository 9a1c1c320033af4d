import { AccessError, collect, isExpressionText, nearMiss, show, throwIfAny, type Problem } from '../base';
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
function requestById(id: unknown, props: unknown): ConnectionRequest {
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

/**
 * A request from data, in which an expression of Terraform is foreign text: it is refused, and never evaluated. A token of
 * a CDK is no text that a file could hold.
 *
 * @throws AccessError `ExpressionInData` and those of `requestById`
 */
export function requestData(id: unknown, props: unknown): ConnectionRequest {
  const problems: Problem[] = expressionsIn(props, '');
  const request = collect(problems, '', () => requestById(id, props));
  throwIfAny(problems);
  return request!;
}

/** Data is a tree of a few levels; deeper ones are no props. */
const MAX_DEPTH = 6;

function expressionsIn(value: unknown, at: string, depth = 0): Problem[] {
  if (typeof value === 'string') {
    return isExpressionText(value)
      ? [
          {
            code: 'ExpressionInData',
            message: `\`${at}\` is an expression, got ${show(value)}: data is never evaluated; write the value, or make the connection in code`,
            at,
          },
        ]
      : [];
  }
  const isTree = typeof value === 'object' && value !== null && (Array.isArray(value) || isPlain(value));
  return !isTree || depth === MAX_DEPTH
    ? []
    : Object.entries(value).flatMap(([key, entry]) => {
        const where = Array.isArray(value) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`;
        return OF_CODE.test(key) ? [ofCode(where)] : expressionsIn(entry, where, depth + 1);
      });
}

/** Attributes by which constructs of a CDK are known. */
const OF_CODE = /^(?:[a-z]\w*Arn|bucketName|clusterName|repositoryName|securityGroupId|subnetId)$/;

function ofCode(at: string): Problem {
  return {
    code: 'UnknownProp',
    message: `\`${at}\` is an attribute of constructs, which are for code; write its text instead of the object`,
    at,
  };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
