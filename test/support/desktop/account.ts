/** The account of the tests, and how an agent sets it up. It runs on every system. */
import type { Page } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { respondToDialogs } from './dialogs.ts';

export const AGENT = 'mei.lin@example.com';
/** Somebody else who works at the same computer. */
export const OTHER_AGENT = 'jun.wu@example.com';
export const SDK_APP_ID = 1400692008;
/** Made up, and unlike anything else on this computer: where they are found, the app has put them. */
export const KEY = {
  secretId: 'AKIDmarker1secretid2standby3TEST',
  secretKey: 'markerSecretKey4standby5XyZ789ab',
};

/** The window of an app whose agent confirms what its dialogs ask. */
export async function openWindowConfirmingDialogs(
  app: Pick<RunningApp, 'electron' | 'window'>,
): Promise<Page> {
  const page = await app.window();
  // Not before: while an app starts, what Playwright has it evaluate may be collected as garbage.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await respondToDialogs(app, 'confirm');
  return page;
}

/** Sets the account up, as the agent does at the first start. */
export async function submitAccount(page: Page, address: string): Promise<void> {
  await fillInAccount(page, address);
  await page.getByRole('button', { name: 'Check and finish' }).click();
}

/** Types an account into the first screen, at a service on this computer. */
export async function fillInAccount(page: Page, address: string, key = KEY): Promise<void> {
  await page.getByRole('button', { name: 'Set up my account' }).click();
  await page.getByRole('radio', { name: 'Other address' }).check();
  await page.getByLabel('Service address').fill(address);
  await page.getByLabel('SdkAppId').fill(String(SDK_APP_ID));
  await page.getByLabel('Agent account').fill(AGENT);
  await page.getByLabel('SecretId').fill(key.secretId);
  await page.getByLabel('SecretKey').fill(key.secretKey);
}
