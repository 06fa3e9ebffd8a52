/** The window under test: the built page in Chromium, with a main process that the test plays. */
import { test as base, expect, type Page } from '@playwright/test';
import { invocationNames, type Invocation } from '../../../preload/contract/channels.ts';
import { invocations, type Input } from '../../../preload/contract/index.ts';
import { appState, type AppState } from '../../../preload/contract/state.ts';
import { languages } from '../texts.ts';
import { emptyDay } from './days.ts';
import { installFakeBridge, type Answers } from './fake-bridge.ts';
import { latinLettersLoaded } from './fonts.ts';
import { ORIGIN, serveRenderer } from './serve.ts';
import { minutes, NOW, state } from './states.ts';

const quietAnswers: Omit<Answers, 'getState' | 'getTexts'> = {
  choose: null,
  tryAgain: undefined,
  giveUp: undefined,
  undo: undefined,
  dismissDrift: undefined,
  copyReceipt: undefined,
  dismissFailure: undefined,
  copyFailure: undefined,
  planReturn: undefined,
  extendReturn: undefined,
  imBack: undefined,
  resumeAutomation: undefined,
  savePreferences: null,
  readDay: emptyDay,
  verifyLog: { outcome: 'intact', lines: 0 },
  exportDay: { outcome: 'cancelled' },
  saveAccount: { outcome: 'saved', trimmed: [], invisible: [] },
  checkAccount: { outcome: 'right', status: 'free', reason: '' },
  editReasons: null,
  importReasons: { outcome: 'imported' },
  exportReasons: { outcome: 'cancelled' },
  setShortcut: { outcome: 'set' },
  recordShortcut: undefined,
  testShortcut: undefined,
  setStartAtLogin: null,
  undoSettings: undefined,
  copyDiagnostics: undefined,
  openLogFolder: undefined,
  deleteKeys: { outcome: 'saved', trimmed: [], invisible: [] },
  useSimulator: undefined,
  leaveSimulator: undefined,
  retryKeychain: undefined,
  showPage: undefined,
  dismissNotice: undefined,
  reportTrouble: undefined,
  hideWindow: undefined,
  quit: undefined,
};

type OpenOptions = { held?: Invocation[]; answers?: Partial<Answers> };

/** The test's hands on the window: what the main process would send, answer and hear. */
export class Standby {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the window on this state, at 10:31. */
  async open(first: AppState = state(), { held = [], answers = {} }: OpenOptions = {}): Promise<void> {
    const { page } = this;
    // A clock can only be stopped ahead of where it is.
    await page.clock.install({ time: NOW - minutes(10) });
    await page.clock.pauseAt(NOW);
    await page.addInitScript(installFakeBridge, {
      names: invocationNames,
      answers: { ...quietAnswers, ...answers, getState: first, getTexts: {} },
      texts: Object.fromEntries(languages.all().map(({ tag }) => [tag, languages.texts(tag)])),
      held,
    });
    await page.goto(`${ORIGIN}/index.html`);
    await latinLettersLoaded(page);
    if (!held.includes('getState')) await page.getByRole('main').waitFor();
  }

  /** Sends a state, as the main process does after every change. */
  async push(next: AppState): Promise<void> {
    await this.page.evaluate((pushed) => window.fakeMain.push(pushed), appState.parse(next));
  }

  /** What the next calls of one invocation get for an answer; it has to be one that the contract allows. */
  async answer<Name extends Invocation>(name: Name, answer: Answers[Name]): Promise<void> {
    const parsed: unknown = invocations[name].output.parse(answer);
    await this.page.evaluate(([key, value]) => Object.assign(window.fakeMain.answers, { [key]: value }), [
      name,
      parsed,
    ] as const);
  }

  async release(name: Invocation): Promise<void> {
    await this.page.evaluate((held) => window.fakeMain.release(held), name);
  }

  /** What was sent by one invocation so far; the contract has to allow it. */
  async calls<Name extends Invocation>(name: Name): Promise<Input<Name>[]> {
    const calls = await this.page.evaluate(() => window.fakeMain.calls);
    return calls
      .filter((call) => call.name === name)
      .map((call) => invocations[name].input.parse(call.input) as Input<Name>);
  }
}

/**
 * A test with a window, which must stay silent: no error, no policy violation, no request to anywhere; but for the
 * complaints that a test is about.
 */
export const test = base.extend<{ standby: Standby; expectedComplaints: string[] }>({
  expectedComplaints: [[], { option: true }],
  standby: async ({ page, expectedComplaints }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    await serveRenderer(page, (url) => complaints.push(`request to ${url}`));
    await use(new Standby(page));
    expect(complaints).toEqual(expectedComplaints);
  },
});

test.use({ viewport: { width: 380, height: 600 }, timezoneId: 'UTC' });

export { expect };
