/** The app's single window: creates, positions, hides and destroys it, and recovers it after a crash. */
import { screen, type BrowserWindow } from 'electron';
import { isPackaged } from '../../runtime/packaged.ts';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { APP_URL } from '../security/app-protocol.ts';
import { watchRenderer } from './renderer-watchdog.ts';
import { createSecureWindow } from '../security/web-preferences.ts';
import { scheduleFirstShow } from './first-show.ts';
import { guessIconPosition, fitSize, moveInto, positionNear, type Rectangle } from './window-position.ts';

export type WindowDeps = {
  /** Path of the built preload script. */
  preload: string;
  icon: string;
  time: Clock;
  platform: NodeJS.Platform;
  /** On Wayland an app cannot position its windows, so it is an ordinary window with a frame. */
  wayland: boolean;
  /**
   * Keeps a window out of the taskbar on X11, where Electron does not; null elsewhere.
   * @returns stops it
   */
  keepOutOfTaskbar: ((nativeHandle: Buffer) => () => void) | null;
  /** Bounds of the tray icon; all zeros where the desktop does not report them. */
  trayBounds: () => Rectangle;
  /** Whether an account is set up. Until then the window is in the taskbar on Windows: nobody knows its tray icon yet. */
  isSetUp: () => boolean;
  /** Whether the window may hide now when it loses the focus. */
  shouldHideOnBlur: () => boolean;
  onOpen: () => void;
  /** The page was closed, and with it its local state. */
  onClosed: () => void;
  onHide: () => void;
  /** The window has lost the focus, and not only for the moment of a key press or of a click. */
  onFocusLost: () => void;
  /** The page crashed or hung and was destroyed; with the reason. */
  onCrashed: (why: string) => void;
};

/** Near the tray if the agent has just clicked there; otherwise centered. */
type WindowPosition = 'tray' | 'center';

export type AppWindow = {
  /** Starts adapting an open window to display changes. */
  start: () => void;
  open: (position: WindowPosition) => void;
  hide: () => void;
  toggle: () => void;
  isVisible: () => boolean;
  /** Removes the window from the taskbar once an account is set up. Call it when the account has changed. */
  updateTaskbar: () => void;
  /** Lets the window close from now on, instead of hiding it. */
  allowClose: () => void;
  /** The window's page, or null if there is none. */
  page: () => Electron.WebContents | null;
};

/** High enough for six reasons of a status and a message of five lines. The main view fits into 360 × 460, too. */
const SIZE = { width: 380, height: 560 };

/** Smallest usable size, where the window can be resized. */
const MIN_SIZE = { width: 320, height: 420 };

/**
 * Long enough for a short loss of focus: to the tray menu and back, or to a notification. A click on the tray icon takes the
 * focus first; the delay lets it find the window still open, to close it.
 */
const BLUR_HIDE_DELAY_MS = 250;

/** A hidden window is kept this long. Then its page, a quarter of all memory, is destroyed. The state is kept. */
const DESTROY_DELAY_MS = 30_000;

/** A page that crashes twice within this time is not reopened automatically. */
const CRASH_LOOP_WINDOW_MS = 10_000;

/** Creates the window on demand, and destroys it after it was hidden for a while. */
export function createAppWindow(deps: WindowDeps): AppWindow {
  let window: BrowserWindow | null = null;
  let cancelBlurHide: CancelTimer = () => {};
  let cancelDestroy: CancelTimer = () => {};
  /** Shows a new window without waiting for its page; null once it was shown. */
  let showFirst: (() => void) | null = null;
  let isCloseAllowed = false;
  const isWindows = deps.platform === 'win32';
  const isInTaskbar = () => deps.wayland || (isWindows && !deps.isSetUp());
  let replacedAt = Number.NEGATIVE_INFINITY;

  /** Wayland does not report the pointer's position, and Electron 33 crashes when it is read before the first pointer event. */
  function displayInUse(): Electron.Display {
    if (deps.wayland) return screen.getPrimaryDisplay();
    return screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  }

  function create(): BrowserWindow {
    const size = fitSize(SIZE, displayInUse().workArea);
    const windowOptions = {
      ...size,
      minWidth: Math.min(MIN_SIZE.width, size.width),
      minHeight: Math.min(MIN_SIZE.height, size.height),
      show: false,
      frame: deps.wayland,
      skipTaskbar: !isInTaskbar(),
      resizable: deps.wayland,
      maximizable: false,
      fullscreenable: false,
      title: 'Standby',
      icon: deps.icon,
      backgroundColor: '#1b1e24',
    };
    const created = createSecureWindow(windowOptions, deps.preload, isPackaged);
    created.removeMenu();
    created.on('close', (event) => {
      if (isCloseAllowed) return;
      event.preventDefault();
      created.hide();
    });
    created.on('blur', () => {
      cancelBlurHide();
      cancelBlurHide = deps.time.setTimer(BLUR_HIDE_DELAY_MS, () => {
        if (created.isDestroyed() || created.isFocused()) return;
        deps.onFocusLost();
        if (deps.shouldHideOnBlur()) created.hide();
      });
    });
    created.on('focus', () => cancelBlurHide());
    created.on('show', () => cancelDestroy());
    created.on('hide', () => {
      deps.onHide();
      cancelDestroy();
      cancelDestroy = deps.time.setTimer(DESTROY_DELAY_MS, () => created.destroy());
    });
    created.once('closed', () => {
      cancelBlurHide();
      cancelDestroy();
      window = null;
      showFirst = null;
      deps.onClosed();
    });
    const stopKeepingOut = deps.keepOutOfTaskbar?.(created.getNativeWindowHandle());
    created.once('closed', () => stopKeepingOut?.());
    watchRenderer(created, deps.time, (why) => replace(created, why));
    void created.loadURL(APP_URL);
    return created;
  }

  /** Replaces a crashed page, except in a crash loop. The state is in the main process, so the new page shows the same. */
  function replace(crashed: BrowserWindow, why: string): void {
    const wasVisible = crashed.isVisible();
    const now = deps.time.now();
    const isCrashLoop = now - replacedAt < CRASH_LOOP_WINDOW_MS;
    replacedAt = now;
    crashed.destroy();
    deps.onCrashed(why);
    if (wasVisible && !isCrashLoop) open('center');
  }

  function open(position: WindowPosition): void {
    if (!window) {
      const created = create();
      window = created;
      if (isWindows) showUnseen(created, position);
      showFirst = scheduleFirstShow(created, deps.time, () => {
        showFirst = null;
        if (isWindows) created.setOpacity(1);
        else showAt(created, position);
        if (deps.wayland) mapOnWayland(created);
      });
    } else {
      const isLoading = showFirst !== null;
      showFirst?.();
      if (!isLoading || !window.isVisible()) showAt(window, position);
    }
  }

  /**
   * Windows lets a program take the focus only shortly after a click, and a page may take longer to load. Without the focus the
   * window would not close at a click elsewhere. So it takes the focus at once, and is transparent until its page is loaded.
   * Electron sends no 'ready-to-show' for a visible window. Not yet run on Windows.
   */
  function showUnseen(created: BrowserWindow, position: WindowPosition): void {
    created.setOpacity(0);
    showAt(created, position);
    created.webContents.once('did-finish-load', () => showFirst?.());
  }

  function showAt(target: BrowserWindow, position: WindowPosition): void {
    if (!deps.wayland && !target.isVisible()) {
      if (position === 'tray') positionNearTray(target);
      else positionCentered(target);
    }
    target.show();
    target.focus();
    deps.onOpen();
  }

  /** On Wayland (sway, GNOME) a window that was created hidden does not appear the first time it is shown. */
  function mapOnWayland(target: BrowserWindow): void {
    target.hide();
    target.show();
    target.focus();
  }

  function positionNearTray(target: BrowserWindow): void {
    const bounds = deps.trayBounds();
    const anchor =
      bounds.width > 0 ? bounds : guessIconPosition(screen.getCursorScreenPoint(), displayInUse());
    const { workArea } = screen.getDisplayNearestPoint(anchor);
    const size = fitSize(SIZE, workArea);
    applyBounds(target, { ...size, ...positionNear(anchor, size, workArea) });
  }

  function positionCentered(target: BrowserWindow): void {
    const { workArea } = displayInUse();
    const size = fitSize(SIZE, workArea);
    const x = Math.round(workArea.x + (workArea.width - size.width) / 2);
    const y = Math.round(workArea.y + (workArea.height - size.height) / 2);
    applyBounds(target, { ...size, x, y });
  }

  /** Sets the size too: it depends on the screen. */
  function applyBounds(target: BrowserWindow, bounds: Rectangle): void {
    target.setMinimumSize(Math.min(MIN_SIZE.width, bounds.width), Math.min(MIN_SIZE.height, bounds.height));
    target.setBounds(bounds);
  }

  /** Keeps the open window on the screen when panels, resolution or screens change. On Wayland the compositor does that. */
  function stayOnScreen(): void {
    if (!window || deps.wayland || !window.isVisible()) return;
    const { workArea } = screen.getDisplayMatching(window.getBounds());
    applyBounds(window, moveInto(window.getBounds(), SIZE, workArea));
  }

  const isVisible = () => window?.isVisible() ?? false;
  const hide = () => window?.hide();

  return {
    start: () => {
      screen.on('display-metrics-changed', stayOnScreen);
      screen.on('display-removed', stayOnScreen);
    },
    open,
    hide,
    toggle: () => (isVisible() ? hide() : open('tray')),
    isVisible,
    updateTaskbar: () => {
      if (isWindows) window?.setSkipTaskbar(!isInTaskbar());
    },
    allowClose: () => {
      isCloseAllowed = true;
    },
    page: () => window?.webContents ?? null,
  };
}
