import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveAtomically as saveWithRetry, saveAtomicallySync } from '../../main/runtime/save-atomically.ts';
import { systemClock } from '../../shared/clock.ts';
import { removeFolder } from '../support/unit/remove-folder.ts';

const retry = { platform: process.platform, setTimer: systemClock.setTimer };
const saveAtomically = (file: string, text: string) => saveWithRetry(file, text, { retry });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-save-'));
  path = join(folder, 'file.json');
});
afterEach(() => removeFolder(folder));

const saveSync = (file: string, text: string) =>
  new Promise<void>((resolve) => {
    saveAtomicallySync(file, Buffer.from(text));
    resolve();
  });

test.each([
  ['saveAtomically', saveAtomically],
  ['saveAtomicallySync', saveSync],
])(
  '%s: only the user can read the file, a link is kept, and a failure leaves the old file',
  async (_name, save) => {
    const target = join(folder, 'target.json');
    writeFileSync(target, 'old');
    symlinkSync(target, path);
    await save(path, 'new');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(statSync(target).mode & 0o777).toBe(0o600);

    const elsewhere = join(folder, 'gone', 'file.json');
    await expect(Promise.resolve().then(() => save(elsewhere, 'text'))).rejects.toThrow('ENOENT');
    if (process.getuid?.() === 0) return;
    chmodSync(folder, 0o500);
    await expect(Promise.resolve().then(() => save(target, 'never'))).rejects.toThrow('EACCES');
    chmodSync(folder, 0o700);
    expect(readFileSync(target, 'utf8')).toBe('new');
  },
);
