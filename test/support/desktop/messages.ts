/** The messages of the main view, of which one is shown at a time. */
import { expect, type Locator, type Page } from '@playwright/test';
import english from '../../../assets/locales/en.json' with { type: 'json' };

/**
 * Opens the details of the message in the main view: the code of a failure, the errors of a policy.
 * @param label the text of the button, by default in English
 * @returns the card with its details
 */
export async function openDetails(
  page: Page,
  label: string = english.window.today.details,
): Promise<Locator> {
  await page.locator('.message-area').getByRole('button', { name: label, exact: true }).click();
  return page.locator('.message-area > .card');
}

/** Goes from one message to the next until the one with this text is shown. */
export async function showMessage(page: Page, text: string | RegExp): Promise<Locator> {
  const area = page.locator('.message-area');
  const wanted = area.filter({ hasText: text });
  const next = area.locator('.next-message');
  await expect(wanted.or(next).first()).toBeVisible();
  while (!(await wanted.isVisible())) await next.click();
  return wanted;
}
