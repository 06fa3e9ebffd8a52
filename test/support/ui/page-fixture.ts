/** Playwright fixture: the built renderer in Chromium with a fake of `window.standby`. */
import { test as base, expect, type Page } from '@playwright/test';
import { ipcCalls, type IpcCall } from '../../../shared/ipc/ipc-channels.ts';
import { ipcSchema, type Input } from '../../../shared/ipc/ipc-schema.ts';
import { appState, type AppState } from '../../../shared/state.ts';
import { languages } from '../texts.ts';
import { emptyDay } from './days.ts';
import { installFakeApi, type Responses } from './fake-api.ts';
import { waitForLatinFonts } from './fonts.ts';
import { ORIGIN, serveRenderer } from './serve.ts';
import { minutes, NOW, state } from './states.ts';

const defaultResponses: Omit<Responses, 'app.getState' | 'app.getTranslations'> = {
  'status.request': null,
  'status.retryNow': undefined,
  'status.cancelIntent': undefined,
  'status.undo': undefined,
  'status.dismissExternalChange': undefined,
  'status.dismissFailure': undefined,
  'status.copyReceipt': undefined,
  'status.copyFailure': undefined,
  'account.save': { outcome: 'saved', trimmed: [], invisible: [] },
  'account.check': { outcome: 'valid', status: 'free', reason: '' },
  'account.deleteKeys': { outcome: 'saved', trimmed: [], invisible: [] },
  'account.useSimulator': undefined,
  'account.leaveSimulator': undefined,
  'account.retryKeychain': undefined,
  'settings.savePreferences': null,
  'settings.setStartAtLogin': null,
  'settings.editReasons': null,
  'settings.importReasons': { outcome: 'imported' },
  'settings.exportReasons': { outcome: 'cancelled' },
  'settings.setShortcut': { outcome: 'set' },
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
  'app.copyDiagnostics': undefined,
  'app.openLogFolder': undefined,
  'app.reportError': undefined,
  'app.hideWindow': undefined,
  'app.quit': undefined,
};

type OpenOptions = { pendingCalls?: IpcCall[]; responses?: Partial<Responses> };

/** Controls the window in place of the main process: pushes states, sets responses, reads calls. */
export class Standby {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the window with this state. The clock is stopped at 10:31. */
  async open(
    initialState: AppState = state(),
    { pendingCalls = [], responses = {} }: OpenOptions = {},
  ): Promise<void> {
    const { page } = this;
    // pauseAt() accepts only times after the current one.
    await page.clock.install({ time: NOW - minutes(10) });
    await page.clock.pauseAt(NOW);
    await page.addInitScript(installFakeApi, {
      calls: ipcCalls,
      responses: {
        ...defaultResponses,
        ...responses,
        'app.getState': initialState,
        'app.getTranslations': {},
      },
      texts: Object.fromEntries(languages.all().map(({ tag }) => [tag, languages.texts(tag)])),
      pendingCalls,
    });
    await page.goto(`${ORIGIN}/index.html`);
    await waitForLatinFonts(page);
    if (!pendingCalls.includes('app.getState')) await page.getByRole('main').waitFor();
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

/**
 * A test with a window. It fails on console messages, CSP violations and foreign requests, except for
 * `expectedConsoleErrors`.
 */
export const test = base.extend<{ standby: Standby; expectedConsoleErrors: string[] }>({
  expectedConsoleErrors: [[], { option: true }],
  standby: async ({ page, expectedConsoleErrors }, use) => {
    const consoleErrors: string[] = [];
    page.on('pageerror', (error) => consoleErrors.push(String(error)));
    page.on('console', (message) => consoleErrors.push(`${message.type()}: ${message.text()}`));
    await serveRenderer(page, (url) => consoleErrors.push(`request to ${url}`));
    await use(new Standby(page));
    expect(consoleErrors).toEqual(expectedConsoleErrors);
  },
});

test.use({ viewport: { width: 380, height: 600 }, timezoneId: 'UTC' });

export { expect };
