/** A user's value in a message: short, on one line, without secrets. */

const MAX_SHOWN = 80;
// C0 and C1 controls, line and paragraph separators, and the characters that reorder or hide text, or show as nothing.
const CONTROL =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}\ud800-\udfff]/u;
const CONTROLS = new RegExp(CONTROL, 'gu');
/** ARNs and members of IAM have colons, and an address such as `alice@acme.com` behind them. */
const NO_URL = /^(?:arn|serviceAccount|group|domain|principal|principalSet):/;
const SCHEME = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i;

/** True when a string holds control characters or characters that hide or reorder text. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** A value as an error message may show it: short, quoted, on one line, without control characters and passwords. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(short(withoutUserInfo(value))).replace(
      CONTROLS,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  }
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) {
    return String(value);
  }
  if (typeof value === 'bigint') {
    return short(`${value}n`);
  }
  return Array.isArray(value) ? `a list of ${value.length}` : `a value of type ${typeof value}`;
}

/** A value that may be secret: its type and length only. */
export function showHidden(value: unknown): string {
  if (typeof value === 'string') {
    return `a string of ${value.length} ${value.length === 1 ? 'character' : 'characters'}`;
  }
  return ['number', 'bigint'].includes(typeof value) ? 'a number' : show(value);
}

/**
 * `https://***@host` for `https://user:password@host`, and `***@host` for `user:password@host`. A password may hold
 * anything, so everything before the last `@` goes.
 */
export function withoutUserInfo(text: string): string {
  const end = text.lastIndexOf('@');
  const before = text.slice(0, Math.max(end, 0));
  if (!/:|\/\//.test(before) || NO_URL.test(text)) {
    return text;
  }
  return `${SCHEME.exec(text)?.[0] ?? ''}***${text.slice(end)}`;
}

function short(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 3)}...` : text;
}

/** A text from elsewhere on one line, with every character that hides, reorders or commands written out. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (char) => `\\u{${char.codePointAt(0)!.toString(16).padStart(4, '0')}}`);
}
