import type { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { PAINT_LIMIT_MS } from '../../../../main/desktop/window/first-show.ts';
import { createAppWindow } from '../../../../main/desktop/window/window.ts';
import { createVirtualClock } from '../../../support/unit/virtual-clock.ts';

/** A window of which each test reads what was done to it, in order. */
type FakeWindow = EventEmitter & {
  options: { skipTaskbar?: boolean };
  webContents: EventEmitter;
  done: string[];
  isFocused: () => boolean;
  hide: () => void;
};

const windows = vi.hoisted((): FakeWindow[] => []);

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const area = { x: 0, y: 0, width: 1920, height: 1040 };
  const display = () => ({ workArea: area });
  class BrowserWindow extends EventEmitter {
    webContents = new EventEmitter();
    done: string[] = [];
    visible = false;
    focused = false;
    options: object;
    constructor(options: object) {
      super();
      this.options = options;
      windows.push(this);
    }
    show = () => {
      this.visible = true;
      this.done.push('show');
      this.emit('show');
    };
    focus = () => {
      this.focused = true;
      this.done.push('focus');
      this.emit('focus');
    };
    hide = () => {
      this.visible = false;
      this.done.push('hide');
      this.emit('hide');
    };
    setOpacity = (opacity: number) => this.done.push(`opacity ${opacity}`);
    setSkipTaskbar = (skip: boolean) => this.done.push(skip ? 'not in taskbar' : 'in taskbar');
    isVisible = () => this.visible;
    isFocused = () => this.focused;
    isDestroyed = () => false;
    removeMenu = () => {};
    setMinimumSize = () => {};
    setBounds = () => {};
    loadURL = () => Promise.resolve();
  }
  return {
    BrowserWindow,
    screen: {
      getCursorScreenPoint: () => ({ x: 1800, y: 1050 }),
      getDisplayNearestPoint: display,
      getPrimaryDisplay: display,
    },
  };
});

beforeEach(() => {
  windows.length = 0;
});

function createHarness(platform: NodeJS.Platform) {
  const time = createVirtualClock();
  const account = { isSetUp: true };
  const appWindow = createAppWindow({
    preload: 'preload.cjs',
    icon: 'icon.png',
    time,
    platform,
    wayland: false,
    keepOutOfTaskbar: null,
    isSetUp: () => account.isSetUp,
    trayBounds: () => ({ x: 1800, y: 1040, width: 24, height: 24 }),
    shouldHideOnBlur: () => true,
    onOpen: () => {},
    onClosed: () => {},
    onHide: () => {},
    onFocusLost: () => {},
    onCrashed: () => {},
  });
  const opened = () => {
    const window = windows.at(-1);
    if (!window) throw new Error('no window was opened');
    return window;
  };
  return { time, account, appWindow, opened };
}

const UNSEEN = ['opacity 0', 'show', 'focus'];

test('on Windows a window whose page must load takes the focus at the click, and is seen when it is loaded', async () => {
  const { appWindow, opened, time } = createHarness('win32');
  appWindow.toggle();
  expect(opened().done).toEqual(UNSEEN);
  opened().webContents.emit('did-finish-load');
  await time.advance(PAINT_LIMIT_MS);
  expect(opened().done).toEqual([...UNSEEN, 'opacity 1']);
});

test('on Windows a page that does not load is seen at the time limit', async () => {
  const { appWindow, opened, time } = createHarness('win32');
  appWindow.toggle();
  await time.advance(PAINT_LIMIT_MS);
  expect(opened().done).toEqual([...UNSEEN, 'opacity 1']);
});

test('on Windows a click elsewhere closes a window that is loading, and its page does not open it again', async () => {
  const { appWindow, opened, time } = createHarness('win32');
  appWindow.toggle();
  opened().isFocused = () => false;
  opened().emit('blur');
  await time.advance(250);
  expect(opened().done).toEqual([...UNSEEN, 'hide']);
  opened().webContents.emit('did-finish-load');
  expect(appWindow.isVisible()).toBe(false);
});

test('on Windows a window that was closed while it loaded is shown by the next click', () => {
  const { appWindow, opened } = createHarness('win32');
  appWindow.toggle();
  appWindow.toggle();
  appWindow.toggle();
  expect(opened().done).toEqual([...UNSEEN, 'hide', 'opacity 1', 'show', 'focus']);
  expect(windows).toHaveLength(1);
});

test('elsewhere a window is shown when its page is painted, once', () => {
  const { appWindow, opened } = createHarness('linux');
  appWindow.toggle();
  expect(opened().done).toEqual([]);
  appWindow.toggle();
  opened().emit('ready-to-show');
  expect(opened().done).toEqual(['show', 'focus']);
});

test('on Windows the window is in the taskbar until an account is set up', () => {
  const { appWindow, opened, account } = createHarness('win32');
  account.isSetUp = false;
  appWindow.open('center');
  expect(opened().options.skipTaskbar).toBe(false);
  account.isSetUp = true;
  appWindow.updateTaskbar();
  expect(opened().done.at(-1)).toBe('not in taskbar');
});

test.each(['linux', 'darwin', 'win32'] as const)(
  'with an account the window is not in the taskbar on %s',
  (platform) => {
    const { appWindow, opened } = createHarness(platform);
    appWindow.open('tray');
    expect(opened().options.skipTaskbar).toBe(true);
  },
);

test('a change of the account without a window does nothing', () => {
  const { appWindow } = createHarness('win32');
  appWindow.updateTaskbar();
  expect(windows).toEqual([]);
});
