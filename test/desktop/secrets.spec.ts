import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { AGENT, expect, fillInAccount, KEY, test, type Standby } from '../support/desktop/fixtures.ts';
import { pressKeys } from '../support/desktop/keyboard.ts';
import { filesHolding, holds } from '../support/desktop/search.ts';

const TOKEN = 'markerToken7standby9AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const SECRETS = Object.entries({ ...KEY, token: TOKEN });

test.use({ token: TOKEN });

/** The names of the secrets that some content holds. */
const found = (content: string | Buffer) =>
  SECRETS.filter(([, secret]) => holds(Buffer.from(content), secret)).map(([name]) => name);

/** Writes down what the main process sends to the window from now on: events, and answers to what it is asked. */
async function tapMessages({ electron }: Pick<Standby, 'electron'>): Promise<() => Promise<string>> {
  await electron.evaluate(({ app, ipcMain, BrowserWindow }) => {
    const messages: string[] = [];
    Reflect.set(app, 'tappedMessages', messages);
    const note = (message: unknown) => messages.push(JSON.stringify([message]));
    const tap = (contents: Electron.WebContents) => {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...payload: unknown[]) => {
        note(payload);
        send(channel, ...payload);
      };
    };
    BrowserWindow.getAllWindows().forEach(({ webContents }) => tap(webContents));
    app.on('web-contents-created', (_event, contents) => tap(contents));
    // Electron keeps the handlers here; there is no public way to what they answer.
    const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, (...args: unknown[]) => unknown>;
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...args) => {
        const answer: unknown = await handler(...args);
        note(answer);
        return answer;
      });
    }
  });
  return () => electron.evaluate(({ app }) => (Reflect.get(app, 'tappedMessages') as string[]).join('\n'));
}

/** Everything that the page's JavaScript can still reach. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** Everything that the main process's JavaScript can still reach. */
async function heapOfMain({
  electron,
  profileDir,
}: Pick<Standby, 'electron' | 'profileDir'>): Promise<Buffer> {
  const file = join(profileDir, '..', 'main.heapsnapshot');
  await electron.evaluate((_electron, path) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(path);
  }, file);
  return readFileSync(file);
}

test('the key is in the keychain, and nowhere else: not in a file, a message, a log, or the memory of the window', async ({
  start,
  service,
}) => {
  test.slow();
  const app = await start();
  const { tray, electron, profileDir } = app;
  const page = await app.window();
  const messages = await tapMessages(app);

  // Set up, with a mistake and a correction.
  service.faults.nextRequests(1, {
    kind: 'error',
    code: 'AuthFailure.TokenFailure',
    message: `bad token ${TOKEN}`,
  });
  await fillInAccount(page, service.url);
  await page.getByLabel('Token').fill(TOKEN);
  // While it is being typed it has to be there: so this is how it would be found.
  expect(found(await heapOf(page))).toEqual(['secretId', 'secretKey', 'token']);
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('alert')).toContainText('The temporary key has expired');
  await page.getByRole('button', { name: 'Check and finish' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Free');

  // A day with everything in it: switches, errors that repeat the key, what can be copied.
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  const echo = `your key ${KEY.secretKey} of ${KEY.secretId} with ${TOKEN} is refused`;
  service.faults.nextRequests(1, { kind: 'error', code: 'AuthFailure.SignatureFailure', message: echo });
  await tray.click('Free');
  await expect(page.getByRole('alert')).toContainText('••••');
  const copied: string[] = [];
  for (const copy of ['copyFailure', 'copyReceipt', 'copyDiagnostics'] as const) {
    await page.evaluate((name) => window.standby[name](), copy);
    copied.push(await electron.evaluate(({ clipboard }) => clipboard.readText()));
  }
  expect(copied.every((text) => text.length > 100)).toBe(true);
  expect(found(copied.join('\n'))).toEqual([]);
  await pressKeys('ctrl+shift+F11');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Busy'));

  expect(found(await heapOf(page))).toEqual([]);
  const mainHeap = await heapOfMain(app);
  expect(mainHeap.includes(AGENT)).toBe(true);
  expect(found(mainHeap)).toEqual([]);

  // The page crashes, and errors with the key in them reach the log.
  const replaced = electron.waitForEvent('window');
  await electron.evaluate(({ BrowserWindow }, text) => {
    setImmediate(() => {
      throw new Error(text);
    });
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  }, echo);
  const next = await replaced;
  await expect(next.getByRole('heading', { level: 1 })).toHaveText('Busy');
  expect(found(await heapOf(next))).toEqual([]);

  expect(found(await messages())).toEqual([]);
  await app.close();
  expect(found(await app.output())).toEqual([]);
  for (const [name, secret] of SECRETS) expect([name, filesHolding(profileDir, secret)]).toEqual([name, []]);
  expect(readFileSync(join(profileDir, 'logs/standby.log'), 'utf8')).toContain('••••');
  expect(service.agent(AGENT)?.status).toBe('notReady');
});
