export type { ConnectorRef } from './connector';
export { connectorsFromHarness } from './from-harness';
export { importConnectors } from './import-connectors';
export type * from './imported';
export { importDrift, type Drift, type GoneEntry } from './into';
export { importedList } from './list-text';
export type { ConnectorFile } from './read-file';
export { importReport } from './report';
