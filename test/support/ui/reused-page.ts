/**
 * One page for many tests. Opening the window where it has been open before takes half the CPU time: the process runs,
 * the scripts are compiled and the fonts are loaded. Each test still gets a new document, so no state of the window is left.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Browser, BrowserContextOptions, Page, PlaywrightTestOptions } from '@playwright/test';
import { minutes, NOW } from './states.ts';

/** `stopped`: only the test moves the time. `fixed`: the time is always the same, but timers run. Both show 10:31. */
export type ClockMode = 'stopped' | 'fixed';

/** What a page is created with, and cannot change later. */
type PageKind = { clock: ClockMode; contextOptions: BrowserContextOptions };

/** What a page can change. */
type Appearance = Pick<PlaywrightTestOptions, 'viewport' | 'colorScheme'> &
  Pick<BrowserContextOptions, 'reducedMotion'>;

export class ReusedPage {
  readonly #browser: Browser;
  #page: Page | null = null;
  #kind = '';
  #media: Omit<Appearance, 'viewport'> | null = null;
  #isUsedUp = false;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Returns a page as new. Call {@link release} when the test has passed, and {@link discard} when it has not. */
  async take(kind: PageKind, { viewport, ...media }: Appearance): Promise<Page> {
    const wanted = JSON.stringify(kind);
    if (this.#page !== null && this.#kind !== wanted) await this.discard();
    this.#kind = wanted;
    const page = (this.#page ??= await this.#create(kind));
    // Each of them draws the page anew, even if nothing changes.
    if (viewport !== null && !isDeepStrictEqual(page.viewportSize(), viewport))
      await page.setViewportSize(viewport);
    if (!isDeepStrictEqual(this.#media, media)) await page.emulateMedia(media);
    this.#media = media;
    return page;
  }

  /** Removes what the test has left on the page, or the page if that cannot be done. */
  async release(): Promise<void> {
    if (this.#isUsedUp) return this.discard();
    const page = this.#page;
    if (page === null) return;
    const stored = await page.evaluate(() =>
      origin === 'null'
        ? []
        : [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie, window.name],
    );
    if (stored.join('') !== '')
      throw new Error(`the window stores for the next test: ${stored.filter(Boolean).join(', ')}`);
    await page.unrouteAll();
    // As on a new page, the pointer is nowhere.
    await page.mouse.move(-1, -1);
  }

  async discard(): Promise<void> {
    const page = this.#page;
    this.#page = null;
    this.#media = null;
    this.#isUsedUp = false;
    await page?.context().close();
  }

  async #create({ clock }: PageKind): Promise<Page> {
    // A context that a test creates has the options of the test.
    const context = await this.#browser.newContext();
    const page = await context.newPage();
    // pauseAt() accepts only times after the current one.
    await context.clock.install({ time: NOW - minutes(10) });
    if (clock === 'stopped') await context.clock.pauseAt(NOW);
    else await context.clock.setFixedTime(NOW);
    const onCall = () => (this.#isUsedUp = true);
    // Playwright repeats in each later document what was done to the clock, and a key stays pressed.
    const moves = ['fastForward', 'install', 'pauseAt', 'resume', 'runFor', 'setFixedTime', 'setSystemTime'];
    watchCalls(context.clock, onCall, moves);
    watchCalls(page, () => (this.#media = null), ['emulateMedia']);
    watchCalls(page.keyboard, onCall, ['down']);
    watchCalls(page.mouse, onCall, ['down']);
    watchCalls(page, onCall, ['addInitScript', 'exposeBinding', 'exposeFunction', 'setExtraHTTPHeaders']);
    return page;
  }
}

/** Calls `onCall` before each call of these methods. */
function watchCalls(target: object, onCall: () => void, methods: readonly string[]): void {
  for (const name of methods) {
    const method: unknown = Reflect.get(target, name);
    if (typeof method !== 'function') throw new Error(`Playwright has no ${name}() any more`);
    const apply = (call: typeof method, self: unknown, args: unknown[]): unknown => {
      onCall();
      return Reflect.apply(call, self, args);
    };
    Reflect.set(target, name, new Proxy(method, { apply }));
  }
}
