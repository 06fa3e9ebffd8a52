import { expect, test, vi } from 'vitest';
import { electronPresenter } from '../../../../main/desktop/notifications/electron-notifications.ts';

const shown = vi.hoisted((): unknown[] => []);

vi.mock('electron', () => ({
  Notification: class {
    static isSupported = () => true;
    constructor(options: unknown) {
      shown.push(options);
    }
    on = vi.fn();
    show = vi.fn();
  },
}));

test.each([
  [[{ action: 'confirmReturn' as const, label: 'Back' }], 'never'],
  [[], 'default'],
])('a notification stays until it is answered only if it has buttons: %j', (actions, timeoutType) => {
  const callbacks = { onClick: vi.fn(), onAction: vi.fn(), onClosed: vi.fn(), onFailed: vi.fn() };
  const content = { title: 'Time to be back', body: '', urgent: true, openLabel: 'Open', actions };
  electronPresenter('win32').show(content, callbacks);
  expect(shown.at(-1)).toMatchObject({ timeoutType });
});
