import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { invocationChannel, invocationNames } from '../../preload/contract/channels.ts';
import { appState } from '../../preload/contract/state.ts';
import { expect, test, type Standby } from '../support/desktop/fixtures.ts';

/** To repeat a failure, put the seed of its message here. */
const seed = Date.now() % 2 ** 31;

const FROM_OUR_PAGE = 9_000;
const FROM_STRANGERS = 1_000;

declare global {
  interface Window {
    /** Of the stranger's page. */
    knock: (channel: string, input: unknown) => Promise<string>;
  }
}

const stateOf = async ({ page }: Standby) =>
  appState.parse(await page.evaluate(() => window.standby.getState()));
const settingsOf = ({ profileDir }: Standby) => readFileSync(join(profileDir, 'settings.json'), 'utf8');

test(`${FROM_OUR_PAGE + FROM_STRANGERS} hostile messages: each is refused, and nothing changes`, async ({
  standby,
  service,
}) => {
  test.slow();
  const { page, electron, tray } = standby;
  const before = { state: await stateOf(standby), settings: settingsOf(standby) };

  // From our own page, as if it had been taken over.
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../support/desktop/hostile-page.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    write: false,
  });
  await page.evaluate(outputFiles[0]?.text ?? '');
  const taken = await page.evaluate(([from, count]) => window.sendHostile(from, count), [
    seed,
    FROM_OUR_PAGE,
  ] as const);
  expect(taken, `seed ${seed}`).toEqual([]);

  // From a stranger that has Node, in a window and in a frame of its own, with what the contract would even take.
  const opened = electron.waitForEvent('window');
  await electron.evaluate(
    ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload, contextIsolation: false, nodeIntegrationInSubFrames: true },
      });
      // Ours may have no frames at all; of a stranger's nobody knows.
      stranger.webContents.removeAllListeners('will-frame-navigate');
      void stranger.loadURL('data:text/html,<iframe src="data:text/html,frame"></iframe>');
    },
    fileURLToPath(new URL('../support/desktop/stranger-preload.cjs', import.meta.url)),
  );
  const stranger = await opened;
  await stranger.waitForLoadState();
  const frames = stranger.frames();
  expect(frames).toHaveLength(2);
  const channels = [
    ...invocationNames.map(invocationChannel),
    'standby:event:state',
    'standby:__proto__',
    'ELECTRON',
  ];
  for (const frame of frames) {
    const outcomes = await frame.evaluate(
      async ([names, count]) => {
        const inputs = [undefined, null, 'main', { status: 'free', reason: '' }, true, []];
        const attempts = Array.from({ length: count }, (_, index) =>
          window.knock(names[index % names.length] ?? '', inputs[index % inputs.length]),
        );
        return [...new Set(await Promise.all(attempts))];
      },
      [channels, FROM_STRANGERS / 2] as const,
    );
    const refused = /not from Standby's own window|No handler registered/;
    expect(outcomes.filter((outcome) => !refused.test(outcome))).toEqual([]);
  }

  expect(await stateOf(standby)).toEqual(before.state);
  expect(settingsOf(standby)).toBe(before.settings);
  expect(service.switches()).toEqual([]);

  // It is not only alive.
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
});
