import {
  DefaultTokenResolver,
  StringConcat,
  Tokenization,
  type IResolvable,
  type IResolveContext,
  type TerraformStack,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { AccessError, keepNames } from '../../../base';
import type { Permission } from '../../../plan';

/** Names of the tokens in grants, from what they refer to: the path of the stack and the text there, in whatever order they came. */

/** Resolves references in their own stack, and refuses what has no text before synth. */
class PathResolver extends DefaultTokenResolver {
  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: never): unknown {
    if ('producer' in token) {
      throw AccessError.of(
        'NameNeeded',
        "a `Lazy` has no text before synth, so it has no name: give it one, such as `DeployTime.named(value, 'artifacts')`",
      );
    }
    const { originStack } = token as { readonly originStack?: TerraformStack };
    if (originStack === undefined) {
      return super.resolveToken(token, context, postProcessor);
    }
    const text = Tokenization.resolve(token, { scope: originStack, resolver: PLAIN, preparing: false }) as string;
    return `${originStack.node.path}/${text.replace(/^\$\{|\}$/g, '')}`;
  }
}

const PLAIN = new DefaultTokenResolver(new StringConcat());

/** Keeps a name for every token of these grants. @throws AccessError `NameNeeded` */
export function nameTokensOf(scope: IConstruct, permissions: readonly Permission[]): void {
  for (const { names = {} } of permissions) {
    Object.values(names).forEach((text) => keepNames(text, (token) => nameOfToken(scope, token)));
  }
}

/** The path of the stack and the text there, of a token; an expression written by hand as it is. */
export function nameOfToken(scope: IConstruct, token: string): string {
  return String(Tokenization.resolve(token, { scope, resolver: new PathResolver(), preparing: false }));
}
