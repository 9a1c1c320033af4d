import {
  DefaultTokenResolver,
  Reference,
  Token,
  Tokenization,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessError, keepNames } from '../../../base';
import type { Permission } from '../../../plan';

/** Names of tokens, from what they refer to: a path and an attribute, in whatever order they came. */

/** A value with the path and the attribute of each reference in its place: a logical id is unique only in its own stack. */
export function resolvedByPath(value: unknown, scope: IConstruct, onLazy?: () => never): unknown {
  return Tokenization.resolve(value, { scope, resolver: byPath(onLazy), preparing: false });
}

/** Parts of a text: what is no text, such as a reference to the account, by its name or as JSON. */
const CONCAT = {
  join: (left: unknown, right: unknown) => `${partText(left)}${partText(right)}`,
};

function partText(part: unknown): string {
  if (part === undefined || typeof part === 'string') {
    return part ?? '';
  }
  const { Ref: name } = (typeof part === 'object' ? part : {}) as { readonly Ref?: string };
  return name ?? JSON.stringify(part);
}

/** Created on use: a class at the top of the file would load the CDK with it. */
function byPath(onLazy?: () => never): DefaultTokenResolver {
  class ByPath extends DefaultTokenResolver {
    public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
      if (Reference.isReference(token)) {
        return `${token.target.node.path}.${token.displayName}`;
      }
      if ('producer' in token) {
        onLazy?.();
      }
      return super.resolveToken(token, context, postProcessor) as unknown;
    }
  }
  return new ByPath(CONCAT);
}

/** Keeps a name for every token of these permissions. @throws AccessError `NameNeeded` */
export function nameTokensOf(scope: IConstruct, permissions: readonly Permission[]): void {
  const nameOf = (token: string): string => nameOfToken(scope, token);
  for (const { resources, conditions = {} } of permissions) {
    resources.forEach((text) => keepNames(text, nameOf));
    Object.values(conditions)
      .flatMap((keys) => Object.values(keys).flat())
      .forEach((text) => keepNames(text, nameOf));
  }
}

/** The path and the attribute of a reference, the parts of any other value as JSON, or a literal as it is. */
export function nameOfToken(scope: IConstruct, value: string): string {
  if (!Token.isUnresolved(value)) {
    return value;
  }
  const resolved = resolvedByPath(value, scope, refuseLazy);
  return typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
}

function refuseLazy(): never {
  throw AccessError.of(
    'NameNeeded',
    "a `Lazy` has no text before synth, so it has no name: give it one, such as `DeployTime.named(value, 'artifacts')`",
  );
}
