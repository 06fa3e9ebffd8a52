import { describe, expect, it, vi } from 'vitest';
import { createClockCorrection, parseDateHeader } from '../../../../tencent/signature/clock-offset.ts';
import { createManualClock } from '../support/simulator.ts';

const HALF_A_MINUTE = 30_000;
/** Four and a half minutes: a smaller difference needs no correction. */
const TOLERANCE_MS = 270_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 1);

/** A correction with this offset in use, and a monotonic clock. */
function createCorrection(offsetMs: number) {
  const elapsed = createManualClock(0);
  const correction = createClockCorrection(elapsed.now);
  if (offsetMs !== 0) expect(correction.onRefused(NOW + offsetMs, NOW, 0)).toBe('corrected');
  /** Refuses a request that was signed with the offset in use. */
  const refuse = (serverTime: number, localTime: number) =>
    correction.onRefused(serverTime, localTime, correction.offsetMs());
  return { ...correction, refuse, refusedSignedWith: correction.onRefused, elapsed };
}

describe('a Date header', () => {
  it.each<[string | null, number | null]>([
    ['Thu, 01 Jan 2026 00:00:00 GMT', NOW],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['yesterday', null],
    ['', null],
    [null, null],
  ])('%j is %j', (header, time) => {
    expect(parseDateHeader(header)).toBe(time);
  });
});

describe('after a refusal because of the time', () => {
  it.each([
    // Service ahead by, offset in use, resulting offset, result.
    [HOUR, 0, HOUR, 'corrected'],
    [-HOUR, 0, -HOUR, 'corrected'],
    [DAY, 0, DAY, 'corrected'],
    [-DAY, 0, -DAY, 'corrected'],
    [DAY + 1, 0, 0, 'clockTooFar'],
    [-DAY - 1, 0, 0, 'clockTooFar'],
    [DAY + HALF_A_MINUTE, DAY, DAY, 'clockTooFar'],
    [TOLERANCE_MS, 0, TOLERANCE_MS, 'corrected'],
    [-TOLERANCE_MS, 0, -TOLERANCE_MS, 'corrected'],
    [TOLERANCE_MS - 1, 0, 0, 'clockWrong'],
    [1 - TOLERANCE_MS, 0, 0, 'clockWrong'],
    [TOLERANCE_MS - 1, HOUR, 0, 'corrected'],
    [1 - TOLERANCE_MS, -HOUR, 0, 'corrected'],
    [0, HOUR, 0, 'corrected'],
    // A signature with nearly the same time would be refused again.
    [HOUR + HALF_A_MINUTE - 1, HOUR, HOUR, 'clockWrong'],
    [HOUR - HALF_A_MINUTE + 1, HOUR, HOUR, 'clockWrong'],
    [-HOUR - HALF_A_MINUTE + 1, -HOUR, -HOUR, 'clockWrong'],
    [HALF_A_MINUTE - 1, 0, 0, 'clockWrong'],
    [TOLERANCE_MS - 1, TOLERANCE_MS + HALF_A_MINUTE - 2, TOLERANCE_MS + HALF_A_MINUTE - 2, 'clockWrong'],
    [HOUR + HALF_A_MINUTE, HOUR, HOUR, 'clockChanged'],
    [HOUR - HALF_A_MINUTE, HOUR, HOUR, 'clockChanged'],
    [-HOUR, HOUR, HOUR, 'clockChanged'],
  ])(
    'a service ahead by %i ms, with an offset of %i, results in the offset %i: %s',
    (aheadMs, before, offsetMs, clockRefusal) => {
      const { refuse, offsetMs: used } = createCorrection(before);
      expect(refuse(NOW + aheadMs, NOW)).toBe(clockRefusal);
      expect(used()).toBe(offsetMs);
    },
  );
});

describe('after a request that was superseded by another', () => {
  it.each([
    // Service ahead by, signed with, offset in use, result.
    [HOUR, 0, HOUR, 'corrected'],
    [-HOUR, 0, -HOUR, 'corrected'],
    [0, HOUR, 0, 'corrected'],
    [HOUR, HOUR, 0, 'clockWrong'],
    [TOLERANCE_MS - 1, 0, 0, 'clockWrong'],
    [2 * HOUR, 0, HOUR, 'clockChanged'],
  ])(
    'a service ahead by %i ms, signed with %i and now with an offset of %i: %s',
    (aheadMs, signedOffsetMs, now, clockRefusal) => {
      const { refusedSignedWith, offsetMs } = createCorrection(now);
      expect(refusedSignedWith(NOW + aheadMs, NOW, signedOffsetMs)).toBe(clockRefusal);
      expect(offsetMs()).toBe(now);
    },
  );
});

describe('after any other response', () => {
  it.each([
    [0, HOUR, 0],
    [TOLERANCE_MS - 1, HOUR, 0],
    [1 - TOLERANCE_MS, -HOUR, 0],
    [TOLERANCE_MS, HOUR, HOUR],
    [-TOLERANCE_MS, -HOUR, -HOUR],
    [HOUR, HOUR, HOUR],
    [HOUR, 0, 0],
  ])('a service ahead by %i ms, with an offset of %i, leaves %i', (aheadMs, before, offsetMs) => {
    const { onAnswered, offsetMs: used } = createCorrection(before);
    onAnswered(NOW + aheadMs, NOW);
    expect(used()).toBe(offsetMs);
  });
});

describe('once learned', () => {
  it('no other offset is learned for an hour, even if the clock was right meanwhile', () => {
    const { refuse, onAnswered, offsetMs, elapsed } = createCorrection(HOUR);
    onAnswered(NOW, NOW);
    elapsed.advance(HOUR - 1);
    expect(refuse(NOW + 2 * HOUR, NOW)).toBe('clockChanged');
    expect(offsetMs()).toBe(0);
    elapsed.advance(1);
    expect(refuse(NOW + 2 * HOUR, NOW)).toBe('corrected');
    expect(offsetMs()).toBe(2 * HOUR);
    elapsed.advance(HOUR - 1);
    expect(refuse(NOW + 3 * HOUR, NOW)).toBe('clockChanged');
  });

  it('a retry allows one more, and only after a refusal that requires it', () => {
    const { refuse, offsetMs, allowCorrection } = createCorrection(HOUR);
    allowCorrection();
    expect(refuse(NOW + 2 * HOUR, NOW)).toBe('clockChanged');
    allowCorrection();
    expect(refuse(NOW + 2 * HOUR, NOW)).toBe('corrected');
    allowCorrection();
    expect(refuse(NOW + 3 * HOUR, NOW)).toBe('clockChanged');
    expect(offsetMs()).toBe(2 * HOUR);
  });

  it('a retry allows nothing beyond a day', () => {
    const { refuse, offsetMs, allowCorrection } = createCorrection(DAY);
    expect(refuse(NOW + 2 * DAY, NOW)).toBe('clockTooFar');
    allowCorrection();
    expect(refuse(NOW + 2 * DAY, NOW)).toBe('clockTooFar');
    expect(offsetMs()).toBe(DAY);
  });
});

it('the hour is measured by a monotonic clock', () => {
  const correction = createClockCorrection();
  const refuse = (serverTime: number, localTime: number) =>
    correction.onRefused(serverTime, localTime, correction.offsetMs());
  expect(refuse(NOW + HOUR, NOW)).toBe('corrected');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY });
  expect(refuse(NOW + 2 * HOUR, NOW)).toBe('clockChanged');
  vi.useRealTimers();
  expect(refuse(NOW + 2 * HOUR, NOW)).toBe('clockChanged');
});
