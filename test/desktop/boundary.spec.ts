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
    const other = new BrowserWindow({ show: false, webPreferences: { preload: script } });
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
