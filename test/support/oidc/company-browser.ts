/** A real browser (the pinned Chromium), in which a person signs in at the provider. */
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { pinnedChromium } from '../../../scripts/setup/browser.mjs';
import type { Person } from './sign-in-page.ts';

/** Starts the browser. It has no profile of its own: each context is another person's. */
export function startBrowser(): Promise<Browser> {
  const pinned = pinnedChromium();
  // Nothing but this computer is reached.
  const args = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'];
  if (pinned === undefined) return chromium.launch({ args });
  const env = { ...process.env, FONTCONFIG_FILE: pinned.fonts };
  return chromium.launch({ executablePath: pinned.program, args, env });
}

/** Creates a person's browser. It trusts the test's CA; the app does so by its policy. */
export function newBrowserContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ ignoreHTTPSErrors: true });
}

/** Opens an authorization address, signs in, and allows the app, which a provider asks for native apps. */
export async function signIn(context: BrowserContext, address: string, person: Person): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  return page;
}
