/** Names that were probably meant to be the same: they differ in case, in separators, or in at most two letters. */

/** Short names that differ in two letters are different names. */
const MIN_LENGTH_FOR_TWO = 6;

export function isSimilarName(a: string, b: string): boolean {
  const [x, y] = [plain(a), plain(b)];
  if (a === b || x === '' || y === '') return false;
  if (x === y) return true;
  const allowed = Math.min(x.length, y.length) < MIN_LENGTH_FOR_TWO ? 1 : 2;
  return Math.min(x.length, y.length) >= 3 && differences(x, y, allowed) <= allowed;
}

/** Without case and separators. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * Letters to insert, to remove, to replace, or to swap with their neighbor (optimal string alignment distance), or more than `max`.
 */
function differences(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let [older, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const changed = (row[j - 1] ?? 0) + (isSame ? 0 : 1);
      let least = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, (older[j - 2] ?? 0) + 1);
      next.push(least);
    }
    if (Math.min(...next) > max) return max + 1;
    [older, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
