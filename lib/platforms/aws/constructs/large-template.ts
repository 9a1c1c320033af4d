import type { Rule } from '../../../network';
import { finding, type Finding, type Flow } from '../../../plan';
import type { PlannedPrefixList } from '../prefix-lists';
import { AWS_LIMITS } from '../quotas';
import { prefixListProps } from './create-prefix-lists';
import { egressOf, isConnectable } from './render-egress';

/** Fewer rules than these cannot fill a template. */
const WORTH_COUNTING = 100;

/** Size of the rules alone in a template, without the rest of the stack. */
export function largeTemplate(
  rules: readonly Rule<Flow>[],
  lists: readonly PlannedPrefixList[],
  { isBrought, path }: { readonly isBrought: boolean; readonly path: string },
): Finding[] {
  const { templateInline, template, resources } = AWS_LIMITS;
  const entries = lists.reduce((sum, list) => sum + list.entries.length, 0);
  const bytes =
    rules.length + entries < WORTH_COUNTING
      ? 0
      : JSON.stringify([
          ...rules.filter((rule) => !isConnectable(rule)).map((rule) => egressOf(rule, path)),
          ...lists.map((list) => prefixListProps(list, path)),
        ]).length;
  const count = (isBrought ? rules.length : 0) + lists.length;
  const limits = [
    ...(count > resources.value ? [`${count} resources of ${resources.value}`] : []),
    ...(bytes > template.value
      ? [`${bytes} bytes of ${template.value}`]
      : bytes > templateInline.value
        ? [`${bytes} bytes of ${templateInline.value}, so the template must go through S3`]
        : []),
  ];
  return limits.length === 0
    ? []
    : [
        finding('LargeTemplate', 'egress', {
          what: `the rules alone take ${limits.join(' and ')} of the template`,
          why: 'CloudFormation limits templates',
          fix: 'set `reach` to a proxy or endpoints, use wider blocks, or use a prefix list',
        }),
      ];
}
