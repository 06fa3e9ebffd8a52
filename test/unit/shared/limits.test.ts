import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { ipcCalls } from '../../../shared/ipc/ipc-channels.ts';
import * as day from '../../../shared/activity.ts';
import { ipcSchema } from '../../../shared/ipc/ipc-schema.ts';
import * as inputs from '../../../shared/ipc/forms.ts';
import * as notice from '../../../shared/notice.ts';
import * as preferences from '../../../shared/preferences.ts';
import * as settings from '../../../shared/ipc/settings-results.ts';
import * as state from '../../../shared/state.ts';
import * as vocabulary from '../../../shared/domain.ts';
import { validateReason } from '../../../main/settings/reason-validation.ts';
import { findUnbounded } from '../../support/unit/unbounded.ts';

describe('every text and every list has a limit', () => {
  test.each(ipcCalls)('the IPC call %s has a limit for each text and list, in both directions', (call) => {
    const { input, output } = ipcSchema[call];
    expect([...findUnbounded(input, 'input'), ...findUnbounded(output, 'output')]).toEqual([]);
  });

  const exported = [day, inputs, notice, preferences, settings, state, vocabulary].flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) =>
      value instanceof z.core.$ZodType ? [[name, value] as const] : [],
    ),
  );
  test.each(exported)('the schema %s has a limit for each text and list', (name, schema) => {
    expect(findUnbounded(schema, name)).toEqual([]);
  });
});

test.each<[what: string, schema: z.ZodMiniType]>([
  ['a text', z.string()],
  ['a text with a pattern that has no end', z.string().check(z.regex(/^(a-)*$/))],
  ['a text whose pattern is tried however long it is', z.string().check(z.maxLength(9), z.regex(/^(a-)*$/))],
  ['a text with a limit that limits nothing', z.string().check(z.maxLength(1e9))],
  ['a list', z.array(z.boolean())],
  ['a text in a list in a union', z.union([z.null(), z.array(z.string()).check(z.maxLength(3))])],
  ['a record of any keys', z.record(z.string().check(z.maxLength(5)), z.boolean())],
  ['anything', z.object({ any: z.unknown() })],
  ['an object with room for more', z.looseObject({})],
  ['what a function takes', z.custom((value) => typeof value === 'string')],
  ['what is looked up later', z.lazy(() => z.string())],
])('the test above finds %s', (_what, schema) => {
  expect(findUnbounded(schema, 'it')).not.toEqual([]);
});

test('texts of 20,000,000 characters are refused at once, in every place', () => {
  const giant = '长'.repeat(20_000_000);
  const started = performance.now();
  const breakLimit = { status: 'rest', reason: giant, breakMinutes: 5, dayMinutes: null };
  const awayChoice = { status: 'rest', reason: giant };
  const valid = preferences.DEFAULT_PREFERENCES;
  expect(ipcSchema['status.request'].input.safeParse({ ...awayChoice, minutes: null }).success).toBe(false);
  for (const change of [
    { breakLimits: [breakLimit] },
    { onLock: awayChoice },
    { onIdle: { minutes: 5, choice: awayChoice } },
  ]) {
    expect(ipcSchema['settings.savePreferences'].input.safeParse({ ...valid, ...change }).success).toBe(
      false,
    );
  }
  for (const edit of [
    { type: 'add', status: 'rest', reason: giant },
    { type: 'rename', status: 'rest', reason: 'Lunch', to: giant },
    { type: 'remove', status: 'rest', reason: giant },
  ]) {
    expect(ipcSchema['settings.editReasons'].input.safeParse(edit).success).toBe(false);
  }
  expect(ipcSchema['app.getTranslations'].input.safeParse(`en${'-aaaaaaaa'.repeat(1_000_000)}`).success).toBe(
    false,
  );
  // A reason from another source: a reasons file or a policy.
  expect(validateReason(giant)).toBe('reasonTooLong');
  // Counting the graphemes of such a reason took 9 s.
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a reason of 60 emoji, each of seven code points, is accepted', () => {
  const family = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}'.repeat(inputs.REASON_MAX);
  expect(
    ipcSchema['status.request'].input.safeParse({ status: 'rest', reason: family, minutes: null }).success,
  ).toBe(true);
  expect(validateReason(family)).toBe(null);
});
