import { isExpression } from './checks';
import type { ReviewWhere } from '../../../review';

/** Project and network of a construct, when the app names them. */
export function whereOf({ project, network }: { readonly project?: string; readonly network?: string }): ReviewWhere {
  return {
    ...(project === undefined || isExpression(project) ? {} : { project }),
    ...(network === undefined || isExpression(network) ? {} : { network }),
  };
}
