import { AccessError, didYouMean, show, type Problem } from '../base';
import { BEYOND_TABLE } from './beyond';
import type { Definition } from './definition';
import type { Module } from './module';
import type * as Own from './own';

export * from './definition';
export type { OwnPermission } from './own';
export * from './props';
export * from './scope';

/* eslint-disable @typescript-eslint/no-require-imports -- an import would make every connection at once; a list needs a few */

/** The rows of the table by their permanent ids, in its order. */
const TABLE = {
  'active-directory-ldap': () => require('./active-directory-ldap') as Module,
  'appdynamics': () => require('./appdynamics') as Module,
  'aws-cloud': () => require('./aws-cloud') as Module,
  'aws-codedeploy': () => require('./aws-codedeploy') as Module,
  'aws-ec2': () => require('./aws-ec2') as Module,
  'aws-elb-alb-ecs': () => require('./aws-elb-alb-ecs') as Module,
  'aws-s3': () => require('./aws-s3') as Module,
  'azure': () => require('./azure') as Module,
  'bamboo': () => require('./bamboo') as Module,
  'bugsnag': () => require('./bugsnag') as Module,
  'datadog': () => require('./datadog') as Module,
  'docker-registry': () => require('./docker-registry') as Module,
  'dynatrace': () => require('./dynatrace') as Module,
  'elk-elasticsearch': () => require('./elk-elasticsearch') as Module,
  'github-repo': () => require('./github-repo') as Module,
  'gcp': () => require('./gcp') as Module,
  'jfrog-artifactory': () => require('./jfrog-artifactory') as Module,
  'jenkins': () => require('./jenkins') as Module,
  'kubernetes-cluster': () => require('./kubernetes-cluster') as Module,
  'logz': () => require('./logz') as Module,
  'openshift': () => require('./openshift') as Module,
  'new-relic': () => require('./new-relic') as Module,
  'nexus': () => require('./nexus') as Module,
  'tanzu-application-service': () => require('./tanzu-application-service') as Module,
  'prometheus': () => require('./prometheus') as Module,
  'smtp': () => require('./smtp') as Module,
  'splunk': () => require('./splunk') as Module,
  'sumo-logic': () => require('./sumo-logic') as Module,
  'winrm': () => require('./winrm') as Module,
} as const satisfies Readonly<Record<string, () => Module>>;

/** Every connection by its permanent id: those of the table first. */
const CONNECTIONS = { ...TABLE, ...BEYOND_TABLE };

/** Props and permissions of connections outside the table. */
export const ownConnections = (): typeof Own => require('./own') as typeof Own;

/** Permanent id of a connection that this library knows. */
export type ConnectionId = keyof typeof CONNECTIONS;

/** The permanent ids: those of the table in its order, then those beyond it. */
export const CONNECTION_IDS = Object.keys(CONNECTIONS) as ConnectionId[];
/** The permanent ids of the table, in its order. */
export const TABLE_IDS = Object.keys(TABLE) as ConnectionId[];

/** True for an id of a row. */
export function isConnectionId(id: unknown): id is ConnectionId {
  return typeof id === 'string' && Object.hasOwn(CONNECTIONS, id);
}

/** The definition of the connection with this id, or `undefined`. */
export function findDefinition(id: unknown): Definition | undefined {
  return isConnectionId(id) ? CONNECTIONS[id]().default : undefined;
}

/** The definition of the connection with this id. @throws AccessError `UnknownConnection` */
export function getDefinition(id: unknown): Definition {
  const found = findDefinition(id);
  if (found === undefined) {
    throw new AccessError([unknownConnection(id, CONNECTION_IDS)]);
  }
  return found;
}

/** The problem of an unknown id, with the nearest of these. */
export function unknownConnection(id: unknown, ids: readonly string[]): Problem {
  const hint = typeof id === 'string' ? didYouMean(id, ids) : '';
  return {
    code: 'UnknownConnection',
    message: `the id of a connection must be one of the ${CONNECTION_IDS.length} that \`list\` shows, got ${show(id)}${hint}`,
  };
}

/** All definitions, those of the table first, in its order. */
export function allDefinitions(): readonly Definition[] {
  return CONNECTION_IDS.map((id) => getDefinition(id));
}
