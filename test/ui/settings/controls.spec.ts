/** How the form controls are drawn: empty when off, also in dark and with forced colors. */
import type { Locator } from '@playwright/test';
import { DEFAULT_PREFERENCES } from '../../../shared/preferences.ts';
import { expectNoA11yViolations } from '../../support/ui/axe.ts';
import { state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';

// Transitions of colors would make the result depend on the time.
test.use({ contextOptions: { reducedMotion: 'reduce' }, clock: 'fixed' });

/** The colors of a control and, of a switch, of its thumb. */
const paint = (control: Locator) =>
  control.evaluate((element) => {
    const { backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
    const thumb = getComputedStyle(element, '::before');
    return {
      backgroundColor,
      borderTopColor,
      borderTopWidth,
      thumb: thumb.backgroundColor,
      at: thumb.translate,
    };
  });

const withNotifications = (reduceNotifications: boolean) =>
  state({ route: 'settings', preferences: { ...DEFAULT_PREFERENCES, reduceNotifications } });

for (const media of [
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { colorScheme: 'dark', forcedColors: 'active' },
] as const) {
  test(`a switch differs in color and place of its thumb: ${JSON.stringify(media)}`, async ({
    standby,
    page,
  }) => {
    await page.emulateMedia(media);
    await standby.open(withNotifications(true));
    await page.getByRole('tab', { name: 'General' }).click();
    const everySwitch = page.getByRole('switch', { name: /Notify me of every switch/ });
    const off = await paint(everySwitch);
    await standby.push(withNotifications(false));
    await expect(everySwitch).toBeChecked();
    const on = await paint(everySwitch);
    expect(on.at).not.toBe(off.at);
    expect(on.backgroundColor).not.toBe(off.backgroundColor);
    for (const { backgroundColor, thumb } of [on, off]) expect(thumb).not.toBe(backgroundColor);
    // Empty when it is off.
    expect(off.backgroundColor).toMatch(/, 0\)$|^transparent$/);
    await expectNoA11yViolations(page, JSON.stringify(media));
  });

  test(`a chosen radio button differs in its ring: ${JSON.stringify(media)}`, async ({ standby, page }) => {
    await page.emulateMedia(media);
    const keys = { storage: 'none', secretIdSuffix: '', hasToken: false } as const;
    await standby.open(state({ route: 'settings', account: { keys } }));
    await page.getByRole('button', { name: 'More options' }).click();
    const chosen = await paint(page.getByRole('radio', { name: /^In your keyring/ }));
    const other = await paint(page.getByRole('radio', { name: /^For this session only/ }));
    expect(chosen.borderTopWidth).not.toBe(other.borderTopWidth);
    expect(chosen.borderTopColor).not.toBe(other.borderTopColor);
    await expectNoA11yViolations(page, JSON.stringify(media));
  });
}

test('the arrow of a select is 12 pixels from its end', async ({ standby, page }) => {
  await standby.open(state({ route: 'settings' }));
  await page.getByRole('tab', { name: 'General' }).click();
  const select = page.getByRole('combobox', { name: 'Language' });
  const inset = await select.evaluate((element) => {
    const arrow = element.nextElementSibling?.getBoundingClientRect();
    return element.getBoundingClientRect().right - (arrow?.right ?? 0);
  });
  expect(inset).toBe(12);
});
