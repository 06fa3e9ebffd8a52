import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settingsSchema, type Settings } from '../../main/settings/schema.ts';
import { startBare, type BareApp } from '../support/desktop/app.ts';
import { AGENT, expect, test } from '../support/desktop/fixtures.ts';
import { processesWith } from '../support/desktop/processes.ts';
import { randomFrom } from '../support/random.ts';
import type { TrayItem } from '../support/desktop/tray-item.ts';

const CRASHES = 50;

/** To repeat a failure, put the seed of its message here. */
const seed = Date.now() % 2 ** 32;

/** What the app is killed in, and for how long that may go on: enough to reach its end, and a little beyond. */
const moments = [
  { during: 'start-up', lastsMs: 500 },
  { during: 'a switch', lastsMs: 350 },
  { during: 'saving what was switched to', lastsMs: 20 },
  { during: 'idleness', lastsMs: 150 },
] as const;

const reasons = ['Lunch', 'Short break', 'Personal'];

/** @throws ZodError or SyntaxError where they are not whole */
function settingsIn(profileDir: string): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(join(profileDir, 'settings.json'), 'utf8')));
}

/** The machine may be busy: what is proved here is that it comes, not when. */
const patiently = { timeoutMs: 30_000 };

const untilShown = (tray: TrayItem, phrase: string) =>
  tray.waitFor(({ toolTip }) => toolTip.startsWith(`${phrase}, `), patiently);

test(`killed at ${CRASHES} random moments: every next start works, and the settings are whole`, async ({
  standby,
  host,
  service,
}) => {
  test.setTimeout(600_000);
  const { profileDir } = standby;
  await standby.close();
  const settings = settingsIn(profileDir);
  const random = randomFrom(seed);

  /** Starts it, and proves that it shows the truth and can change it. */
  async function startAndUse(): Promise<{ app: BareApp; tray: TrayItem }> {
    const app = await startBare(profileDir);
    const tray = await host.nextItem({ of: app.pid, ...patiently });
    const { toolTip } = await tray.waitFor((seen) => /, since \d\d:\d\d$/.test(seen.toolTip), patiently);
    const { status, reason } = service.agent(AGENT) ?? {};
    expect(toolTip.replace(/ \d\d:\d\d$/, '')).toBe(
      status === 'rest' ? `Rest · ${reason}, since` : 'Free, since',
    );
    await tray.click('Free');
    await untilShown(tray, 'Free');
    return { app, tray };
  }

  let { app, tray } = await startAndUse();
  for (let crash = 1; crash <= CRASHES; crash += 1) {
    const { during, lastsMs } = moments[crash % moments.length] ?? moments[0];
    const afterMs = Math.floor(random() * lastsMs);
    const reason = reasons[crash % reasons.length] ?? '';
    await test.step(`crash ${crash}, ${afterMs} ms into ${during} (seed ${seed})`, async () => {
      switch (during) {
        case 'start-up':
          await app.crash();
          app = await startBare(profileDir);
          break;
        case 'a switch':
          await tray.click('Rest', reason);
          break;
        case 'saving what was switched to':
          await tray.click('Rest', reason);
          await untilShown(tray, `Rest · ${reason}`);
          break;
        case 'idleness':
      }
      await sleep(afterMs);
      await app.crash();
      expect(settingsIn(profileDir)).toEqual({
        ...settings,
        lastAway: { status: 'rest', reason: expect.any(String) },
      });
      ({ app, tray } = await startAndUse());
    });
  }
  await app.crash();
  await expect.poll(() => processesWith(profileDir)).toEqual([]);
});
