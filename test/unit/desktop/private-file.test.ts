import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writePrivately } from '../../../main/desktop/private-file.ts';

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.each([0o666, 0o644, 0o640])(
  'an exported file is the agent’s alone, also where one of mode %o was there',
  async (mode) => {
    const folder = folderOfTest();
    const [fresh, old] = [join(folder, 'new.csv'), join(folder, 'old.csv')];
    writeFileSync(old, 'what was there, which is longer');
    chmodSync(old, mode);
    for (const file of [fresh, old]) {
      await writePrivately(file, 'Mei, 休息');
      expect(readFileSync(file, 'utf8')).toBe('Mei, 休息');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  },
);

test('what cannot be written is said', async () => {
  await expect(writePrivately(folderOfTest(), '')).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(writePrivately(join(folderOfTest(), 'no', 'file'), '')).rejects.toMatchObject({
    code: 'ENOENT',
  });
});
