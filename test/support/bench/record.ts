import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { median } from './rounds.ts';

/** One line of the results. */
export type Row = {
  /** Orders the rows as the targets are listed. */
  order: number;
  what: string;
  unit: string;
  /** What it is measured beside, and how much less or more is allowed; a number alone is a limit by itself. */
  target: { ratioTo: string; most: number } | { most: number } | null;
  /** By name, Standby's own first. */
  samples: Record<string, number[]>;
  /** What stands for the samples; their median unless told. */
  shown?: Record<string, number>;
  note?: string;
  /** Why the target is missed; shown only when it is. */
  missedBecause?: string;
};

/** Writes a row where scripts/bench.mjs finds it; what was measured stays, though the next measurement breaks off. */
export function record(row: Row): void {
  const shown =
    row.shown ??
    Object.fromEntries(Object.entries(row.samples).map(([name, samples]) => [name, median(samples)]));
  appendFileSync(join(process.env.HOME ?? '.', 'rows.jsonl'), `${JSON.stringify({ ...row, shown })}\n`);
}
