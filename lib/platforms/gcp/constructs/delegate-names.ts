import type { IConstruct } from 'constructs';
import { isExpression } from './checks';
import { AccessError, show } from '../../../base';
import { DELEGATE_NAME } from '../names';

/** Names of the delegates of an app. Names of their resources begin with them, so two are never the same in one project. */

type Part = 'egress' | 'permissions';

interface Named {
  readonly scope: IConstruct;
  readonly part: Part;
  readonly name: string;
  readonly project: string | undefined;
}

const BY_APP = new WeakMap<IConstruct, Named[]>();

/** @throws AccessError `InvalidDelegateName` */
export function checkDelegateName(name: unknown): void {
  if (typeof name !== 'string' || !DELEGATE_NAME.test(name)) {
    throw AccessError.of(
      'InvalidDelegateName',
      `\`name\` must be 1 to 20 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen, such as \`delegate-eu\`, got ${show(name)}; names of the resources begin with it`,
    );
  }
}

/** Keeps the name for this part of a delegate. @throws AccessError `DuplicateDelegate` */
export function claimName(scope: IConstruct, part: Part, name: string, project: string | undefined): void {
  const known = BY_APP.get(scope.node.root) ?? [];
  const other = known.find((entry) => entry.part === part && entry.name === name && isSame(entry.project, project));
  if (other !== undefined) {
    throw AccessError.of(
      'DuplicateDelegate',
      `${other.scope.node.path} and ${scope.node.path} both have the \`name\` ${show(name)}${project === undefined || isExpression(project) ? '' : ` in the project ${show(project)}`}, and the names of their resources would be the same; give each delegate a name of its own, or set \`project\` on both where the projects differ`,
    );
  }
  BY_APP.set(scope.node.root, [...known, { scope, part, name, project }]);
}

/** `undefined` is the project of the provider, and an expression is known later: each may be any project. */
function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === b || [a, b].some((project) => project === undefined || isExpression(project));
}
