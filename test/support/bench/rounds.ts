/** Minimum number of rounds for a meaningful median. */
export const ROUNDS = 7;

/**
 * Measures alternately, A B A B, so that other load of the machine affects all candidates equally.
 * @param measure one function for each candidate, called once per round, in order
 */
export async function alternate<Name extends string>(
  measure: Record<Name, (round: number) => Promise<number>>,
  rounds = ROUNDS,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measure) as Name[];
  const rows: { name: Name; sample: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) rows.push({ name, sample: await measure[name](round) });
  }
  const samplesOf = (name: Name) => rows.filter((row) => row.name === name).map(({ sample }) => sample);
  return Object.fromEntries(names.map((name) => [name, samplesOf(name)])) as Record<Name, number[]>;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 50);
}

/** Percentile of the samples, with linear interpolation. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const position = ((sorted.length - 1) * share) / 100;
  const [below = NaN, above = below] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return below + (above - below) * (position - Math.floor(position));
}
