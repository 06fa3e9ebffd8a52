import { sum } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts & { name: string, seconds: number }} Row */

/**
 * Formats the counts of every step. The last line is the sum.
 * @param {readonly Row[]} rows
 * @param {readonly string[]} linuxOnly the steps that were left out on this system; they count neither as passed nor as failed
 */
export function formatTable(rows, linuxOnly) {
  const lines = rows.map(
    ({ name, passed, failed, skipped, seconds }) =>
      `${name.padEnd(10)}${column(passed)} passed${column(failed)} failed${column(skipped)} skipped${column(seconds.toFixed(1))} s`,
  );
  const { passed, failed, skipped } = sum(rows);
  const total = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const leftOut = linuxOnly.map(
    (name) => `${name.padEnd(10)} Linux only, because it needs D-Bus: not run here`,
  );
  return ['', ...lines, ...leftOut, '', total].join('\n');
}

/** @param {number | string} value */
function column(value) {
  return String(value).padStart(7);
}
