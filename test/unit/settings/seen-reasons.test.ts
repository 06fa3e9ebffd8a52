import { describe, expect, test } from 'vitest';
import {
  NO_SEEN_REASONS,
  SEEN_REASONS_MAX,
  accountId,
  normalizeSeenReasons,
  offeredReasons,
  withSeenReason,
  type SeenReasons,
} from '../../../main/settings/seen-reasons.ts';
import { defaultSettings, type Settings } from '../../../main/settings/schema.ts';

const mei = {
  edition: 'international',
  customAddress: '',
  sdkAppId: 1400692008,
  agent: 'mei@example.com',
} as const;

function settings(change: Partial<Settings> = {}): Settings {
  return { ...defaultSettings('linux'), mode: 'account', account: mei, ...change };
}

const account = accountId(settings()) ?? '';
const seen = (change: Partial<SeenReasons> = {}): SeenReasons => ({ ...NO_SEEN_REASONS, account, ...change });

test('a seen reason is added first, in its normalized form', () => {
  const before = settings({ seenReasons: seen({ rest: ['Coffee'] }) });
  expect(withSeenReason(before, 'rest', ' Doctor\u200b ')).toEqual(seen({ rest: ['Doctor', 'Coffee'] }));
  expect(withSeenReason(before, 'notReady', 'Audit')).toEqual(
    seen({ rest: ['Coffee'], notReady: ['Audit'] }),
  );
});

test.each([
  ['empty', ''],
  ['blank', ' \u200b '],
  ['there already', 'Coffee'],
  ['there already in its normalized form', ' Coffee '],
  ['too long', 'x'.repeat(61)],
])('a reason that is %s changes nothing', (_what, reason) => {
  expect(withSeenReason(settings({ seenReasons: seen({ rest: ['Coffee'] }) }), 'rest', reason)).toBeNull();
});

test('the newest reasons stay when there are too many', () => {
  const numbers = Array.from({ length: SEEN_REASONS_MAX }, (_, index) => `Reason ${index}`);
  const { rest = [] } =
    withSeenReason(settings({ seenReasons: seen({ rest: numbers }) }), 'rest', 'New') ?? {};
  expect(rest).toEqual(['New', ...numbers.slice(0, -1)]);
});

describe('reasons of another account', () => {
  test.each<[string, Partial<typeof mei> | { agent: string } | { sdkAppId: number }]>([
    ['agent', { agent: 'li@example.com' }],
    ['application', { sdkAppId: 1400000001 }],
  ])('are not offered, and are dropped with the next one: another %s', (_what, change) => {
    const other = settings({ account: { ...mei, ...change }, seenReasons: seen({ rest: ['Coffee'] }) });
    expect(offeredReasons(other, { rest: [], notReady: [] })).toEqual({ rest: [], notReady: [] });
    expect(withSeenReason(other, 'rest', 'Doctor')).toMatchObject({
      rest: ['Doctor'],
      account: accountId(other),
    });
  });

  test.each(['simulator', 'unconfigured'] as const)('are neither added nor offered in mode %s', (mode) => {
    const without = settings({ mode, seenReasons: seen({ rest: ['Coffee'] }) });
    expect(offeredReasons(without, { rest: [], notReady: [] })).toEqual({ rest: [], notReady: [] });
    expect(withSeenReason(without, 'rest', 'Doctor')).toBeNull();
  });
});

test('a reason of the list is not offered', () => {
  const before = settings({ seenReasons: seen({ rest: ['Doctor', 'Coffee'], notReady: ['Coffee'] }) });
  expect(offeredReasons(before, { rest: ['Coffee'], notReady: [] })).toEqual({
    rest: ['Doctor'],
    notReady: ['Coffee'],
  });
});

test('seen reasons of an edited file are normalized, and invalid ones are dropped', () => {
  const rest = [
    ' Coffee',
    'Coffee',
    '',
    'x'.repeat(61),
    ...Array.from({ length: 20 }, (_, index) => `R${index}`),
  ];
  const normalized = normalizeSeenReasons(seen({ rest }));
  expect(normalized.rest).toHaveLength(SEEN_REASONS_MAX);
  expect(normalized.rest.slice(0, 3)).toEqual(['Coffee', 'R0', 'R1']);
});
