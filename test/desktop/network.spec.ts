/** The way to the service, through Electron's own network stack. */
import { AGENT, expect, test } from '../support/desktop/fixtures.ts';
import { iconName } from '../support/desktop/tray-icons.ts';
import { toggledLabels } from '../support/desktop/tray-menu.ts';

test('a proxy that cannot be used is told as that: nothing was sent, the status stands, and nothing is retried', async ({
  standby,
  service,
}) => {
  const { tray, page, electron } = standby;
  const before = service.requests.length;
  // Chromium takes no user and password in a proxy's address: it has no proxy to use then, and goes nowhere.
  await electron.evaluate(({ session }) =>
    session.defaultSession.setProxy({
      proxyRules: 'http://user:pass@127.0.0.1:9',
      proxyBypassRules: '<-loopback>',
    }),
  );
  await tray.click('Rest', 'Lunch');
  const { icon, menu, toolTip } = await tray.waitFor((seen) =>
    seen.toolTip.includes('Still Free: the switch to Rest · Lunch failed'),
  );
  expect(toolTip).toMatch(/^Free, /);
  expect(iconName(icon)).toBe('free-error');
  expect(toggledLabels(menu)).toEqual(['Free']);
  const card = page.getByRole('alert');
  await expect(card).toContainText('The request did not get past the proxy');
  await expect(card).toContainText('Network.ProxySettings');
  await expect(page.getByText(/^Trying again in/)).toBeHidden();
  expect(service.requests.length).toBe(before);
  expect(service.agent(AGENT)?.status).toBe('free');

  await electron.evaluate(({ session }) => session.defaultSession.setProxy({ mode: 'direct' }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch, since '));
});
