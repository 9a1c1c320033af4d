import { AccountRoles, isAccountAnswer } from './account';
import { CloudFormationRoles } from './cloudformation';
import type { RoleSource } from './role-source';
import { TerraformRoles } from './terraform';
import { AccessError, didYouMean, oneOf, show } from '../../../../base';
import { TerraformIndex, type Collector, type TemplateFile } from '../../../../platform/template';
import { isLiveAnswer } from '../live';

/** Permissions of the delegate's role, in every kind of file together. */

export { isAccountAnswer };

/** Reads the role that was chosen, or the only one. @throws AccessError `UnknownRole` */
export function readRole(files: readonly TemplateFile[], wanted: string | undefined, collector: Collector): void {
  const ofKind = (is: (file: TemplateFile) => boolean): TemplateFile[] => files.filter(is);
  const templates = ofKind(({ kind }) => kind === 'CloudFormation template');
  const answers = ofKind(({ kind, value }) => kind === 'answer of the AWS CLI' && isAccountAnswer(value));
  const plans = ofKind(({ kind, value }) => kind.startsWith('Terraform') && !isLiveAnswer(value));
  const sources: RoleSource[] = [
    ...(templates.length === 0 ? [] : [new CloudFormationRoles(templates, collector)]),
    ...(answers.length === 0 ? [] : [new AccountRoles(answers, collector)]),
    ...(plans.length === 0 ? [] : [new TerraformRoles(new TerraformIndex(plans), collector)]),
  ];
  const all = sources.flatMap((source) =>
    source.names.map((name) => ({ source, name, called: [name, ...source.aliasesOf(name)] })),
  );
  const chosen = wanted === undefined ? all : all.filter(({ called }) => called.flatMap(shortAndLong).includes(wanted));
  const names = [...new Set(all.map(({ name }) => name))];
  if (wanted !== undefined && chosen.length === 0) {
    throw AccessError.of(
      'UnknownRole',
      `the template has no role ${show(wanted)}; ${names.length === 0 ? 'it has none' : `it has ${oneOf(names.slice(0, MOST))}${names.length > MOST ? ' and more' : ''}`}${didYouMean(wanted, names)}`,
    );
  }
  const [one] = chosen;
  if (one === undefined) {
    return;
  }
  if (new Set(chosen.map(({ name }) => name)).size > 1) {
    collector.permissions = { several: chosen.map(({ name }) => name) };
    return;
  }
  const permitted = chosen.flatMap(({ source, name }) => source.read(name));
  const place = chosen.flatMap(({ source, name }) => source.accountOf?.(name) ?? [])[0];
  const aliases = [...new Set(chosen.flatMap(({ called }) => called.flatMap(shortAndLong)))];
  collector.permissions = { of: { name: one.name, aliases, permitted, ...(place === undefined ? {} : { place }) } };
}

/** Roles that an error names. */
const MOST = 10;

/** `a.json: Role` is also called `Role`; an ARN also by its name. */
function shortAndLong(name: string): string[] {
  return [name, name.slice(name.lastIndexOf(': ') + 1).trim(), name.slice(name.lastIndexOf('/') + 1)];
}
