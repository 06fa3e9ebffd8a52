import { readFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../main/settings/migrations.ts';
import { readOverDefaults } from '../../../main/settings/read-over-defaults.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { openSettings } from '../../../main/settings/settings-file.ts';
import { MONDAY_9AM } from '../../support/app-state.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

/** Settings as Standby 0.1.0 wrote them. */
const VERSION_2 = {
  version: 2,
  mode: 'account',
  account: { edition: 'mainland', customAddress: '', sdkAppId: 1400692008, agent: 'mei.lin@example.com' },
  reasons: { rest: ['午餐'], notReady: [] },
  shortcuts: { free: 'Control+Shift+F9', rest: '', notReady: '', toggle: '', undo: '' },
  lastAway: { status: 'rest', reason: '午餐' },
  plannedReturn: { backAt: MONDAY_9AM, stage: { name: 'due', askAgainAt: MONDAY_9AM + 180_000 } },
  preferences: {
    language: 'zh-CN',
    theme: 'dark',
    readingSeconds: 120,
    freeWhenDue: true,
    budgets: [{ status: 'rest', reason: '午餐', breakMinutes: 30, dayMinutes: null }],
    dayStartsAt: 4,
    whenLocked: { status: 'notReady', reason: '' },
    whenAsleep: null,
    whenIdle: { minutes: 10, choice: { status: 'rest', reason: '' } },
    whenQuitting: { status: 'rest', reason: '' },
    quiet: true,
  },
};

test('settings of version 2 lose nothing: renamed fields are read by their old names', () => {
  expect(readOverDefaults(migrate(VERSION_2), defaultSettings('linux'))).toEqual({
    wrongValues: [],
    settings: {
      version: 3,
      mode: 'account',
      account: VERSION_2.account,
      reasons: VERSION_2.reasons,
      shortcuts: VERSION_2.shortcuts,
      lastAwayChoice: { status: 'rest', reason: '午餐' },
      choiceShortcuts: [],
      // What later versions remember starts empty.
      seenReasons: defaultSettings('linux').seenReasons,
      reasonDurations: [],
      recentChoices: [],
      hiddenHints: [],
      localApi: 'full',
      onStatus: null,
      team: 'off',
      plannedReturn: {
        backAt: MONDAY_9AM,
        minutes: null,
        stage: { name: 'due', promptAgainAt: MONDAY_9AM + 180_000 },
      },
      preferences: {
        language: 'zh-CN',
        theme: 'dark',
        pollIntervalSeconds: 120,
        autoFreeAtReturn: true,
        breakLimits: [{ status: 'rest', reason: '午餐', breakMinutes: 30, dayMinutes: null }],
        dayStartHour: 4,
        onLock: { status: 'notReady', reason: '' },
        onSleep: null,
        onIdle: { minutes: 10, choice: { status: 'rest', reason: '' } },
        onQuit: { status: 'rest', reason: '' },
        reduceNotifications: true,
        closeAfterSwitch: true,
      },
    },
  });
});

test('the mode of a missing account is migrated to "unconfigured"', () => {
  expect(migrate({ ...VERSION_2, mode: 'unset', plannedReturn: null })).toMatchObject({
    mode: 'unconfigured',
    plannedReturn: null,
  });
});

test.each([[null], [[]], ['text'], [{}], [{ version: 'x' }], [{ version: 99 }], [{ version: 3, mode: 1 }]])(
  '%j is not migrated',
  (found) => expect(migrate(found)).toEqual(found),
);

test('an old profile is read completely, and written in the new version at the first change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standby-migration-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'settings.json');
  writeFileSync(path, JSON.stringify(VERSION_2));
  const { file, notice } = openSettings(folder, defaultSettings('linux'), createVirtualClock());
  expect(notice).toBeNull();
  expect(file.get()).toMatchObject({ mode: 'account', reasons: VERSION_2.reasons });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(VERSION_2);
  await file.update({ mode: 'simulator' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 3, mode: 'simulator' });
});
