import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT, expect, fillInAccount, KEY, test, type Standby } from '../../support/desktop/fixtures.ts';
import { takeMainHeapSnapshot, takeRendererHeapSnapshot } from '../../support/desktop/heap.ts';
import { pressKeys } from '../../support/desktop/session/keyboard.ts';
import { findFilesContaining, containsText } from '../../support/desktop/secret-search.ts';
import { openDetails } from '../../support/desktop/messages.ts';

const TOKEN = 'markerToken7standby9AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const SECRETS = Object.entries({ ...KEY, token: TOKEN });

test.use({ token: TOKEN });

/** Returns the names of the secrets that the content contains. */
const findSecretNames = (content: string | Buffer) =>
  SECRETS.filter(([, secret]) => containsText(Buffer.from(content), secret)).map(([name]) => name);

/** Records what the main process sends to the window from now on: events, and results of calls. */
async function tapMessages({ electron }: Pick<Standby, 'electron'>): Promise<() => Promise<string>> {
  await electron.evaluate(({ app, ipcMain, BrowserWindow }) => {
    const messages: string[] = [];
    Reflect.set(app, 'tappedMessages', messages);
    const recordMessage = (message: unknown) => messages.push(JSON.stringify([message]));
    const tap = (contents: Electron.WebContents) => {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...payload: unknown[]) => {
        recordMessage(payload);
        send(channel, ...payload);
      };
    };
    BrowserWindow.getAllWindows().forEach(({ webContents }) => tap(webContents));
    app.on('web-contents-created', (_event, contents) => tap(contents));
    // A private field of Electron: there is no public way to observe the results of handlers.
    const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, (...args: unknown[]) => unknown>;
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...args) => {
        const answer: unknown = await handler(...args);
        recordMessage(answer);
        return answer;
      });
    }
  });
  return () => electron.evaluate(({ app }) => (Reflect.get(app, 'tappedMessages') as string[]).join('\n'));
}

test('the key is in the keychain and nowhere else: not in a file, a message, a log, or the memory of the window', async ({
  start,
  service,
}) => {
  test.slow();
  const app = await start();
  const { tray, electron, profileDir } = app;
  const page = await app.window();
  const messages = await tapMessages(app);

  // Set-up, with a typing error and its correction.
  service.faults.nextRequests(1, {
    kind: 'error',
    code: 'AuthFailure.TokenFailure',
    message: `bad token ${TOKEN}`,
  });
  await fillInAccount(page, service.url);
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByLabel('Token').fill(TOKEN);
  // While the key is typed it must be found: this checks the search itself.
  expect(findSecretNames(await takeRendererHeapSnapshot(page))).toEqual(['secretId', 'secretKey', 'token']);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('alert')).toContainText('The temporary key has expired');
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');

  // Ordinary use: switches, errors that repeat the key, copied details.
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  const messageWithKey = `your key ${KEY.secretKey} of ${KEY.secretId} with ${TOKEN} is refused`;
  service.faults.nextRequests(1, {
    kind: 'error',
    code: 'AuthFailure.SignatureFailure',
    message: messageWithKey,
  });
  await tray.click('Free');
  await expect(await openDetails(page)).toContainText('••••');
  const copied: string[] = [];
  const copyCalls = [
    () => window.standby.status.copyFailure(),
    () => window.standby.status.copyReceipt(),
    () => window.standby.app.copyDiagnostics(),
  ];
  for (const copy of copyCalls) {
    await page.evaluate(copy);
    copied.push(await electron.evaluate(({ clipboard }) => clipboard.readText()));
  }
  expect(copied.every((text) => text.length > 100)).toBe(true);
  expect(findSecretNames(copied.join('\n'))).toEqual([]);
  await pressKeys('ctrl+shift+F11');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy'));

  expect(findSecretNames(await takeRendererHeapSnapshot(page))).toEqual([]);
  // While a request is signed and sent, the key is in memory: the reading after the switch may be under way.
  const searchMainHeap = async () => {
    const heap = await takeMainHeapSnapshot(app);
    return { agent: heap.includes(AGENT), secrets: findSecretNames(heap) };
  };
  await expect.poll(searchMainHeap, { timeout: 60_000 }).toEqual({ agent: true, secrets: [] });

  // The page crashes, and errors that contain the key reach the log.
  const replaced = electron.waitForEvent('window');
  await electron.evaluate(({ BrowserWindow }, text) => {
    setImmediate(() => {
      throw new Error(text);
    });
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  }, messageWithKey);
  const next = await replaced;
  await expect(next.getByRole('heading', { level: 1 })).toHaveText('Busy');
  expect(findSecretNames(await takeRendererHeapSnapshot(next))).toEqual([]);

  expect(findSecretNames(await messages())).toEqual([]);
  await app.close();
  expect(findSecretNames(await app.output())).toEqual([]);
  for (const [name, secret] of SECRETS)
    expect([name, findFilesContaining(profileDir, secret)]).toEqual([name, []]);
  expect(readFileSync(join(profileDir, 'logs/standby.log'), 'utf8')).toContain('••••');
  expect(service.agent(AGENT)?.status).toBe('notReady');
});
