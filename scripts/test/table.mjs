import process from 'node:process';
import { sum } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts & { name: string, seconds: number }} Row */

/**
 * Shows what every step counted. The very last line is the sum, for those who read only that.
 * @param {readonly Row[]} rows
 */
export function printTable(rows) {
  const lines = rows.map(
    ({ name, passed, failed, skipped, seconds }) =>
      `${name.padEnd(10)}${column(passed)} passed${column(failed)} failed${column(skipped)} skipped${column(seconds.toFixed(1))} s`,
  );
  const { passed, failed, skipped } = sum(rows);
  const total = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  process.stdout.write(`\n${lines.join('\n')}\n\n${total}\n`);
}

/** @param {number | string} value */
function column(value) {
  return String(value).padStart(7);
}
