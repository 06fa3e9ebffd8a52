import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { electronPresenter } from '../../../../main/desktop/notifications/electron-notifications.ts';

type Shown = { options: object; emitter: EventEmitter };
type Activate = (details: { type: string; arguments: string }) => void;

const electron = vi.hoisted(() => ({ shown: [] as Shown[], activate: null as Activate | null }));

vi.mock('electron', () => ({
  Notification: class extends EventEmitter {
    static isSupported = () => true;
    static handleActivation = (activate: Activate) => {
      electron.activate = activate;
    };
    constructor(options: object) {
      super();
      electron.shown.push({ options, emitter: this });
    }
    show = vi.fn();
    close = vi.fn();
  },
}));

afterEach(() => {
  electron.shown = [];
  electron.activate = null;
});

const BACK = { action: 'confirmReturn' as const, label: 'Back' };

function createHarness(platform: NodeJS.Platform = 'win32') {
  const presenter = electronPresenter(platform);
  const calls: string[] = [];
  const show = (actions: (typeof BACK)[] = []) => {
    const content = { title: 'Time to be back', body: '', urgent: true, openLabel: 'Open', actions };
    presenter.show(content, {
      onClick: () => calls.push('click'),
      onAction: (action) => calls.push(action),
      onClosed: () => calls.push('closed'),
      onFailed: ({ message }) => calls.push(`failed: ${message}`),
    });
  };
  presenter.handleActivation(() => calls.push('open'));
  const activate = (type: string) => electron.activate?.({ type, arguments: '' });
  const emit = (name: string, ...args: unknown[]) => electron.shown.at(-1)?.emitter.emit(name, {}, ...args);
  return { show, activate, emit, calls };
}

test.each([
  [[BACK], 'never'],
  [[], 'default'],
])('a notification stays until it is answered only if it has buttons: %j', (actions, timeoutType) => {
  createHarness().show(actions);
  expect(electron.shown.at(-1)?.options).toMatchObject({ timeoutType });
});

test.each(['click', 'action', 'reply'])('%s on a notification of an earlier run opens the window', (type) => {
  const { activate, calls } = createHarness();
  activate(type);
  expect(calls).toEqual(['open']);
});

test('a button of this run does what it says, and does not open the window', () => {
  const { show, activate, emit, calls } = createHarness();
  show([BACK]);
  emit('action', 0);
  activate('action');
  expect(calls).toEqual(['confirmReturn', 'closed']);
});

test('a notification without buttons does not make the buttons of earlier runs useless', () => {
  const { show, activate, calls } = createHarness();
  show();
  activate('action');
  expect(calls).toEqual(['open']);
});

test('a notification that Windows does not show is reported', () => {
  const { show, emit, calls } = createHarness();
  show();
  emit('failed', 'disabled for the user');
  expect(calls).toEqual(['failed: disabled for the user']);
});

test.each(['linux', 'darwin'] as const)('on %s nothing listens for activations', (platform) => {
  createHarness(platform);
  expect(electron.activate).toBeNull();
});
