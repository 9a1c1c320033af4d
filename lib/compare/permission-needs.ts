import { covers, overlaps } from './iam-match';
import type { Permitted, Selection } from '../platform/template';
import type { ReviewPermission } from '../review';

/** Permissions of a review, one action on one resource at a time, and what a selection of a policy has of it. */

/** One action on one resource, or a policy or role by its name. */
export interface ActionOnResource {
  readonly permission: ReviewPermission;
  readonly action: string;
  readonly resource: string;
}

/** Projects that one of them does not name are no difference. */
export function isSameProject({ project }: Permitted, { where }: ReviewPermission): boolean {
  return project === undefined || where.project === undefined || project === where.project;
}

export const lower = (text: string): string => text.toLowerCase();

/** True when a selection has all that a pattern means. */
export function selects(
  { patterns, isExcept }: Selection,
  text: string,
  form = (pattern: string): string => pattern,
): boolean {
  return isExcept
    ? !patterns.some((pattern) => overlaps(form(pattern), text))
    : patterns.some((pattern) => covers(form(pattern), text));
}
