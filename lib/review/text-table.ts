/** A table of plain text; cells are wrapped at spaces to the width of their column. Knows nothing of plans. */

/** Characters of a line, where nothing else is set. */
export const WIDTH = 120;
/** A column that grows must have this much room; with less, a list is easier to read. */
const LEAST = 24;
const GAP = 2;

export interface TextColumn {
  readonly title: string;
  /** Characters of the column, at most. */
  readonly width: number;
  /** Takes what room the others leave, instead of `width`; one column at most. */
  readonly grows?: boolean;
}

/** A table within this many characters, or a list when its columns would be too narrow. */
export function tableWithin(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const fixed = columns.reduce((sum, column, i) => sum + (column.grows === true ? 0 : widthOf(column, rows, i)), 0);
  const room = width - fixed - GAP * (columns.length - 1);
  return room < LEAST
    ? textList(columns, rows, width)
    : textTable(
        columns.map((column) => (column.grows === true ? { ...column, width: room } : column)),
        rows,
      );
}

export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, i) => widthOf(column, rows, i));
  const rule = widths.map((width) => '-'.repeat(width)).join(' '.repeat(GAP));
  const lines = [columns.map(({ title }) => title), ...rows].map((row) => wrapRow(row, widths));
  return [...lines.slice(0, 1).flat(), rule, ...lines.slice(1).flat()].join('\n');
}

/** Each row as its first two cells, and the others below with their titles. */
function textList(columns: readonly TextColumn[], rows: readonly (readonly string[])[], width: number): string {
  return rows
    .flatMap(([first = '', second = '', ...others]) => [
      ...hang(`${first} ${second}`.trim(), width, '', '    '),
      ...others.flatMap((text, i) =>
        text === '' ? [] : hang(`${columns[i + 2]!.title.toLowerCase()}: ${text}`, width, '    ', '      '),
      ),
    ])
    .join('\n');
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
  return wrap(text, width - Math.max(first.length, next.length)).map((line, i) => `${i === 0 ? first : next}${line}`);
}

function widthOf({ title, width }: TextColumn, rows: readonly (readonly string[])[], i: number): number {
  return Math.min(
    width,
    rows.reduce((most, row) => Math.max(most, (row[i] ?? '').length), title.length),
  );
}

function wrapRow(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, i) => wrap(row[i] ?? '', width));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, i) => (cell[line] ?? '').padEnd(widths[i]!))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}
