import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callChannel, ipcCalls } from '../../../shared/ipc/ipc-channels.ts';
import { bundleScript } from '../../../scripts/build/programs.mjs';
import { readState } from '../../support/desktop/app-state.ts';
import { expect, test, type Standby } from '../../support/desktop/fixtures.ts';

/** To reproduce a failure, use the seed of its message here. */
const seed = Date.now() % 2 ** 31;

const OWN_PAGE_MESSAGES = 9_000;
const UNTRUSTED_PAGE_MESSAGES = 1_000;

declare global {
  interface Window {
    /** In the untrusted page (untrusted-preload.cjs). */
    sendRawIpc: (channel: string, input: unknown) => Promise<string>;
  }
}

const readSettingsFile = ({ profileDir }: Standby) => readFileSync(join(profileDir, 'settings.json'), 'utf8');

test(`${OWN_PAGE_MESSAGES + UNTRUSTED_PAGE_MESSAGES} hostile IPC messages are refused, and nothing changes`, async ({
  standby,
  service,
}) => {
  test.slow();
  const { page, electron, tray } = standby;
  const before = { state: await readState(standby.page), settings: readSettingsFile(standby) };

  // From our own page, as if it were compromised.
  await page.evaluate(
    await bundleScript(fileURLToPath(new URL('../../support/desktop/hostile-page.ts', import.meta.url))),
  );
  const accepted = await page.evaluate(([from, count]) => window.sendHostile(from, count), [
    seed,
    OWN_PAGE_MESSAGES,
  ] as const);
  expect(accepted, `seed ${seed}`).toEqual([]);

  // From an untrusted page with Node, in its window and in a frame, with inputs that are valid by the IPC schema.
  const opened = electron.waitForEvent('window');
  await electron.evaluate(
    ({ BrowserWindow }, preload) => {
      const untrusted = new BrowserWindow({
        show: false,
        webPreferences: { preload, contextIsolation: false, nodeIntegrationInSubFrames: true },
      });
      // Standby denies frames. The untrusted window needs one, so the listener is removed.
      untrusted.webContents.removeAllListeners('will-frame-navigate');
      void untrusted.loadURL('data:text/html,<iframe src="data:text/html,frame"></iframe>');
    },
    fileURLToPath(new URL('../../support/desktop/untrusted-preload.cjs', import.meta.url)),
  );
  const untrusted = await opened;
  await untrusted.waitForLoadState();
  const frames = untrusted.frames();
  expect(frames).toHaveLength(2);
  const channels = [...ipcCalls.map(callChannel), 'standby:event:state', 'standby:__proto__', 'ELECTRON'];
  for (const frame of frames) {
    const outcomes = await frame.evaluate(
      async ([names, count]) => {
        const inputs = [undefined, null, 'main', { status: 'free', reason: '' }, true, []];
        const attempts = Array.from({ length: count }, (_, index) =>
          window.sendRawIpc(names[index % names.length] ?? '', inputs[index % inputs.length]),
        );
        return [...new Set(await Promise.all(attempts))];
      },
      [channels, UNTRUSTED_PAGE_MESSAGES / 2] as const,
    );
    const refused = /not from Standby's own window|No handler registered/;
    expect(outcomes.filter((outcome) => !refused.test(outcome))).toEqual([]);
  }

  expect(await readState(standby.page)).toEqual(before.state);
  expect(readSettingsFile(standby)).toBe(before.settings);
  expect(service.switches()).toEqual([]);

  // The app still works.
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
});
