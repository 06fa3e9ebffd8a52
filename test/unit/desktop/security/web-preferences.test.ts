import { expect, it, vi } from 'vitest';
import { createSecureWindow } from '../../../../main/desktop/security/web-preferences.ts';

const made = vi.hoisted((): unknown[] => []);
vi.mock('electron', () => ({
  BrowserWindow: function BrowserWindow(options: unknown) {
    made.push(options);
  },
}));

/** Tests the options of windows. test/desktop/security/renderer-sandbox.spec.ts reads those of a running window. */
function madeWith({ packaged }: { packaged: boolean }): unknown {
  createSecureWindow({ title: 'Standby' }, '/preload.cjs', packaged);
  return made.pop();
}

it.each([
  { packaged: true, devTools: false },
  { packaged: false, devTools: true },
])('DevTools are available from the source only (packaged: $packaged)', ({ packaged, devTools }) => {
  expect(madeWith({ packaged })).toMatchObject({ webPreferences: { devTools } });
});

it('options that a running window does not report are set', () => {
  const webPreferences = {
    nodeIntegrationInWorker: false,
    disableBlinkFeatures: 'Auxclick',
    spellcheck: false,
  };
  expect(madeWith({ packaged: true })).toMatchObject({ webPreferences });
});

it('no option can be overridden by the caller', () => {
  const asked = { title: 'Standby', webPreferences: { sandbox: false } };
  createSecureWindow(asked, '/preload.cjs', true);
  expect(made.pop()).toMatchObject({ title: 'Standby', webPreferences: { sandbox: true } });
});
