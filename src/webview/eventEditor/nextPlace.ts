/**
 * The place after (1) or before (-1) the cursor, wrapping around at the end; undefined if there
 * isn't one.
 */
export function nextPlace(
  places: readonly number[],
  cursor: number,
  direction: 1 | -1,
): number | undefined {
  const sorted = places.toSorted((a, b) => a - b);
  return direction === 1
    ? (sorted.find((place) => place > cursor) ?? sorted[0])
    : (sorted.findLast((place) => place < cursor) ?? sorted.at(-1));
}
