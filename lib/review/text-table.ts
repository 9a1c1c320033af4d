/** A table of plain text; cells are wrapped at spaces to the width of their column. Knows nothing of plans. */

export interface Column {
  readonly title: string;
  /** Widest the column may become, in characters. */
  readonly width: number;
}

export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title, width }, i) =>
    Math.min(width, Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length))),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const lines = [columns.map(({ title }) => title), ...rows].map((row) => wrapRow(row, widths));
  return [...lines.slice(0, 1).flat(), rule, ...lines.slice(1).flat()].join('\n');
}

/** A text in lines of at most this many characters; a word that is longer is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ').flatMap((part) => cut(part, width))) {
    const last = lines[lines.length - 1]!;
    if (last === '') {
      lines[lines.length - 1] = word;
    } else if (last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

function cut(word: string, width: number): string[] {
  const parts = Array.from({ length: Math.ceil(word.length / width) }, (_, i) =>
    word.slice(i * width, (i + 1) * width),
  );
  return parts.length === 0 ? [''] : parts;
}

function wrapRow(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, i) => wrap(row[i] ?? '', width));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, i) => (cell[line] ?? '').padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}
