/** The desktop sessions of `npm run test:desktops`, and what it makes of their results. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sessions } from '../../../scripts/headless/desktops/sessions.mjs';
import { formatSummary, readTests } from '../../../scripts/headless/desktops/summary.mjs';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { isShown } from '../../support/sessions/notification-monitor.ts';

test('each session has a script that starts it, and each script a session', () => {
  const scripts = readdirSync('scripts/headless/desktops/sessions').map((file) => file.replace(/\.sh$/, ''));
  expect(scripts.toSorted()).toEqual(Object.keys(sessions).toSorted());
});

test('sessions that share a layer have the same packages', () => {
  for (const { layer, packages } of Object.values(sessions)) {
    const others = Object.values(sessions).filter((other) => other.layer === layer);
    for (const other of others) expect(other.packages).toEqual(packages);
  }
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-sessions-'));
});
afterEach(() => removeFolder(folder));

const result = (title: string, status: string, annotations: object[] = []) => ({
  title,
  tests: [{ status, annotations }],
});

test('a report is read with its nested suites; only an expected result has passed', () => {
  const file = join(folder, 'report.json');
  const skip = { type: 'skip', description: 'this desktop has no tray' };
  const report = {
    suites: [
      { specs: [result('first run', 'expected'), result('tray', 'skipped', [skip])] },
      { suites: [{ specs: [result('quit', 'unexpected'), result('lock', 'flaky')] }] },
    ],
  };
  writeFileSync(file, JSON.stringify(report));
  expect(readTests(file)).toEqual([
    { title: 'first run', status: 'passed', reason: '' },
    { title: 'tray', status: 'skipped', reason: 'this desktop has no tray' },
    { title: 'quit', status: 'failed', reason: '' },
    { title: 'lock', status: 'failed', reason: '' },
  ]);
});

test('without a report there are no tests', () => {
  expect(readTests(join(folder, 'missing.json'))).toEqual([]);
});

test('the summary names the sessions that did not run, with the reason', () => {
  const summary = formatSummary([
    {
      name: 'sway',
      title: 'sway',
      outcome: 'passed',
      reason: '',
      tests: [{ title: 'tray', status: 'skipped', reason: 'no tray' }],
    },
    { name: 'gnome', title: 'GNOME', outcome: 'not run', reason: 'apt-get failed', tests: [] },
  ]);
  expect(summary).toContain('sway (sway): passed\n  skipped tray (no tray)\n');
  expect(summary).toContain('gnome (GNOME): not run, because apt-get failed\n');
});

const notify = (
  title: string,
) => `method call time=1.5 sender=:1.9 -> destination=:1.2 serial=7 path=/n; member=Notify
   string "Standby"
   uint32 0
   string "${title}"
`;
const reply = (serial: number, id: number) =>
  `method return time=1.6 sender=:1.2 -> destination=:1.9 serial=3 reply_serial=${serial}\n   uint32 ${id}\n`;

test.each([
  ['sent and answered with an id', notify('Due') + reply(7, 4), true],
  ['sent and not answered', notify('Due'), false],
  ['not sent, while another one was answered', notify('Other') + reply(7, 4), false],
  ['sent, while another call was answered', notify('Due') + reply(8, 4), false],
])('a notification that was %s: shown is %s', (_case, messages, shown) => {
  expect(isShown(messages, 'Due')).toBe(shown);
});
