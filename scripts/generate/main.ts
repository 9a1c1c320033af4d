import { connectionClass } from './connection-class';
import { iamActions } from './iam-actions';
import { interfacesOf } from './interfaces';
import { write } from './write';
import { SSH } from '../../lib/connection/other-requests';
import { allDefinitions } from '../../lib/connections';
import { CUSTOM } from '../../lib/connections/own';
import { ACKNOWLEDGEMENT } from '../../lib/plan/acknowledgement';
import { HARNESS_PROPS } from '../../lib/plan/harness-platform';
import { PUBLISHED_ADDRESSES } from '../../lib/plan/published';
import { REACH } from '../../lib/plan/reach';
import { REVIEW } from '../../lib/review/document';

/** Writes what follows from schemas, their types and the class with their factories, and the actions of AWS. `npm run generate`. */

async function main(): Promise<void> {
  const definitions = allDefinitions();
  const props = interfacesOf([...definitions.map((definition) => definition.props), CUSTOM, SSH]);
  await write('lib/connection/props.ts', `import type { DestinationLike, PortLike } from '../network';\n\n${props}`);
  await write('lib/review/types.ts', `import type { ReachKind } from '../plan';\n\n${interfacesOf([REVIEW])}`);
  await write(
    'lib/plan/props.ts',
    `import type { FindingKind } from '../catalog';\nimport type { DestinationLike, IpFamily, PortLike } from '../network';\n\n${interfacesOf([ACKNOWLEDGEMENT, HARNESS_PROPS, PUBLISHED_ADDRESSES, REACH])}`,
  );
  await write('lib/connection/connection.ts', connectionClass(definitions));
  await write('lib/catalog/iam-actions-data.ts', await iamActions());
}

void main();
