import { expect, type Page } from '@playwright/test';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../shared/preferences.ts';

/** Saves the default preferences with a change, as the settings do. */
export async function savePreferences(page: Page, change: Partial<Preferences>): Promise<void> {
  const preferences = { ...DEFAULT_PREFERENCES, ...change };
  expect(
    await page.evaluate((wanted) => window.standby.settings.savePreferences(wanted), preferences),
  ).toBeNull();
}
