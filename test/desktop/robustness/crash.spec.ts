import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { settingsSchema, type Settings } from '../../../main/settings/schema.ts';
import { launchDetached, type DetachedApp } from '../../support/desktop/app.ts';
import { AGENT, expect, test } from '../../support/desktop/fixtures.ts';
import { findProcesses } from '../../support/desktop/processes.ts';
import { SINCE } from '../../support/desktop/since.ts';
import { createRandom } from '../../support/random.ts';
import type { TrayItem } from '../../support/desktop/session/tray-item.ts';

const CRASHES = 50;
const CONFIRMED = new RegExp(`, ${SINCE}$`);

/** To reproduce a failure, use the seed of its message here. */
const seed = Date.now() % 2 ** 32;

/** Phases in which the app is killed. The maximum delay is a little longer than the phase. */
const moments = [
  { during: 'start-up', maxDelayMs: 500 },
  { during: 'a switch', maxDelayMs: 350 },
  { during: 'saving what was switched to', maxDelayMs: 20 },
  { during: 'idleness', maxDelayMs: 150 },
] as const;

const reasons = ['Lunch', 'Short break', 'Personal'];

/** @throws ZodError or SyntaxError if the file is incomplete */
function readSettings(profileDir: string): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(join(profileDir, 'settings.json'), 'utf8')));
}

/** Long, because the machine may be busy: this test checks that a status is shown, not when. */
const LONG_TIMEOUT = { timeoutMs: 30_000 };

const waitForStatus = (tray: TrayItem, label: string) =>
  tray.waitFor(({ toolTip }) => toolTip.startsWith(`${label}, `), LONG_TIMEOUT);

test(`killed at ${CRASHES} random moments: every next start works, and the settings are whole`, async ({
  standby,
  host,
  service,
}) => {
  test.setTimeout(600_000);
  const { profileDir } = standby;
  await standby.close();
  const settings = readSettings(profileDir);
  const random = createRandom(seed);

  /** Starts the app, and checks that it shows the service's status and can switch. */
  async function startAndCheckSwitching(): Promise<{ app: DetachedApp; tray: TrayItem }> {
    const app = await launchDetached(profileDir);
    const tray = await host.nextItem({ of: app.pid, ...LONG_TIMEOUT });
    const { toolTip } = await tray.waitFor((seen) => CONFIRMED.test(seen.toolTip), LONG_TIMEOUT);
    const { status, reason } = service.agent(AGENT) ?? {};
    expect(toolTip.replace(CONFIRMED, '')).toBe(status === 'rest' ? `Rest · ${reason}` : 'Free');
    await tray.click('Free');
    await waitForStatus(tray, 'Free');
    return { app, tray };
  }

  let { app, tray } = await startAndCheckSwitching();
  for (let crash = 1; crash <= CRASHES; crash += 1) {
    const { during, maxDelayMs } = moments[crash % moments.length] ?? moments[0];
    const afterMs = Math.floor(random() * maxDelayMs);
    const reason = reasons[crash % reasons.length] ?? '';
    await test.step(`crash ${crash}, ${afterMs} ms into ${during} (seed ${seed})`, async () => {
      switch (during) {
        case 'start-up':
          await app.crash();
          app = await launchDetached(profileDir);
          break;
        case 'a switch':
          await tray.click('Rest', reason);
          break;
        case 'saving what was switched to':
          await tray.click('Rest', reason);
          await waitForStatus(tray, `Rest · ${reason}`);
          break;
        case 'idleness':
      }
      await delay(afterMs);
      await app.crash();
      expect(readSettings(profileDir)).toEqual({
        ...settings,
        lastAwayChoice: { status: 'rest', reason: expect.any(String) },
        recentChoices: expect.any(Array),
      });
      ({ app, tray } = await startAndCheckSwitching());
    });
  }
  await app.crash();
  await expect.poll(() => findProcesses(profileDir)).toEqual([]);
});
