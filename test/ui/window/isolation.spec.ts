/** Tests of the test support: the tests of a worker use one page, and none finds what another has left on it. */
import { NOW } from '../../support/ui/states.ts';
import { expect, test, type Standby } from '../../support/ui/page-fixture.ts';

declare global {
  interface Window {
    left: boolean;
    wasControlPressed: boolean;
  }
}

/** Expects a page as new. */
async function expectNothingLeft(standby: Standby): Promise<void> {
  const { page } = standby;
  await standby.open();
  const found = await page.evaluate(() => ({
    time: Date.now(),
    script: 'left' in window,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    hovered: document.querySelectorAll('button:hover').length,
    width: innerWidth,
  }));
  expect(found).toEqual({ time: NOW, script: false, dark: false, hovered: 0, width: 380 });
  await page.evaluate(() => addEventListener('click', (event) => (window.wasControlPressed = event.ctrlKey)));
  await page.getByRole('button', { name: 'Rest', exact: true }).click();
  expect(await page.evaluate(() => window.wasControlPressed)).toBe(false);
  expect(await standby.calls('status.request')).toHaveLength(1);
}

// One after another in one worker, so on one page.
test.describe.serial('a page that was used before', () => {
  test('a test leaves what can be removed', async ({ standby, page }) => {
    await standby.open();
    await page.evaluate(() => (window.left = true));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 600, height: 600 });
    await page.getByRole('button', { name: 'Rest', exact: true }).hover();
    await page.route('**/*.js', (route) => route.abort());
    // This document runs on until the next test replaces it. From the end of this test, it reports errors.
    await page.evaluate(() => {
      const { port1, port2 } = new MessageChannel();
      let messages = 0;
      port1.onmessage = () => {
        if (messages++ % 500 === 0) console.error('left');
        port2.postMessage(null);
      };
      addEventListener('mouseout', () => port2.postMessage(null), { once: true });
    });
  });

  test('the next one finds nothing of it, and leaves what cannot be removed', async ({ standby, page }) => {
    await expectNothingLeft(standby);
    await page.addInitScript(() => (window.left = true));
    await page.clock.runFor(5000);
    await page.keyboard.down('Control');
  });

  test('the last one finds nothing of that', async ({ standby }) => {
    await expectNothingLeft(standby);
  });
});
