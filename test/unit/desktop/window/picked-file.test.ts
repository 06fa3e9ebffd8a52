import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pickJsonFile } from '../../../../main/desktop/window/file-dialogs.ts';
import { posixCases } from '../../../support/unit/posix.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

/** The path that the file dialog returns. */
const dialog = vi.hoisted(() => ({ filePath: '' }));
vi.mock('electron', () => ({
  dialog: { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [dialog.filePath] }) },
  shell: {},
  BrowserWindow: { getAllWindows: () => [] },
}));

function pick(put: (path: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'standby-pick-'));
  onTestFinished(() => removeFolder(folder));
  dialog.filePath = join(folder, 'reasons.json');
  put(dialog.filePath);
  return pickJsonFile();
}

test('a file is read completely', async () => {
  expect(await pick((path) => writeFileSync(path, '{"rest":["午餐"]}'))).toEqual({
    outcome: 'picked',
    file: dialog.filePath,
    text: '{"rest":["午餐"]}',
  });
});

test.each<[what: string, put: (path: string) => void, why: RegExp]>([
  [
    'a file that is too large',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 3 * 1024 ** 3);
    },
    /bytes/,
  ],
  ...posixCases<[what: string, put: (path: string) => void, why: RegExp]>(
    ['a pipe, which would never answer', (path) => execFileSync('/usr/bin/mkfifo', [path]), /regular file/],
    ['a device that has no end', (path) => symlinkSync('/dev/zero', path), /regular file/],
  ),
  ['a folder', (path) => mkdirSync(path), /EISDIR/],
  ['nothing', () => undefined, /ENOENT/],
])('anything but a small file is reported as unreadable at once: %s', async (_what, put, why) => {
  expect(await pick(put)).toEqual({
    outcome: 'unreadable',
    file: dialog.filePath,
    message: expect.stringMatching(why) as string,
  });
});
