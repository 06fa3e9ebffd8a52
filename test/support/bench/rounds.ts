/** Medians of less than this many say little. */
export const ROUNDS = 7;

/**
 * Measures in turns, A B A B, so that whatever else the machine does meets all of them alike.
 * @param measure one function for each of what is compared; called once each round, in order
 */
export async function alternate<Name extends string>(
  measure: Record<Name, (round: number) => Promise<number>>,
  rounds = ROUNDS,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measure) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples[name].push(await measure[name](round));
  }
  return samples;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 50);
}

/** The value below which so many of a hundred samples lie; between two, in proportion. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const place = ((sorted.length - 1) * share) / 100;
  const [below = NaN, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}
