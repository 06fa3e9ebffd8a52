import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOG_FILE } from '../../../main/day/day-log.ts';
import { openDiary } from '../../../main/day/diary.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';
import { newProfile } from './support/entries.ts';

let folder: string;
beforeEach(() => {
  folder = newProfile();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open() {
  const time = virtualTime();
  const troubles: string[] = [];
  const rule = () => ({ zone: null, resetHour: 0 });
  const diary = openDiary({
    folder,
    time,
    version: '0',
    rule,
    onTrouble: (message) => troubles.push(message),
  });
  return { diary, time, troubles };
}

test('what the disk refuses is told, and nothing throws', () => {
  mkdirSync(join(folder, LOG_FILE));
  const { diary, time, troubles } = open();
  diary.write({ kind: 'doubted', at: time.now() });
  expect(troubles.at(-1)).toContain('EISDIR');
});

test('an entry that cannot be written for another reason is told, and what is done next is done', () => {
  const { diary, time, troubles } = open();
  const before = troubles.length;
  const unwritable: Record<string, unknown> = { kind: 'doubted', at: time.now(), more: 1n };
  expect(() => diary.write(unwritable as Parameters<typeof diary.write>[0])).not.toThrow();
  expect(troubles.slice(before)).toEqual([expect.stringContaining('BigInt')]);
});

test('today is read in the zone of this computer', async () => {
  const { diary, time } = open();
  diary.write({ kind: 'observed', at: time.now(), status: 'free', reason: '' });
  await time.advance(60_000);
  expect((await diary.today())?.running).toMatchObject({ status: 'free' });
});
