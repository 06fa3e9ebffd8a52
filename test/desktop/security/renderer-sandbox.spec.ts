/**
 * Tests the sandbox of the renderer in the running app: by what Chromium reports, and by attempts from inside the page.
 * Nothing is compared with the source.
 */
import type { Page } from '@playwright/test';
import { expect, test } from '../../support/desktop/fixtures.ts';

/** Runs an attempt in the page, and returns the directive of the policy that Chromium reports as violated. */
function findViolatedDirective(page: Page, attempt: string): Promise<string> {
  return page.evaluate(async (code) => {
    const forbidden = new Promise<string>((resolve) => {
      const recordCall = ({ effectiveDirective }: SecurityPolicyViolationEvent) =>
        resolve(effectiveDirective);
      document.addEventListener('securitypolicyviolation', recordCall, { once: true });
    });
    const holder = document.createElement('div');
    holder.innerHTML = code;
    document.body.append(holder);
    for (const { textContent } of holder.querySelectorAll('script')) {
      const script = document.createElement('script');
      script.textContent = textContent;
      document.body.append(script);
    }
    holder.querySelector<HTMLElement>('[onclick], a, button')?.click();
    const directive = await forbidden;
    holder.remove();
    return directive;
  }, attempt);
}

const attempts: [what: string, html: string, directive: string][] = [
  ['an inline script', '<script>window.ran = true</script>', 'script-src-elem'],
  ['an inline handler', '<b onclick="window.ran = true">x</b>', 'script-src-attr'],
  ['a javascript: address', '<a href="javascript:window.ran = true">x</a>', 'script-src-elem'],
  ['a picture from elsewhere', '<img src="https://example.com/a.png">', 'img-src'],
  ['a picture that carries data out', '<img src="data:image/png;base64,AAAA">', 'img-src'],
  ['an inline style', '<b style="color: red">x</b>', 'style-src-attr'],
  ['an object', '<object data="https://example.com/"></object>', 'object-src'],
  ['a form', '<form action="https://example.com/"><button>x</button></form>', 'form-action'],
  ['another base address', '<base href="https://example.com/">', 'base-uri'],
];

test('the page runs in the sandbox, under its policy, and apart from the preload script', async ({
  standby,
  service,
}) => {
  const { page, tray } = standby;
  await test.step('the page runs with every restriction of Electron’s security checklist', async () => {
    const effective = await standby.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // The effective webPreferences, with all defaults. Electron's public types omit this method.
      const contents: object | undefined = window?.webContents;
      const method: unknown = contents && Reflect.get(contents, 'getLastWebPreferences');
      if (typeof method !== 'function') throw new Error('this Electron does not tell');
      const preferences: unknown = Reflect.apply(method, contents, []);
      return typeof preferences === 'object' ? { ...preferences } : {};
    });
    expect(effective).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    // Electron omits it if it is not set.
    expect({ enableBlinkFeatures: '', ...effective }).toMatchObject({ enableBlinkFeatures: '' });
  });

  await test.step('the page is served with the content security policy as a header', async () => {
    const loaded = standby.page.waitForResponse((response) => response.url() === 'app://standby/index.html');
    await standby.page.reload();
    const policy = (await (await loaded).allHeaders())['content-security-policy'] ?? '';
    expect(policy.split('; ').sort()).toEqual(
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].sort(),
    );
  });

  await test.step('code that is injected into the page is neither run nor loaded', async () => {
    for (const [what, html, directive] of attempts) {
      expect(await findViolatedDirective(page, html), what).toBe(directive);
    }
    const evaluated = await page.evaluate(
      () =>
        new Promise((resolve) => {
          // In a timer, because code that a debugger runs may use eval().
          setTimeout(() => {
            try {
              resolve(Reflect.apply(eval, undefined, ['1']));
            } catch (error) {
              resolve(error instanceof EvalError ? 'refused' : String(error));
            }
          }, 0);
        }),
    );
    expect(evaluated).toBe('refused');
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });

  await test.step('the page cannot reach the preload script’s world: its changes of built-ins stay in the page', async () => {
    const observedCalls = await page.evaluate(async () => {
      const seen: unknown[] = [];
      const recordCall = (value: unknown) => {
        seen.push(value);
      };
      // In a shared world the page would see the calls of the preload script.
      for (const name of ['invoke', 'send', 'postMessage'] as const) {
        Object.defineProperty(Object.prototype, name, {
          configurable: true,
          set: recordCall,
          get: () => undefined,
        });
      }
      const { push } = Array.prototype;
      Array.prototype.push = function (...items) {
        recordCall(items);
        return push.apply(this, items);
      };
      await window.standby.status.request({ status: 'rest', reason: 'Lunch', minutes: null });
      Array.prototype.push = push;
      for (const name of ['invoke', 'send', 'postMessage']) Reflect.deleteProperty(Object.prototype, name);
      return JSON.stringify(seen);
    });
    expect(observedCalls).not.toContain('Lunch');
    await tray.waitFor((seen) => seen.toolTip.startsWith('Rest · Lunch'));
    expect(service.switches()).toHaveLength(1);
  });
});
