import { describe, expect, it } from 'vitest';
import { keepOffset, learnOffset, parseDateHeader } from '../../../main/tencent/clock-offset.ts';

const HALF_A_MINUTE = 30_000;
/** Four and a half minutes: closer clocks need no correction. */
const GOOD = 270_000;
const YEAR = 365 * 24 * 3_600_000;
const NOW = Date.UTC(2026, 0, 1);

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

describe('after a refusal for the time', () => {
  it.each([
    // The service is ahead by, the offset in use, the offset to use.
    [YEAR, 0, YEAR],
    [-YEAR, 0, -YEAR],
    [GOOD, 0, GOOD],
    [-GOOD, 0, -GOOD],
    [GOOD - 1, 0, 0],
    [1 - GOOD, 0, 0],
    [GOOD - 1, YEAR, 0],
    [1 - GOOD, -YEAR, 0],
    [0, YEAR, 0],
    // Signed again with practically the same time it would be refused again.
    [YEAR + HALF_A_MINUTE - 1, YEAR, YEAR],
    [YEAR - HALF_A_MINUTE + 1, YEAR, YEAR],
    [-YEAR - HALF_A_MINUTE + 1, -YEAR, -YEAR],
    [YEAR + HALF_A_MINUTE, YEAR, YEAR + HALF_A_MINUTE],
    [YEAR - HALF_A_MINUTE, YEAR, YEAR - HALF_A_MINUTE],
    [HALF_A_MINUTE - 1, 0, 0],
    [GOOD - 1, GOOD + HALF_A_MINUTE - 2, GOOD + HALF_A_MINUTE - 2],
  ])('a service ahead by %i ms, with %i in use, is signed for with %i', (aheadMs, inUse, offset) => {
    expect(learnOffset(NOW + aheadMs, NOW, inUse)).toBe(offset);
  });
});

describe('after any other answer', () => {
  it.each([
    [0, YEAR, 0],
    [GOOD - 1, YEAR, 0],
    [1 - GOOD, -YEAR, 0],
    [GOOD, YEAR, YEAR],
    [-GOOD, -YEAR, -YEAR],
    [YEAR, YEAR, YEAR],
    [YEAR, 0, 0],
  ])('a service ahead by %i ms, with %i in use, leaves %i', (aheadMs, inUse, offset) => {
    expect(keepOffset(NOW + aheadMs, NOW, inUse)).toBe(offset);
  });
});
