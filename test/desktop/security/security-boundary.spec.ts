/** Tests what a compromised page can reach in the real window: only the preload API, whose calls are checked. */
import { ipcCalls } from '../../../shared/ipc/ipc-channels.ts';
import { readState } from '../../support/desktop/app-state.ts';
import { expect, test } from '../../support/desktop/fixtures.ts';

test('a compromised page reaches the preload API only, and its calls are checked', async ({
  standby,
  service,
}) => {
  const { electron, page } = standby;
  await test.step('the page has no Node, no network, and an origin of its own', async () => {
    expect(await page.evaluate(() => location.origin)).toBe('app://standby');
    const found = await page.evaluate(async () => ({
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
      request: await fetch('https://example.com/').then(
        () => 'sent',
        () => 'refused',
      ),
      own: await fetch('app://standby/main.js').then(
        () => 'sent',
        () => 'refused',
      ),
      opened: window.open('https://example.com/'),
    }));
    expect(found).toEqual({ node: [], request: 'refused', own: 'refused', opened: null });
  });

  await test.step('the preload API has the functions of the IPC schema, and nothing else', async () => {
    const found = await standby.page.evaluate(() => ({
      types: Object.entries(window.standby).flatMap(([domain, methods]) =>
        typeof methods === 'function'
          ? [`${domain}: function`]
          : Object.entries(methods).map(([method, value]) => `${domain}.${method}: ${typeof value}`),
      ),
      // on() returns a function that unsubscribes. The listener gets the state only, not the event, which contains the sender.
      stop: typeof window.standby.on('state', () => {}),
    }));
    expect(found.types.sort()).toEqual([...ipcCalls, 'on'].map((name) => `${name}: function`).sort());
    expect(found.stop).toBe('function');
  });

  await test.step('calls that violate the IPC schema are refused, and nothing changes', async () => {
    const before = await readState(page);
    const outcomes = await page.evaluate(async () => {
      // The real function, called without its types.
      const requestStatus = (input: unknown): Promise<unknown> =>
        Promise.resolve(Reflect.apply(window.standby.status.request, undefined, [input]));
      const hostile = [
        undefined,
        null,
        'rest',
        { status: 'busy', reason: '' },
        { status: 'rest' },
        { status: 'rest', reason: 7 },
        { status: 'rest', reason: ['Lunch'] },
        { __proto__: { status: 'rest', reason: '' } },
      ];
      const attempts = hostile.map((input) =>
        requestStatus(input).then(
          () => 'taken',
          (error: unknown) => (String(error).includes('refused') ? 'refused' : String(error)),
        ),
      );
      return Promise.all(attempts);
    });
    expect(new Set(outcomes)).toEqual(new Set(['refused']));
    expect(await readState(page)).toEqual(before);
    expect(service.switches()).toEqual([]);
  });

  await test.step('IPC calls from a second window are refused, even at our own address', async () => {
    const preload = await electron.evaluate(({ app }) => `${app.getAppPath()}/dist/preload/index.cjs`);
    const opened = electron.waitForEvent('window');
    await electron.evaluate(({ BrowserWindow }, script) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload: script, partition: 'standby-window' },
      });
      void other.loadURL('app://standby/index.html');
    }, preload);
    const other = await opened;
    const answer = await other.evaluate(() =>
      window.standby.status.request({ status: 'rest', reason: '', minutes: null }).then(
        () => 'taken',
        (error: unknown) => String(error),
      ),
    );
    expect(answer).toContain("not from Standby's own window");
    expect(service.switches()).toEqual([]);
  });
});

test('the page’s session refuses every request except for the app’s own files, whatever the policy says', async ({
  standby,
  service,
}) => {
  const { electron, page } = standby;
  // A page of the same session without our content security policy, in case that fails.
  const opened = electron.waitForEvent('window');
  await electron.evaluate(({ BrowserWindow, session }) => {
    const other = new BrowserWindow({ show: false, webPreferences: { partition: 'standby-window' } });
    session.fromPartition('standby-window').webRequest.onHeadersReceived(({ responseHeaders }, answer) => {
      answer({ responseHeaders: { ...responseHeaders, 'content-security-policy': [] } });
    });
    void other.loadURL('app://standby/index.html');
  });
  const other = await opened;
  const outcomes = await other.evaluate(async (address) => {
    const request = (url: string) =>
      fetch(url, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      );
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
    return Promise.all([request(address), request('https://example.com/'), request('file:///etc/passwd')]);
  }, service.url);
  expect(outcomes).toEqual(['refused', 'refused', 'refused']);

  const permissions = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
    ] as PermissionName[];
    const states = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return states.map(({ state }) => state);
  });
  expect(new Set(permissions)).toEqual(new Set(['denied']));
});

test('the page cannot open another address, window, frame or webview', async ({ standby }) => {
  const { electron, tray } = standby;
  /** Evaluates in the page without Playwright, which waits for a refused navigation as if it were in progress. */
  const inPage = (script: string): Promise<unknown> =>
    electron.evaluate(
      ({ BrowserWindow }, code): Promise<unknown> | undefined =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code, true),
      script,
    );
  await inPage(`
    window.open('https://example.com/');
    window.open('app://standby/index.html');
    const add = (name, properties) => {
      const element = Object.assign(document.createElement(name), properties);
      document.body.append(element);
      return element;
    };
    add('iframe', { src: 'https://example.com/' });
    add('webview', { src: 'https://example.com/' });
    add('a', { href: 'https://example.com/', target: '_blank' }).click();
    add('a', { href: 'https://example.com/' }).click();
    null;
  `);
  await inPage("location.href = 'file:///etc/passwd'; null;");
  await inPage("location.assign('https://example.com/'); null;");
  // By the time of the next switch, everything before it has finished.
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(await inPage("document.querySelector('h1').textContent")).toBe('Rest');
  const pages = await electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  );
  expect(pages).toEqual(['app://standby/index.html']);
});
