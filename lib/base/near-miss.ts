/** The candidate closest to what was typed, or `undefined` when none is close enough to suggest. */
export function nearMiss(typed: string, candidates: readonly string[]): string | undefined {
  const normal = normalise(typed);
  const limit = Math.max(2, Math.floor(normal.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(normal, normalise(candidate), limit);
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** ` (did you mean …?)`, or nothing. */
export function didYouMean(typed: string, candidates: readonly string[]): string {
  const near = nearMiss(typed, candidates);
  return near === undefined ? '' : `; did you mean \`${near}\`?`;
}

function normalise(text: string): string {
  return text
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) {
    return limit + 1;
  }
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
