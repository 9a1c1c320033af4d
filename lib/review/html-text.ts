const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as text in HTML and SVG, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** Text that is HTML already. */
export class Html {
  public constructor(public readonly text: string) {}
}

/** A value of a template: text, which is escaped, or HTML, or many of them in a row. */
export type Piece = string | number | Html | readonly Piece[];

/** A template whose every value is escaped, unless it is HTML already. Attributes are always quoted. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(strings.reduce((text, string, i) => text + textOf(values[i - 1]!) + string));
}

function textOf(piece: Piece): string {
  if (piece instanceof Html) {
    return piece.text;
  }
  return Array.isArray(piece) ? piece.map(textOf).join('') : escapeHtml(String(piece));
}
