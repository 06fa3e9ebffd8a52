/** Divides lists for calls that take a limited number of entries. */

/** A list with at least one entry. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Type guard for lists that calls need. */
export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

/** Divides a list into parts of at most `size` entries. */
export function chunksOf<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}

/** The two halves of a list; the first is not the smaller one. */
export function halvesOf<T>(list: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
