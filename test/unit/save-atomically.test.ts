import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveAtomically as saveWithRetry } from '../../main/runtime/save-atomically.ts';
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

test('of many concurrent writes the newest is the last, and no file is left beside the target', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), async (texts) => {
      await Promise.all(texts.map((text) => saveAtomically(path, text)));
      expect(readFileSync(path, 'utf8')).toBe(texts.at(-1));
      expect(readdirSync(folder)).toEqual(['file.json']);
    }),
    { numRuns: 20 },
  );
});

test('a failed write does not prevent a later one', async () => {
  // A folder has the file's name, and is then removed.
  mkdirSync(path);
  const failed = saveAtomically(path, 'one');
  await expect(failed).rejects.toThrow(/EISDIR|EPERM|ENOTEMPTY|EEXIST/);
  rmSync(path, { recursive: true });
  await saveAtomically(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(folder)).toEqual(['file.json']);
});
