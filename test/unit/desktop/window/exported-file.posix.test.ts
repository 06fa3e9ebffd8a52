import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../../../shared/clock.ts';
import { exportFile } from '../../../../main/desktop/window/file-dialogs.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

/** The path that the file dialog returns. */
const dialog = vi.hoisted(() => ({ filePath: '' }));
vi.mock('electron', () => ({
  dialog: { showSaveDialog: () => Promise.resolve({ canceled: false, filePath: dialog.filePath }) },
  shell: {},
  BrowserWindow: { getAllWindows: () => [] },
}));

const TEXT = 'Mei, 休息';

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-export-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

function exportTo(file: string) {
  dialog.filePath = file;
  return exportFile('day.csv', TEXT, { platform: 'linux', setTimer: systemClock.setTimer });
}

/** Expects a file that only the agent can read, without temporary files beside it. */
async function exportedAlone(file: string): Promise<void> {
  expect(await exportTo(file)).toEqual({ outcome: 'saved', file });
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
  const { mode, uid } = lstatSync(file);
  expect({ mode: mode & 0o777, uid }).toEqual({ mode: 0o600, uid: process.getuid?.() });
}

test.each([0o666, 0o644, 0o640])(
  'an exported file is the agent’s alone, also where one of mode %o was there',
  async (mode) => {
    const folder = folderOfTest();
    const [fresh, old] = [join(folder, 'new.csv'), join(folder, 'old.csv')];
    writeFileSync(old, 'what was there, which is longer');
    chmodSync(old, mode);
    await exportedAlone(fresh);
    await exportedAlone(old);
    expect(readdirSync(folder)).toEqual(['new.csv', 'old.csv']);
  },
);

test('an exported file is the agent’s alone, also if the existing file has a second hard link', async () => {
  const folder = folderOfTest();
  const [file, second] = [join(folder, 'day.csv'), join(folder, 'second')];
  writeFileSync(file, 'old');
  linkSync(file, second);
  await exportedAlone(file);
  expect(readFileSync(second, 'utf8')).toBe('old');
});

test('an exported file replaces a symbolic link, and the target of the link is unchanged', async () => {
  const folder = folderOfTest();
  const [file, pointedTo] = [join(folder, 'day.csv'), join(folder, 'profile')];
  writeFileSync(pointedTo, 'of the agent');
  symlinkSync(pointedTo, file);
  await exportedAlone(file);
  expect(readFileSync(pointedTo, 'utf8')).toBe('of the agent');
});

/** Only root can change the owner of a file. */
test.runIf(process.getuid?.() === 0)(
  'an exported file is the agent’s alone, also if the existing file belongs to another user',
  async () => {
    const file = join(folderOfTest(), 'day.csv');
    writeFileSync(file, 'old');
    chmodSync(file, 0o666);
    chownSync(file, 12_345, 12_345);
    await exportedAlone(file);
  },
);

test('a failed export is reported, and leaves no temporary file', async () => {
  const folder = folderOfTest();
  expect(await exportTo(folder)).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('EISDIR') as string,
  });
  expect(await exportTo(join(folder, 'no', 'file'))).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('ENOENT') as string,
  });
  expect(readdirSync(folder)).toEqual([]);
  expect(statSync(folder).isDirectory()).toBe(true);
});
