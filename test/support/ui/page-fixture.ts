/** Playwright fixture: the built renderer in Chromium with a fake of `window.standby`. */
import { test as base, expect, type ConsoleMessage, type Page, type Request } from '@playwright/test';
import type { IpcCall } from '../../../shared/ipc/ipc-channels.ts';
import { ipcSchema, type Input } from '../../../shared/ipc/ipc-schema.ts';
import { appState, type AppState } from '../../../shared/state.ts';
import { emptyDay } from './days.ts';
import type { FakeSetup, Responses } from './fake-api.ts';
import { LATIN_FONTS } from './fonts.ts';
import { ReusedPage, type ClockMode } from './reused-page.ts';
import { serveRenderer, type RendererServer } from './serve.ts';
import { state } from './states.ts';

const defaultResponses: Omit<Responses, 'app.getState' | 'app.getTranslations'> = {
  'status.request': null,
  'status.retryNow': undefined,
  'status.checkNow': undefined,
  'status.cancelIntent': undefined,
  'status.undo': undefined,
  'status.dismissExternalChange': undefined,
  'status.dismissFailure': undefined,
  'status.copyReceipt': undefined,
  'status.copyFailure': undefined,
  'account.save': { outcome: 'saved', trimmed: [], invisible: [] },
  'account.check': { outcome: 'valid', status: 'free', reason: '' },
  'account.readSetup': { outcome: 'refused', error: 'notSetup' },
  'account.copySetup': undefined,
  'account.deleteKeys': { outcome: 'saved', trimmed: [], invisible: [] },
  'account.useSimulator': undefined,
  'account.leaveSimulator': undefined,
  'account.retryKeychain': undefined,
  'account.signIn': undefined,
  'account.signInByDeviceCode': undefined,
  'account.cancelSignIn': undefined,
  'account.copyUserCode': undefined,
  'account.signOut': { outcome: 'saved', trimmed: [], invisible: [] },
  'settings.savePreferences': null,
  'settings.setStartAtLogin': null,
  'settings.editReasons': null,
  'settings.importReasons': { outcome: 'imported' },
  'settings.exportReasons': { outcome: 'cancelled' },
  'settings.setShortcut': { outcome: 'set' },
  'settings.addChoiceShortcut': { outcome: 'added', id: 'choice-1' },
  'settings.removeChoiceShortcut': undefined,
  'settings.recordShortcut': undefined,
  'settings.testShortcut': undefined,
  'settings.undo': undefined,
  'activity.planReturn': undefined,
  'activity.extendReturn': undefined,
  'activity.confirmReturn': undefined,
  'activity.resumeAutomation': undefined,
  'activity.readDay': emptyDay,
  'activity.exportDay': { outcome: 'cancelled' },
  'app.navigate': undefined,
  'app.dismissNotice': undefined,
  'app.hideHint': undefined,
  'app.showHints': undefined,
  'app.copyDiagnostics': undefined,
  'app.openLogFolder': undefined,
  'app.reportError': undefined,
  'app.hideWindow': undefined,
  'app.quit': undefined,
};

type OpenOptions = { pendingCalls?: IpcCall[]; responses?: Partial<Responses> };

/** Waits for the Latin fonts and, if there will be one, for the view. In one call: a call costs more than what it does. */
async function waitForWindow(page: Page, hasView: boolean): Promise<void> {
  await page.evaluate(
    async ([fonts, waitsForView]) => {
      // They are loaded on first use, and a later load would change line breaks during a test.
      await Promise.all(fonts.map((name) => document.fonts.load(`11px "${name}"`)));
      // The view of the error boundary has another role.
      const hasNoView = () => (document.querySelector('main:not([role])')?.clientHeight ?? 0) === 0;
      while (waitsForView && hasNoView()) {
        await new Promise<void>((resolve) => {
          new MutationObserver((_changes, observer) => {
            observer.disconnect();
            resolve();
          }).observe(document, { attributes: true, childList: true, subtree: true });
        });
      }
    },
    [LATIN_FONTS, hasView] as const,
  );
}

/** Controls the window in place of the main process: pushes states, sets responses, reads calls. */
export class Standby {
  readonly page: Page;
  readonly #origin: string;
  readonly #initScripts: AsyncDisposable[] = [];

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
  }

  /** Opens the window with this state, at 10:31. */
  async open(
    initialState: AppState = state(),
    { pendingCalls = [], responses = {} }: OpenOptions = {},
  ): Promise<void> {
    const { page } = this;
    const setup: FakeSetup = {
      responses: {
        ...defaultResponses,
        ...responses,
        'app.getState': initialState,
        'app.getTranslations': {},
      },
      pendingCalls,
    };
    this.#initScripts.push(
      await page.context().addInitScript((fakeSetup) => Object.assign(window, { fakeSetup }), setup),
    );
    await page.goto(`${this.#origin}/index.html`);
    await waitForWindow(page, !pendingCalls.includes('app.getState'));
  }

  /** The next document of the page is not a window of this test. */
  async close(): Promise<void> {
    for (const script of this.#initScripts) await script[Symbol.asyncDispose]();
  }

  /** Pushes a state, as the main process does after every change. */
  async push(next: AppState): Promise<void> {
    await this.page.evaluate((pushed) => window.fakeMain.push(pushed), appState.parse(next));
  }

  /** Sets the result of the next calls of one name. It is parsed by the schema of the call. */
  async respond<Call extends IpcCall>(call: Call, response: Responses[Call]): Promise<void> {
    const parsed: unknown = ipcSchema[call].output.parse(response);
    await this.page.evaluate(([key, value]) => Object.assign(window.fakeMain.responses, { [key]: value }), [
      call,
      parsed,
    ] as const);
  }

  /** Resolves the pending calls of one name. */
  async release(call: IpcCall): Promise<void> {
    await this.page.evaluate((name) => window.fakeMain.release(name), call);
  }

  /** The arguments of all calls of one name so far. Each is parsed by the schema of the call. */
  async calls<Call extends IpcCall>(call: Call): Promise<Input<Call>[]> {
    const calls = await this.page.evaluate(() => window.fakeMain.calls);
    return calls
      .filter(({ name }) => name === call)
      .map(({ input }) => ipcSchema[call].input.parse(input) as Input<Call>);
  }
}

type TestFixtures = { standby: Standby; expectedConsoleErrors: string[]; clock: ClockMode };
type WorkerFixtures = { reusedPage: ReusedPage; server: RendererServer };

/**
 * A test with a window. It fails on console messages, CSP violations and foreign requests, except for
 * `expectedConsoleErrors`.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  expectedConsoleErrors: [[], { option: true }],
  clock: ['stopped', { option: true }],
  // Here and not by test.use(), which would apply to the first file that imports this one, and to no other.
  viewport: { width: 380, height: 600 },
  timezoneId: 'UTC',
  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serveRenderer();
      await use(server);
      server.close();
    },
    { scope: 'worker' },
  ],
  reusedPage: [
    async ({ browser }, use) => {
      const reusedPage = new ReusedPage(browser);
      await use(reusedPage);
      await reusedPage.discard();
    },
    { scope: 'worker' },
  ],
  page: async (
    { reusedPage, clock, contextOptions, viewport, colorScheme, reducedMotion },
    use,
    testInfo,
  ) => {
    const page = await reusedPage.take({ clock, contextOptions }, { viewport, colorScheme, reducedMotion });
    await use(page);
    // Playwright describes the page of a failed test while it is being closed.
    const hasPassed = testInfo.status === testInfo.expectedStatus;
    await (hasPassed ? reusedPage.release() : reusedPage.discard());
  },
  standby: async ({ page, server, expectedConsoleErrors }, use) => {
    const consoleErrors: string[] = [];
    const onPageError = (error: Error) => consoleErrors.push(String(error));
    const onConsole = (message: ConsoleMessage) => consoleErrors.push(`${message.type()}: ${message.text()}`);
    const onRequest = (request: Request) => {
      if (!request.url().startsWith(`${server.origin}/`)) consoleErrors.push(`request to ${request.url()}`);
    };
    // Until this test opens the window, the page shows that of the test before.
    const onOpened = () => void page.on('pageerror', onPageError).on('console', onConsole);
    page.once('framenavigated', onOpened).on('request', onRequest);
    const standby = new Standby(page, server.origin);
    await use(standby);
    page
      .off('framenavigated', onOpened)
      .off('pageerror', onPageError)
      .off('console', onConsole)
      .off('request', onRequest);
    await standby.close();
    expect(consoleErrors).toEqual(expectedConsoleErrors);
  },
});

export { expect };
