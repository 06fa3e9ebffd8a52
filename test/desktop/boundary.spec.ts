import { invocationNames } from '../../preload/contract/channels.ts';
import { expect, test } from '../support/desktop/fixtures.ts';

/** What a page that was taken over would try, in the real window: the bridge is all there is, and it is checked. */
test('the page has no Node, no network, and an address of its own', async ({ standby }) => {
  const { page } = standby;
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

test('what is not of the contract’s shape is refused, and nothing changes', async ({ standby, service }) => {
  const { page } = standby;
  const before = await page.evaluate(() => window.standby.getState());
  const outcomes = await page.evaluate(async () => {
    // The page has the real function, and no types to keep it from anything.
    const choose = (input: unknown): Promise<unknown> =>
      Promise.resolve(Reflect.apply(window.standby.choose, undefined, [input]));
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
      choose(input).then(
        () => 'taken',
        (error: unknown) => (String(error).includes('refused') ? 'refused' : String(error)),
      ),
    );
    return Promise.all(attempts);
  });
  expect(new Set(outcomes)).toEqual(new Set(['refused']));
  expect(await page.evaluate(() => window.standby.getState())).toEqual(before);
  expect(service.switches()).toEqual([]);
});

test('a second window, even at our own address, is not listened to', async ({ standby, service }) => {
  const { electron } = standby;
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
    window.standby.choose({ status: 'rest', reason: '' }).then(
      () => 'taken',
      (error: unknown) => String(error),
    ),
  );
  expect(answer).toContain("not from Standby's own window");
  expect(service.switches()).toEqual([]);
});

test('the page’s session refuses every request but for the app’s own files, whatever the policy says', async ({
  standby,
  service,
}) => {
  const { electron, page } = standby;
  // A page of the same session without the policy of ours: what would be left if that failed.
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

test('nothing leads out of the page: no other address, window, frame or webview', async ({ standby }) => {
  const { electron, tray } = standby;
  /** In the page, past Playwright, which waits for a navigation that is refused as if it were on its way. */
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
  // Whatever was under way is over by the time of the next switch.
  await tray.click('Rest', 'Lunch');
  await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
  expect(await inPage("document.querySelector('h1').textContent")).toBe('Rest');
  const pages = await electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  );
  expect(pages).toEqual(['app://standby/index.html']);
});

test('the bridge is functions of the contract, and nothing else', async ({ standby }) => {
  const found = await standby.page.evaluate(() => ({
    kinds: [...new Set(Object.values(window.standby).map((value) => typeof value))],
    names: Object.keys(window.standby).sort(),
    // Listening gives a way to stop, and the listener gets the state alone: no event that carries a sender.
    stop: typeof window.standby.on('state', () => {}),
  }));
  expect(found).toEqual({ kinds: ['function'], names: [...invocationNames, 'on'].sort(), stop: 'function' });
});
