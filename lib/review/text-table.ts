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
  if (text.length <= width) {
    return [text];
  }
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length <= width) {
      line = next;
    } else {
      if (line !== '') {
        lines.push(line);
      }
      line = word;
      while (line.length > width) {
        lines.push(line.slice(0, width));
        line = line.slice(width);
      }
    }
  }
  return [...lines, line];
}

/** A text in lines of at most this many characters, each with what stands before it. */
export function hang(text: string, width: number, first: string, next: string): string[] {
  return wrap(text, width - next.length).map((line, i) => `${i === 0 ? first : next}${line}`);
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
