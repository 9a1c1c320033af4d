import { AccessError } from './access-error';
import { hasControlCharacters, show } from './show';

/**
 * Free text is data everywhere; anything that could be read as code or as a terminal command is refused on input.
 * A renderer escapes for its own format (HTML, Terraform, Markdown).
 */

const MAX_TEXT = 1000;
const TOKEN_LOOK_ALIKE = /(\$\{Token\[|\$\{TfToken\[|#\{Token\[)/;

/** True when a string carries the marker of a CDK or Terraform value that is known only at deployment. */
export function looksLikeToken(text: string): boolean {
  return TOKEN_LOOK_ALIKE.test(text);
}

/** True for an entry that stands for a whole list of values which are known only at deployment. */
function isListToken(value: unknown): boolean {
  return typeof value === 'string' && /^#\{(?:Tf)?Token\[/.test(value);
}

/** @throws AccessError `ListFromVariable` for such an entry: its values can be neither counted nor shown. */
export function refuseListToken(value: unknown, prop: string): void {
  if (isListToken(value)) {
    throw AccessError.of(
      'ListFromVariable',
      `\`${prop}\` is a list that is known only at deployment, whose entries can be neither counted nor shown; write a list here, whose entries may be single values of it, such as \`[Fn.element(list, 0)]\``,
    );
  }
}

const WHOLE_TOKEN = /\$\{(?:Tf)?Token\[[^\]{}]*\]\}/g;
/** With a mask, for an address that Terraform computes. */
const WHOLE_EXPRESSION = /^\$\{[^{}]+\}(\/\d{1,3})?$/;

/** True when a string is made of deploy-time tokens of a CDK and plain text, and nothing else that is evaluated. */
export function isTokenText(text: string): boolean {
  const rest = text.replace(WHOLE_TOKEN, '');
  return rest !== text && !/[$%#]\{/.test(rest);
}

/** True when a string is one Terraform expression, written by hand. */
export function isExpressionText(text: string): boolean {
  return WHOLE_EXPRESSION.test(text) && !looksLikeToken(text);
}

/**
 * A checked piece of free text: 1 to 1,000 characters, no control characters, no token look-alike.
 *
 * @throws AccessError `InvalidText`, `ControlCharacters`, `TokenInText`
 */
export function freeText(value: unknown, prop: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw AccessError.of('InvalidText', `\`${prop}\` must be a non-empty string, got ${show(value)}`);
  }
  if (value.length > MAX_TEXT) {
    throw AccessError.of('InvalidText', `\`${prop}\` must be at most ${MAX_TEXT} characters, got ${value.length}`);
  }
  if (looksLikeToken(value)) {
    throw AccessError.of(
      'TokenInText',
      `\`${prop}\` must be plain text, got a string that looks like a deploy-time token: ${show(value)}`,
    );
  }
  return withoutControls(value, prop);
}

/** The text, unless it holds control or invisible characters. @throws AccessError `ControlCharacters` */
export function withoutControls(text: string, prop: string): string {
  if (hasControlCharacters(text)) {
    throw AccessError.of(
      'ControlCharacters',
      `\`${prop}\` must not contain control or invisible characters, got ${show(text)}`,
    );
  }
  return text;
}

/** `a, b or c`, each in backticks. */
export function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}

/** `a, b, c and 4 more`: the first so many entries, and how many there are beyond them. */
export function firstOf(entries: readonly string[], count: number): string {
  const shown = entries.slice(0, count).join(', ');
  return entries.length > count ? `${shown} and ${entries.length - count} more` : shown;
}

/** As many entries as fit into so many characters, one at least, and how many there are beyond them. */
export function listWithin(entries: readonly string[], max: number): string {
  let count = entries.length;
  while (count > 1 && firstOf(entries, count).length > max) {
    count -= 1;
  }
  return firstOf(entries, count).slice(0, max);
}

/** The texts before, between and after the tokens of a CDK in a text. */
export function partsAroundTokens(text: string): string[] {
  return text.split(WHOLE_TOKEN);
}

/** A text with each token of a CDK replaced. */
export function withTokens(text: string, replacement: (token: string) => string): string {
  return text.replace(WHOLE_TOKEN, replacement);
}

/** Order of texts by UTF-16 code units: the same on every machine, whatever its language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
