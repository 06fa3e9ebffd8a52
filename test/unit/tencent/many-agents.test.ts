import { describe, expect, it } from 'vitest';
import { distinctAccounts } from '../../../tencent/distinct-accounts.ts';
import { FAILURE_TRAITS, type FailureKind } from '../../../tencent/failure.ts';
import { chunksOf, halvesOf } from '../../../tencent/lists.ts';
import { reactTo } from '../../../tencent/reaction.ts';
import { isInEffect, isReservedFor } from '../../../tencent/request-in-effect.ts';

describe('a list', () => {
  it('is divided into parts in its order, the last of them with the rest', () => {
    expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunksOf([], 2)).toEqual([]);
  });

  it('has halves of which the first is not the smaller one', () => {
    expect(halvesOf([1, 2, 3])).toEqual([[1, 2], [3]]);
    expect(halvesOf([1])).toEqual([[1], []]);
  });
});

it('an account that is written differently is the same one', () => {
  expect(distinctAccounts(['A@b.com', ' a@B.com ', '', 'c@b.com'])).toEqual(['A@b.com', 'c@b.com']);
});

describe('a failure', () => {
  it.each<[FailureKind, ReturnType<typeof reactTo>]>([
    ['rateLimited', 'slowDown'],
    ['agentUnknown', 'split'],
    ['valueRefused', 'split'],
    ['responseTooLarge', 'split'],
    ['timedOut', 'retry'],
    ['notPermitted', 'stop'],
  ])('of kind %s leads to %s', (kind, reaction) => {
    expect(reactTo(kind)).toBe(reaction);
  });

  it('that a user must correct first is not retried', () => {
    const kinds = Object.keys(FAILURE_TRAITS) as FailureKind[];
    const corrected = kinds.filter((kind) => FAILURE_TRAITS[kind].retry === 'no');
    expect(corrected.filter((kind) => reactTo(kind) === 'retry')).toEqual([]);
  });
});

describe('a request', () => {
  const rest = { status: 'rest', reason: 'tea' } as const;

  it('is in effect with its status and its reason', () => {
    expect(isInEffect(rest, { status: 'rest', reason: 'tea' })).toBe(true);
    expect(isInEffect(rest, { status: 'rest', reason: 'lunch' })).toBe(false);
    expect(isInEffect(rest, { status: 'free', reason: 'tea' })).toBe(false);
  });

  it('without a reason is in effect with any', () => {
    expect(isInEffect({ status: 'rest', reason: '' }, { status: 'rest', reason: 'earlier' })).toBe(true);
  });

  it('is reserved only by the reservation of its own status', () => {
    const reserved = { reserveRest: true, reserveNotReady: false };
    expect(isReservedFor(rest, reserved)).toBe(true);
    expect(isReservedFor({ status: 'notReady', reason: '' }, reserved)).toBe(false);
    expect(isReservedFor({ status: 'free', reason: '' }, reserved)).toBe(false);
  });
});
