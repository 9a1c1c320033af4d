/** Median and quartiles of a sample. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export function quartiles(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
}

export function format({ median, lower, upper }: Spread, unit: string, digits = 1): string {
  return `${median.toFixed(digits)} ${unit} (${lower.toFixed(digits)} to ${upper.toFixed(digits)})`;
}
