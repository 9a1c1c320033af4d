/** Lines put between those of a text, each of which keeps its bytes. */

/** Lines to insert before a line, counted from 0. */
export type Inserts = Map<number, string[]>;

/** @param isOurs lines of an import before, which are made anew */
export function spliced(text: string, inserts: Inserts, indent: string, isOurs: (line: string) => boolean): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  lines.forEach((line, at) => {
    out.push(...(inserts.get(at) ?? []).map((more) => `${indent}${more}${end}`));
    if (!isOurs(line.replace(/\r?\n$/, ''))) {
      out.push(line);
    }
  });
  const behind = (inserts.get(lines.length) ?? []).map((more) => `${indent}${more}`);
  if (behind.length === 0) {
    return out.join('');
  }
  const isEnded = out[out.length - 1]?.endsWith('\n') !== false;
  return isEnded
    ? `${out.join('')}${behind.map((more) => `${more}${end}`).join('')}`
    : `${out.join('')}${end}${behind.join(end)}`;
}
