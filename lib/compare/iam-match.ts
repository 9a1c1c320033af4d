/** Patterns and conditions of IAM, as reviews and templates have them. */

/** `*` and `?` as IAM has them; a `*` of the second is a character like any other, which only a `*` of the first matches. */
export function covers(pattern: string, text: string): boolean {
  if (pattern === text || pattern === '*') {
    return true;
  }
  if (!/[*?]/.test(pattern)) {
    return false;
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '[^*]');
  return new RegExp(`^${source}$`).test(text);
}

/** True when some text matches both. */
export function overlaps(one: string, other: string): boolean {
  // Cells of the table of both patterns; texts of policies are short.
  const reached = new Set(['0,0']);
  const queue: [number, number][] = [[0, 0]];
  const add = (i: number, j: number): void => {
    const key = `${i},${j}`;
    if (i <= one.length && j <= other.length && !reached.has(key)) {
      reached.add(key);
      queue.push([i, j]);
    }
  };
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [i, j] = next;
    const [a, b] = [one[i], other[j]];
    if (a === '*') {
      add(i + 1, j);
    }
    if (b === '*') {
      add(i, j + 1);
    }
    if (a !== undefined && b !== undefined && (a === b || a === '*' || b === '*' || a === '?' || b === '?')) {
      add(i + (a === '*' ? 0 : 1), j + (b === '*' ? 0 : 1));
    }
  }
  return reached.has(`${one.length},${other.length}`);
}

/** True when the first condition implies the second: the same key with some of its values. */
function isNarrower(first: string, second: string): boolean {
  if (first === second) {
    return true;
  }
  const [left, some] = keyAndValues(first);
  const [right, all] = keyAndValues(second);
  return left === right && !/Not|Null|ForAllValues/.test(left) && some.every((value) => all.includes(value));
}

/** True when a permission under the first conditions is one under the second. */
export function implies(first: readonly string[], second: readonly string[]): boolean {
  return second.every((condition) => first.some((other) => isNarrower(other, condition)));
}

function keyAndValues(condition: string): [string, string[]] {
  const at = condition.indexOf(': ');
  return [condition.slice(0, at), condition.slice(at + 2).split(', ')];
}
