import { CloudFormation } from './cloudformation';
import { checkGroups } from './ec2-rules';
import { ANYTHING, Collector, type Fields, type TemplateFile } from '../../../platform/template';

/**
 * Several templates together. Their logical ids may be the same, so names begin with the name of the file when there are
 * several; a choice of groups takes both forms.
 *
 * @param only names of the groups to look at; all of them when empty
 * @throws AccessError `UnknownGroup`
 */
export function readStacks(files: readonly TemplateFile[], only: readonly string[], collector: Collector): void {
  const stacks = files.map(({ name, value }) => {
    const own = new Collector();
    return { own, prefix: files.length > 1 ? `${name}: ` : '', stack: new CloudFormation(value as Fields, own) };
  });
  const long = stacks.flatMap(({ stack, prefix }) => stack.names.map((name) => `${prefix}${name}`));
  const names = new Set([...long, ...stacks.flatMap(({ stack }) => stack.names)]);
  if (only.some((name) => !names.has(name))) {
    checkGroups(
      only.filter((name) => !names.has(name)),
      long,
    );
  }
  for (const { own, prefix, stack } of stacks) {
    const isWanted = (name: string): boolean =>
      only.length === 0 || only.includes(name) || only.includes(`${prefix}${name}`);
    stack.read(isWanted, only.length === 0);
    addAll(own, prefix, collector);
  }
  if (collector.read.length === 0) {
    const what =
      'where no other group is set, AWS attaches the default group of the VPC, which allows all outbound traffic';
    collector.cannotTell('the default security group', what, ANYTHING);
  }
}

/** Without spreading, which has a limit. */
function addAll(own: Collector, prefix: string, collector: Collector): void {
  own.read.forEach((name) => collector.read.push(`${prefix}${name}`));
  own.open.forEach((entry) => collector.open.push({ ...entry, where: `${prefix}${entry.where}` }));
  own.unknown.forEach((entry) => collector.unknown.push({ ...entry, where: `${prefix}${entry.where}` }));
}
