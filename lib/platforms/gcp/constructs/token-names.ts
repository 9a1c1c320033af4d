import {
  DefaultTokenResolver,
  StringConcat,
  Tokenization,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  type TerraformStack,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { AccessError, keepNames } from '../../../base';
import type { Permission } from '../../../plan';

/** Names of tokens, from what they refer to: the path of the stack and the text there, in whatever order they came. */

/** Created on use: a class at the top of the file would load CDKTF with it. Refuses what has no text before synth. */
function byPath(): DefaultTokenResolver {
  class ByPath extends DefaultTokenResolver {
    public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
      if ('producer' in token) {
        throw AccessError.of(
          'NameNeeded',
          "a `Lazy` has no text before synth, so it has no name: give it one, such as `DeployTime.named(value, 'artifacts')`",
        );
      }
      const { originStack } = token as { readonly originStack?: TerraformStack };
      if (originStack === undefined) {
        return super.resolveToken(token, context, postProcessor) as unknown;
      }
      const resolver = new DefaultTokenResolver(new StringConcat());
      const text = Tokenization.resolve(token, { scope: originStack, resolver, preparing: false }) as string;
      return `${originStack.node.path}/${text.replace(/^\$\{|\}$/g, '')}`;
    }
  }
  return new ByPath(new StringConcat());
}

/** Keeps a name for every token of these grants. @throws AccessError `NameNeeded` */
export function nameTokensOf(scope: IConstruct, permissions: readonly Permission[]): void {
  for (const { names = {} } of permissions) {
    Object.values(names).forEach((text) => keepNames(text, (token) => nameOfToken(scope, token)));
  }
}

/** The same, or nothing for a value that has no text before synth. */
export function nameOrNothing(scope: IConstruct, token: string): string {
  try {
    return nameOfToken(scope, token);
  } catch (error) {
    if (error instanceof AccessError) {
      return '';
    }
    throw error;
  }
}

/** The path of the stack and the text there, of a token; an expression written by hand as it is. */
function nameOfToken(scope: IConstruct, token: string): string {
  return String(Tokenization.resolve(token, { scope, resolver: byPath(), preparing: false }));
}
