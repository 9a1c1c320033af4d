/**
 * Text as text: nothing in it becomes a table cell, a link, a tag, a mention or a heading. Punctuation is escaped by a
 * backslash; `&`, `<` and `@` by an entity, because a backslash does not stop them.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\\`*_[\]{}#|~$!>]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@/g, '&#64;')
    .replace(/(https?|ftp):\/\//gi, '$1&#58;//')
    .replace(/www\./gi, 'www&#46;');
}

/** @param rows cells that are Markdown already */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
