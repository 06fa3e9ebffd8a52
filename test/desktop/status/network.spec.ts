/** Tests proxy failures in Electron's network stack. */
import { AGENT, expect, test } from '../../support/desktop/fixtures.ts';
import { getIconName } from '../../support/desktop/session/tray-icons.ts';
import { getToggledLabels } from '../../support/desktop/session/tray-menu.ts';
import { openDetails } from '../../support/desktop/messages.ts';

test('an unusable proxy is reported as such: nothing is sent or retried, and the status stays known', async ({
  standby,
  service,
}) => {
  const { tray, page, electron } = standby;
  const before = service.requests.length;
  // Chromium accepts no user and password in a proxy's address. It then has no usable proxy, and sends nothing.
  await electron.evaluate(({ session }) =>
    session.defaultSession.setProxy({
      proxyRules: 'http://user:pass@127.0.0.1:9',
      proxyBypassRules: '<-loopback>',
    }),
  );
  await tray.click('Rest', 'Lunch');
  const { icon, menu, toolTip } = await tray.waitFor((seen) =>
    seen.toolTip.includes("Still Free. Couldn't switch to Rest · Lunch"),
  );
  expect(toolTip).toMatch(/^Free, /);
  expect(getIconName(icon)).toBe('free-error');
  expect(getToggledLabels(menu)).toEqual(['Free']);
  const card = await openDetails(page);
  await expect(card).toContainText('The request did not get past the proxy');
  await expect(card).toContainText('Network.ProxySettings');
  await expect(page.getByText(/^Trying again in/)).toBeHidden();
  expect(service.requests.length).toBe(before);
  expect(service.agent(AGENT)?.status).toBe('free');

  await electron.evaluate(({ session }) => session.defaultSession.setProxy({ mode: 'direct' }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch, since '));
});
