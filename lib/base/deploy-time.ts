import { AccessError } from './access-error';
import { show } from './show';
import { freeText, isExpressionText, isTokenText, withTokens } from './text';

/**
 * Names of values that are known only at deployment. The text of a token is a counter of the process: it must not reach
 * an id, an order or a review, so each has a name of its own instead.
 */

/** Names from the user, of tokens and of texts around tokens. */
const GIVEN = new Map<string, string>();
/** Names from the paths of resources, of single tokens. */
const OWN = new Map<string, string>();

/** A value that is known only at deployment, with a name. */
export class DeployTime {
  /**
   * Gives a value with tokens of a CDK the name under which reviews and ids of resources have it; returns the value as it
   * is, for any prop. Needed for a `Lazy`, which has no text of its own; a reference to a resource has the path of that
   * resource as its name, and an expression that is written by hand has its own text.
   *
   * @param name 1 to 1,000 characters; one value has one name, and two values of one list have two
   *
   * @throws AccessError `InvalidText`, `InvalidDeployTimeValue`, `ConflictingName`
   *
   * @example
   * ```ts
   * const bucket = DeployTime.named('${var.bucket}', 'artifacts');
   * Connection.gcp({ machines: [], buckets: [bucket] });
   * ```
   */
  public static named(value: string, name: string): string {
    const text = freeText(name, 'name');
    if (typeof value !== 'string' || value === '') {
      throw AccessError.of(
        'InvalidDeployTimeValue',
        `\`value\` of the deploy-time value ${show(text)} must be a string token, got ${show(value)}`,
      );
    }
    // An expression that is written by hand says the same in every stack, and may mean something else in each.
    if (isExpressionText(value) || !isTokenText(value)) {
      return value;
    }
    const known = GIVEN.get(value);
    if (known !== undefined && known !== text) {
      throw AccessError.of(
        'ConflictingName',
        `this deploy-time value has the name ${show(known)} already, got ${show(text)}; give it one name`,
      );
    }
    GIVEN.set(value, text);
    return value;
  }
}

/** Keeps the names of those tokens in a text that have none from the user: `nameOf` finds that of a single token. */
export function keepNames(text: string, nameOf: (token: string) => string): void {
  withTokens(withGiven(text), (token) => {
    if (!OWN.has(token)) {
      OWN.set(token, nameOf(token));
    }
    return token;
  });
}

/** A text with the name of each token in its place; one without a name is hidden. */
export function withNames(text: string): string {
  return withTokens(withGiven(text), (token) => OWN.get(token) ?? '<known at deployment>');
}

/** A text with the names from the user, of the longest texts first. */
function withGiven(text: string): string {
  if (GIVEN.size === 0 || !text.includes('Token[')) {
    return text;
  }
  const named = [...GIVEN].filter(([value]) => text.includes(value)).sort(([a], [b]) => b.length - a.length);
  return named.reduce((rest, [value, name]) => rest.replaceAll(value, () => name), text);
}
