/** Texts are laid out for this many columns at most and at least, and for the most where their number is unknown. */
const WIDEST = 120;
const NARROWEST = 60;

/** Columns to lay a text out for: those of `COLUMNS`, or of the terminal. */
export function terminalWidth(named = process.env.COLUMNS, own = process.stdout.columns as number | undefined): number {
  const columns = /^[1-9]\d{0,5}$/.test(named ?? '') ? Number(named) : (own ?? WIDEST);
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}
