import type { Construct } from 'constructs';
import { isExpression } from './checks';
import type { ReviewWhere } from '../../../review';

interface Named {
  readonly project?: string;
  readonly network?: string;
}

/** Path of a construct, and its project and network when the app names them. */
export function whereOf(scope: Construct, { project, network }: Named): ReviewWhere {
  return {
    construct: scope.node.path,
    ...(project === undefined || isExpression(project) ? {} : { project }),
    ...(network === undefined || isExpression(network) ? {} : { network }),
  };
}
