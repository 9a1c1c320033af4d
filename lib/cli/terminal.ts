/** Texts are laid out for this many columns at most and at least, and for the most where their number is unknown. */
const WIDEST = 120;
const NARROWEST = 60;

/** Columns to lay a text out for: those of `COLUMNS`, or of the terminal, or 120. */
export function terminalWidth(named: string | undefined, own: number | undefined): number {
  const columns = /^[1-9]\d{0,5}$/.test(named ?? '') ? Number(named) : (own ?? WIDEST);
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}
