import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrated } from '../../../main/settings/migrations.ts';
import { defaultSettings, settingsSchema } from '../../../main/settings/schema.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { NINE } from '../../support/app-state.ts';

/** As Standby wrote it when settings had version 1. */
const VERSION_1 = {
  version: 1,
  mode: 'account',
  account: { edition: 'mainland', customAddress: '', sdkAppId: 1400692008, agent: 'mei.lin@example.com' },
  language: 'zh-CN',
  reasons: { rest: ['午餐'], notReady: [] },
  shortcuts: { free: 'Control+Shift+F9', rest: '', notReady: '', toggle: '', undo: '' },
  lastAway: { status: 'rest', reason: '午餐' },
  plannedReturn: null,
  preferences: {
    freeWhenDue: true,
    budgets: [{ status: 'rest', reason: '午餐', breakMinutes: 30, dayMinutes: null }],
    dayStartsAt: 4,
    whenLocked: null,
    whenAsleep: null,
    whenIdle: null,
    whenQuitting: { status: 'rest', reason: '' },
    quiet: true,
  },
};

test('settings of version 1 lose nothing, and their language becomes a preference', () => {
  const { language, ...rest } = VERSION_1;
  expect(settingsSchema.parse(migrated(VERSION_1))).toEqual({
    ...rest,
    version: 2,
    preferences: { ...VERSION_1.preferences, language, theme: 'system', readingSeconds: 60 },
  });
});

test('the first settings of version 1 had neither a plan nor preferences', () => {
  const { plannedReturn: _plan, preferences: _preferences, ...first } = VERSION_1;
  expect(settingsSchema.parse(migrated(first))).toMatchObject({
    plannedReturn: null,
    preferences: { language: 'zh-CN', freeWhenDue: false },
  });
});

test.each([[null], [[]], ['text'], [{}], [{ version: 'x' }], [{ version: 99 }], [{ version: 2, mode: 1 }]])(
  '%j is nothing to migrate',
  (found) => expect(migrated(found)).toEqual(found),
);

test('an old profile is taken up as it was, and written anew with the first change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standby-migration-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'settings.json');
  writeFileSync(path, JSON.stringify(VERSION_1));
  const { file, notice } = openSettings(folder, defaultSettings('linux'), () => NINE);
  expect(notice).toBeNull();
  expect(file.get()).toMatchObject({ mode: 'account', reasons: VERSION_1.reasons });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(VERSION_1);
  await file.update({ mode: 'simulator' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 2, mode: 'simulator' });
});
