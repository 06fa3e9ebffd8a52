/** Tests that the baselines and the harness of `npm run bench` work. Durations are not compared. */
import { startMeasured, type MeasuredApp } from '../../support/bench/apps.ts';
import { test } from '../../support/bench/fixtures.ts';
import { getMemoryMb, getCpuTimes, cpuSecondsBetween } from '../../support/bench/process-tree.ts';
import { QuickKeyboard } from '../../support/bench/quick-keyboard.ts';
import { WindowList } from '../../support/bench/windows.ts';
import { newProfile } from '../../support/desktop/app.ts';
import { expect } from '../../support/desktop/fixtures.ts';

/**
 * A click on the icon opens the window, the next one closes it, and both can be measured. The values are not compared,
 * because an app that has just started is still busy.
 */
async function expectMeasurable({ pid, tray, startedInMs }: MeasuredApp): Promise<void> {
  const windows = new WindowList();
  const before = getCpuTimes(pid);
  await windows.waitForCount(0);
  expect(getMemoryMb(pid)).toBeGreaterThan(0);
  await tray.activate();
  await windows.waitForCount(1);
  expect(getMemoryMb(pid)).toBeGreaterThan(0);
  await tray.activate();
  await windows.waitForCount(0);
  expect(cpuSecondsBetween(before, getCpuTimes(pid))).toBeGreaterThan(0);
  expect(startedInMs).toBeGreaterThan(0);
  await windows.stop();
}

test('the bare app shows its icon in the tray, and opens and closes its window', async ({
  host,
  service,
}) => {
  const app = await startMeasured(host, 'bare', await newProfile(), [`--request-once=${service.url}/`]);
  try {
    const { toolTip, menu } = await app.tray.snapshot();
    expect(toolTip).toBe('Bare');
    expect(menu.map(({ label }) => label)).toEqual(['One', 'Two', 'Three']);
    await expectMeasurable(app);
    expect(await service.arrivals.changedSince(0, performance.now() + 5_000)).toBe(true);
  } finally {
    await app.kill();
  }
});

test('Standby starts from its profile, is measured in the same way, and reacts to a shortcut', async ({
  host,
  profile,
  service,
}) => {
  const app = await startMeasured(host, 'standby', profile);
  const keyboard = new QuickKeyboard();
  try {
    await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Free,'));
    await expectMeasurable(app);
    keyboard.press('ctrl+shift+F11');
    await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy,'));
    expect(service.switches()).toHaveLength(1);
  } finally {
    await keyboard.close();
    await app.kill();
  }
});
