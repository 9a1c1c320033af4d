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

/** Of a normal distribution: 95 % lie within so many standard deviations. */
const Z = 1.96;

/** Median, and the 95 % interval of the median by order statistics, which assumes nothing about the distribution. */
export function medianWithin(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const half = (Z * Math.sqrt(sorted.length)) / 2;
  const at = (rank: number): number => sorted[Math.min(last, Math.max(0, Math.round(rank) - 1))]!;
  return {
    median: (sorted[Math.floor(last / 2)]! + sorted[Math.ceil(last / 2)]!) / 2,
    lower: at(sorted.length / 2 - half),
    upper: at(1 + sorted.length / 2 + half),
  };
}
