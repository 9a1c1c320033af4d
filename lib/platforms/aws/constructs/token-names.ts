import {
  DefaultTokenResolver,
  Reference,
  StringConcat,
  Token,
  Tokenization,
  type IResolvable,
  type IResolveContext,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AccessError, keepNames } from '../../../base';
import type { Permission } from '../../../plan';

/** Names of the tokens in permissions, from what they refer to: a path and an attribute, in whatever order they came. */

/** Resolves references to their paths, and refuses what has no text before synth. */
class PathResolver extends DefaultTokenResolver {
  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: never): unknown {
    if (Reference.isReference(token)) {
      return `${token.target.node.path}.${token.displayName}`;
    }
    if ('producer' in token) {
      throw AccessError.of(
        'NameNeeded',
        "a `Lazy` has no text before synth, so it has no name: give it one, such as `DeployTime.named(value, 'artifacts')`",
      );
    }
    return super.resolveToken(token, context, postProcessor);
  }
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
  const resolved: unknown = Tokenization.resolve(value, { scope, resolver: new PathResolver(), preparing: false });
  return typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
}
