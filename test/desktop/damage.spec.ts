import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { defaultSettings, SETTINGS_VERSION } from '../../main/settings/schema.ts';
import { newProfile } from '../support/desktop/app.ts';
import { expect, statusKnown, test, type Standby } from '../support/desktop/fixtures.ts';

const whole = JSON.stringify({ ...defaultSettings('linux'), mode: 'simulator' }, null, 2);

/** A profile whose settings file holds these bytes. */
async function profileWith(content: string | Buffer): Promise<{ profileDir: string; file: string }> {
  const profileDir = await newProfile();
  const file = join(profileDir, 'settings.json');
  writeFileSync(file, content);
  return { profileDir, file };
}

/** On the first screen, goes on without an account, and switches. */
async function useTheSimulator({ page, tray }: Pick<Standby, 'page' | 'tray'>): Promise<void> {
  await page.getByRole('button', { name: 'Try without an account' }).click();
  await statusKnown(tray);
  await tray.click('Rest', 'Lunch');
  await tray.waitFor(({ toolTip }) => toolTip.startsWith('Rest · Lunch'));
}

const notSaved = (page: Page) => page.getByText(/Your settings could not be saved in/);

test.describe('a damaged settings file', () => {
  const damages = {
    garbage: Buffer.from([0, 255, 17, 123, 34, 200, 10]),
    'half of it': whole.slice(0, whole.length / 2),
    nothing: '',
  };
  for (const [name, damaged] of Object.entries(damages)) {
    test(`(${name}) is kept and named, and the first screen comes`, async ({ start }) => {
      const { profileDir, file } = await profileWith(damaged);
      const { tray, ...app } = await start({ profileDir });
      const page = await app.window();
      const [kept = 'none'] = readdirSync(profileDir).filter((one) => one.includes('damaged'));
      await expect(page.getByText('The settings file was damaged.')).toContainText(kept);
      expect(readFileSync(join(profileDir, kept))).toEqual(Buffer.from(damaged));

      await useTheSimulator({ page, tray });
      await expect.poll(() => readFileSync(file, 'utf8')).toContain('"Lunch"');
    });
  }
});

test('settings of a newer Standby are left alone, and that is said', async ({ start }) => {
  const newer = JSON.stringify({ version: SETTINGS_VERSION + 1, account: 'in a form of its own' });
  const { profileDir, file } = await profileWith(newer);
  const { tray, ...app } = await start({ profileDir });
  const page = await app.window();
  await expect(page.getByText('come from a newer Standby')).toBeVisible();
  await useTheSimulator({ page, tray });
  // Once, however often something is not saved.
  await expect(page.getByText('come from a newer Standby')).toHaveCount(1);
  expect(readFileSync(file, 'utf8')).toBe(newer);
});

test.describe('where nothing can be saved', () => {
  test('because the folder is read-only, the app works and says so', async ({ start }) => {
    const profileDir = await newProfile();
    chmodSync(profileDir, 0o500);
    try {
      const { tray, ...app } = await start({ profileDir });
      const page = await app.window();
      await useTheSimulator({ page, tray });
      await expect(notSaved(page)).toContainText('permission denied');
      await expect(notSaved(page)).toHaveCount(1);
    } finally {
      chmodSync(profileDir, 0o700);
    }
  });

  test('because the disk is full, the app works and says so', async ({ start }) => {
    const profileDir = await newProfile();
    const within = fileURLToPath(new URL('../support/desktop/on-full-disk.sh', import.meta.url));
    const { tray, ...app } = await start({ profileDir, within, env: { FULL_DISK: profileDir } });
    const page = await app.window();
    await useTheSimulator({ page, tray });
    await expect(notSaved(page)).toContainText('no space left on device');
    await expect(notSaved(page)).toHaveCount(1);
  });
});
