/** What `npm run bench` measures Standby beside, and measures by, works; how long anything takes is not asked here. */
import { startMeasured, type MeasuredApp } from '../support/bench/apps.ts';
import { test } from '../support/bench/fixtures.ts';
import { memoryOf, processorTimeOf, usedBetween } from '../support/bench/process-tree.ts';
import { QuickKeyboard } from '../support/bench/quick-keyboard.ts';
import { WindowList } from '../support/bench/windows.ts';
import { newProfile } from '../support/desktop/app.ts';
import { expect } from '../support/desktop/fixtures.ts';

/**
 * A click on the icon opens the window, the next one closes it, and both can be measured. What they take is not compared:
 * an app that has just started has not settled.
 */
async function isMeasured({ pid, tray, startedInMs }: MeasuredApp): Promise<void> {
  const windows = new WindowList();
  const before = processorTimeOf(pid);
  await windows.untilThereAre(0);
  expect(memoryOf(pid)).toBeGreaterThan(0);
  await tray.activate();
  await windows.untilThereAre(1);
  expect(memoryOf(pid)).toBeGreaterThan(0);
  await tray.activate();
  await windows.untilThereAre(0);
  expect(usedBetween(before, processorTimeOf(pid))).toBeGreaterThan(0);
  expect(startedInMs).toBeGreaterThan(0);
  await windows.stop();
}

test('the bare app puts its icon in the tray, and opens and closes its window', async ({ host, service }) => {
  const app = await startMeasured(host, 'bare', await newProfile(), [`--ask-once=${service.url}/`]);
  try {
    const { toolTip, menu } = await app.tray.snapshot();
    expect(toolTip).toBe('Bare');
    expect(menu.map(({ label }) => label)).toEqual(['One', 'Two', 'Three']);
    await isMeasured(app);
    expect(await service.arrivals.changedSince(0, performance.now() + 5_000)).toBe(true);
  } finally {
    await app.end();
  }
});

test('Standby starts from its profile, is measured in the same way, and obeys a key', async ({
  host,
  profile,
  service,
}) => {
  const app = await startMeasured(host, 'standby', profile);
  const keyboard = new QuickKeyboard();
  try {
    await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Free,'));
    await isMeasured(app);
    keyboard.press('ctrl+shift+F11');
    await app.tray.waitFor(({ toolTip }) => toolTip.startsWith('Busy,'));
    expect(service.switches()).toHaveLength(1);
  } finally {
    await keyboard.close();
    await app.end();
  }
});
