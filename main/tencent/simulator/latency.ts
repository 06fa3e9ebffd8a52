/** How long each answer of the simulator is on its way, so that nothing comes to rely on a service that is near. */
import * as z from 'zod/mini';

/** The shortest and the longest delay of an answer, in milliseconds. */
export type Latency = { minMs: number; maxMs: number };

/** The client gives up after 10 seconds; a longer delay is only useful to try that. */
const LONGEST_MS = 60_000;

const latencyText = z.string().check(z.regex(/^\d{1,5}-\d{1,5}$/));

/** Reads `MIN-MAX`, such as `30-300`; null when it is anything else, or longer than a minute. */
export function parseLatency(text: string): Latency | null {
  const read = latencyText.safeParse(text);
  if (!read.success) return null;
  const [minMs = 0, maxMs = 0] = read.data.split('-').map(Number);
  return minMs <= maxMs && maxMs <= LONGEST_MS ? { minMs, maxMs } : null;
}

/**
 * Draws the delay of one answer, evenly between the two ends.
 *
 * @param random gives a number, 0 ≤ n < 1; with a seed the delays of a run can be repeated.
 * @returns whole milliseconds
 */
export function drawLatency({ minMs, maxMs }: Latency, random: () => number): number {
  return minMs + Math.floor(random() * (maxMs - minMs + 1));
}
