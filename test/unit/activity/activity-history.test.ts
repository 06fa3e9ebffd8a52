import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openActivityHistory } from '../../../main/activity/report/activity-history.ts';
import { toLogFileName } from '../../../main/activity/log/log-account.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { appState, confirmed } from '../../support/app-state.ts';
import { MEI, newProfile } from './support/entries.ts';
import { folderWriteCodes } from '../../support/unit/posix.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

let folder: string;
beforeEach(() => {
  folder = newProfile();
});
afterEach(() => removeFolder(folder));

function open() {
  const time = createVirtualClock();
  const errors: string[] = [];
  const rule = () => ({ zone: null, resetHour: 0 });
  const activityHistory = openActivityHistory({
    folder,
    time,
    version: '0',
    rule,
    account: () => MEI,
    adoptingAccount: () => MEI,
    retry: { platform: 'linux', setTimer: time.setTimer },
    onWriteError: (message) => errors.push(message),
  });
  activityHistory.start();
  return { activityHistory, time, errors };
}

test('an error of the disk is reported, and nothing throws', () => {
  mkdirSync(join(folder, toLogFileName(MEI)));
  const { activityHistory, time, errors } = open();
  activityHistory.append({ kind: 'statusInvalidated', at: time.now() });
  expect(folderWriteCodes.some((code) => errors.at(-1)?.includes(code))).toBe(true);
});

test('an entry that cannot be written for another reason is reported, and later operations run', () => {
  const { activityHistory, time, errors } = open();
  const before = errors.length;
  const unwritable: Record<string, unknown> = { kind: 'statusInvalidated', at: time.now(), more: 1n };
  expect(() =>
    activityHistory.append(unwritable as Parameters<typeof activityHistory.append>[0]),
  ).not.toThrow();
  expect(errors.slice(before)).toEqual([expect.stringContaining('BigInt')]);
});

test('today is read in the time zone of this computer', async () => {
  const { activityHistory, time } = open();
  activityHistory.append({ kind: 'statusSeen', at: time.now(), status: 'free', reason: '' });
  await time.advance(60_000);
  expect((await activityHistory.today())?.running).toMatchObject({ status: 'free' });
});

test('closing twice writes one entry, and after a reopening the status is known again', async () => {
  const { activityHistory, time } = open();
  const { agent } = appState({ confirmed: confirmed() });
  activityHistory.recordChange(appState().agent, agent);
  await time.advance(60_000);
  activityHistory.close();
  activityHistory.close();
  const kinds = async () => (await activityHistory.report(null))?.changes.map(({ kind }) => kind).reverse();
  expect(await kinds()).toEqual(['started', 'statusSeen', 'stopped']);
  expect((await activityHistory.today())?.running).toMatchObject({ status: 'unknown' });

  await time.advance(15_000);
  activityHistory.reopen(agent);
  expect((await activityHistory.today())?.running).toMatchObject({ status: 'free' });
  activityHistory.close();
  expect((await kinds())?.slice(3)).toEqual(['started', 'statusSeen', 'stopped']);
});
