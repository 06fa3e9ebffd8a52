/** Delays of the simulator's responses, so that no code relies on a service with low latency. */
import * as z from 'zod/mini';
import { MINUTE_MS } from '../shared/time-units.ts';

/** The shortest and the longest delay of a response, in milliseconds. */
export type Latency = { minMs: number; maxMs: number };

/** The client times out after 10 seconds; a longer delay is only useful to test that. */
const MAX_LATENCY_MS = MINUTE_MS;

const latencyText = z.string().check(z.regex(/^\d{1,5}-\d{1,5}$/));

/** Parses `MIN-MAX`, such as `30-300`; null if it is invalid or above a minute. */
export function parseLatency(text: string): Latency | null {
  const read = latencyText.safeParse(text);
  if (!read.success) return null;
  const [minMs = 0, maxMs = 0] = read.data.split('-').map(Number);
  return minMs <= maxMs && maxMs <= MAX_LATENCY_MS ? { minMs, maxMs } : null;
}

/**
 * Draws the delay of one response, uniformly between the two limits.
 *
 * @param random returns a number, 0 ≤ n < 1; a seeded generator makes the delays reproducible
 * @returns whole milliseconds
 */
export function drawLatency({ minMs, maxMs }: Latency, random: () => number): number {
  return minMs + Math.floor(random() * (maxMs - minMs + 1));
}
