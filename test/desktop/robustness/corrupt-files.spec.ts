import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { defaultSettings, SETTINGS_VERSION } from '../../../main/settings/schema.ts';
import { newProfile } from '../../support/desktop/app.ts';
import { expect, waitForConfirmedStatus, test, type Standby } from '../../support/desktop/fixtures.ts';
import { showMessage } from '../../support/desktop/messages.ts';

const validSettings = JSON.stringify({ ...defaultSettings('linux'), mode: 'simulator' }, null, 2);

/** Creates a profile whose settings file has the given content. */
async function createProfileWith(content: string | Buffer): Promise<{ profileDir: string; file: string }> {
  const profileDir = await newProfile();
  const file = join(profileDir, 'settings.json');
  writeFileSync(file, content);
  return { profileDir, file };
}

/** Starts the simulator from the first-run view and switches. */
async function switchInSimulator({ page, tray }: Pick<Standby, 'page' | 'tray'>): Promise<void> {
  await page.getByRole('button', { name: 'Try it with a simulator' }).click();
  await waitForConfirmedStatus(tray);
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
}

const showSaveError = (page: Page) => showMessage(page, "Your settings couldn't be saved to");

test.describe('a damaged settings file', () => {
  const corruptContents = {
    garbage: Buffer.from([0, 255, 17, 123, 34, 200, 10]),
    'half of it': validSettings.slice(0, validSettings.length / 2),
    nothing: '',
  };
  for (const [name, corruptContent] of Object.entries(corruptContents)) {
    test(`a damaged settings file (${name}) is kept and named, and the first-run view is shown`, async ({
      start,
    }) => {
      const { profileDir, file } = await createProfileWith(corruptContent);
      const { tray, ...app } = await start({ profileDir });
      const page = await app.window();
      const [backupFile = 'none'] = readdirSync(profileDir).filter((one) => one.includes('damaged'));
      await expect(page.getByText('The settings file was damaged, so')).toContainText(backupFile);
      expect(readFileSync(join(profileDir, backupFile))).toEqual(Buffer.from(corruptContent));

      await switchInSimulator({ page, tray });
      await expect.poll(() => readFileSync(file, 'utf8')).toContain('"Lunch"');
    });
  }
});

test('settings of a newer Standby are not overwritten, and a notice says so', async ({ start }) => {
  const newer = JSON.stringify({ version: SETTINGS_VERSION + 1, account: 'in a form of its own' });
  const { profileDir, file } = await createProfileWith(newer);
  const { tray, ...app } = await start({ profileDir });
  const page = await app.window();
  await expect(page.getByText('was made by a newer version of Standby')).toBeVisible();
  await switchInSimulator({ page, tray });
  await showMessage(page, 'was made by a newer version of Standby');
  expect(readFileSync(file, 'utf8')).toBe(newer);
});

test.describe('where nothing can be saved', () => {
  test('with a read-only folder the app works and shows that settings are not saved', async ({ start }) => {
    const profileDir = await newProfile();
    chmodSync(profileDir, 0o500);
    try {
      const { tray, ...app } = await start({ profileDir });
      const page = await app.window();
      await switchInSimulator({ page, tray });
      await expect(await showSaveError(page)).toContainText('permission denied');
    } finally {
      chmodSync(profileDir, 0o700);
    }
  });

  test('with a full disk the app works and shows that settings are not saved', async ({ start }) => {
    const profileDir = await newProfile();
    const wrapper = fileURLToPath(new URL('../../support/desktop/package/on-full-disk.sh', import.meta.url));
    const { tray, ...app } = await start({ profileDir, wrapper, env: { FULL_DISK: profileDir } });
    const page = await app.window();
    await switchInSimulator({ page, tray });
    await expect(await showSaveError(page)).toContainText('no space left on device');
  });
});
