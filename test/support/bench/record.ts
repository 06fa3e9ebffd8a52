import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { median } from './rounds.ts';

/** One row of the results. */
export type Row = {
  /** Position of the row, in the order of the targets. */
  order: number;
  what: string;
  unit: string;
  /** Baseline to compare with, and the allowed difference; a number alone is an absolute limit. */
  target: { ratioTo: string; max: number } | { max: number } | null;
  /** Samples by name, Standby's first. */
  samples: Record<string, number[]>;
  /** Statistic of the samples; their median by default. */
  shown?: Record<string, number>;
  note?: string;
  /** Why the target is missed; shown only in that case. */
  missedBecause?: string;
};

/** Appends a row to the file that scripts/bench.mjs reads. It is saved even if a later measurement fails. */
export function recordResult(row: Row): void {
  const shown =
    row.shown ??
    Object.fromEntries(Object.entries(row.samples).map(([name, samples]) => [name, median(samples)]));
  appendFileSync(join(process.env.HOME ?? '.', 'rows.jsonl'), `${JSON.stringify({ ...row, shown })}\n`);
}
