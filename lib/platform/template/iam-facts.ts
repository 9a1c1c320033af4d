import { PARTITIONS } from '../../catalog';
import { matchingActions } from '../../catalog/iam-actions';

/** Facts of AWS behind the texts of a policy. */

/** Every action that a pattern means, or the pattern itself: for all actions, and where AWS has none of that name. */
export function actionsMeant(pattern: string): string[] {
  const all = /[*?]/.test(pattern) && pattern !== '*' ? matchingActions(pattern).map(({ name }) => name) : [];
  return all.length === 0 ? [pattern] : all;
}

/** `amazonaws.com` for `aws`; `undefined` for a partition that is not known. */
export function dnsSuffixOf(partition: string): string | undefined {
  return PARTITIONS.find(({ id }) => id === partition)?.dnsSuffix;
}
