import { BrowserWindow, screen } from 'electron';
import { isPackaged } from '../packaged.ts';
import type { Cancel, Time } from '../time.ts';
import { APP_URL } from './app-protocol.ts';
import { watchPage } from './page-health.ts';
import { pagePreferences } from './page-preferences.ts';
import { fitSize, moveInto, placeNear, type Rectangle } from './placement.ts';

export type WindowPorts = {
  /** The built preload script. */
  preload: string;
  icon: string;
  time: Time;
  /** On Wayland an app cannot place its windows: an ordinary one it is. */
  wayland: boolean;
  /** Where the tray icon is; all zeros where the desktop does not tell. */
  trayBounds: () => Rectangle;
  /** Whether losing the focus may hide the window now. */
  mayHideOnBlur: () => boolean;
  onOpen: () => void;
  /** The page is gone, and all that was only in it. */
  onGone: () => void;
  onHide: () => void;
  /** The page has died or hung, and was replaced: why. */
  onLost: (why: string) => void;
};

/** Beside the tray, when the agent has just been there; otherwise where a window is expected. */
type Place = 'tray' | 'centre';

export type AppWindow = {
  /** From now on an open window follows what becomes of its screen. */
  start: () => void;
  open: (place: Place) => void;
  hide: () => void;
  toggle: () => void;
  isVisible: () => boolean;
  /** From now on closing closes. */
  letClose: () => void;
  /** The window's page, or null while there is none. */
  page: () => Electron.WebContents | null;
};

/** High enough for a break with its reasons, its end and the last receipt, without scrolling. */
const SIZE = { width: 380, height: 672 };

/** Where the window can be made smaller: less than this cannot be worked with. */
const LEAST = { width: 320, height: 420 };

/**
 * Long enough for a focus that only passes: to the tray menu and back, or to a notification. It is also how a click on the
 * tray icon, which takes the focus first, still finds an open window to close.
 */
const BLUR_GRACE_MS = 250;

/** A hidden window is at hand for so long; then its page goes, which is a quarter of all the memory. The state stays. */
const LET_GO_MS = 30_000;

/** A page that is lost twice within this time is not opened again before somebody asks for it. */
const REPLACE_AGAIN_MS = 10_000;

/** The one small window: created when it is asked for, and let go when it has been hidden for a while. */
export function createAppWindow(ports: WindowPorts): AppWindow {
  let window: BrowserWindow | null = null;
  let stopGrace: Cancel = () => {};
  let keep: Cancel = () => {};
  let mayClose = false;
  let replacedAt = Number.NEGATIVE_INFINITY;

  /** Wayland tells no program where the pointer is; there Electron 33 crashes when it is asked before a pointer was seen. */
  function displayInUse(): Electron.Display {
    if (ports.wayland) return screen.getPrimaryDisplay();
    return screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  }

  function create(): BrowserWindow {
    const size = fitSize(SIZE, displayInUse().workArea);
    const created = new BrowserWindow({
      ...size,
      minWidth: Math.min(LEAST.width, size.width),
      minHeight: Math.min(LEAST.height, size.height),
      show: false,
      frame: ports.wayland,
      skipTaskbar: !ports.wayland,
      resizable: ports.wayland,
      maximizable: false,
      fullscreenable: false,
      title: 'Standby',
      icon: ports.icon,
      backgroundColor: '#1b1e24',
      webPreferences: pagePreferences(ports.preload, isPackaged),
    });
    created.removeMenu();
    created.on('close', (event) => {
      if (mayClose) return;
      event.preventDefault();
      created.hide();
    });
    created.on('blur', () => {
      stopGrace();
      stopGrace = ports.time.after(BLUR_GRACE_MS, () => {
        if (!created.isDestroyed() && !created.isFocused() && ports.mayHideOnBlur()) created.hide();
      });
    });
    created.on('focus', () => stopGrace());
    created.on('show', () => keep());
    created.on('hide', () => {
      ports.onHide();
      keep();
      keep = ports.time.after(LET_GO_MS, () => created.destroy());
    });
    created.once('closed', () => {
      stopGrace();
      keep();
      window = null;
      ports.onGone();
    });
    watchPage(created, ports.time, (why) => replace(created, why));
    void created.loadURL(APP_URL);
    return created;
  }

  /** The state is in the main process, so a new page shows all that the old one did. One that dies again at once stays closed. */
  function replace(lost: BrowserWindow, why: string): void {
    const wasVisible = lost.isVisible();
    const now = ports.time.now();
    const again = now - replacedAt < REPLACE_AGAIN_MS;
    replacedAt = now;
    lost.destroy();
    ports.onLost(why);
    if (wasVisible && !again) open('centre');
  }

  function open(place: Place): void {
    if (!window) {
      const created = create();
      window = created;
      created.once('ready-to-show', () => {
        reveal(created, place);
        if (ports.wayland) mapOnWayland(created);
      });
      return;
    }
    reveal(window, place);
  }

  function reveal(target: BrowserWindow, place: Place): void {
    if (!ports.wayland && !target.isVisible()) {
      if (place === 'tray') putBesideTray(target);
      else putInCentre(target);
    }
    target.show();
    target.focus();
    ports.onOpen();
  }

  /** On Wayland (sway, GNOME) a window that was made hidden is not put on the screen the first time it is shown. */
  function mapOnWayland(target: BrowserWindow): void {
    target.hide();
    target.show();
    target.focus();
  }

  /** Where the desktop does not tell where the icon is, the pointer that clicked it does. */
  function putBesideTray(target: BrowserWindow): void {
    const bounds = ports.trayBounds();
    const known = bounds.width > 0;
    const anchor = known ? bounds : { ...screen.getCursorScreenPoint(), width: 0, height: 0 };
    const { workArea } = screen.getDisplayNearestPoint(anchor);
    const size = fitSize(SIZE, workArea);
    put(target, { ...size, ...placeNear(anchor, size, workArea) });
  }

  function putInCentre(target: BrowserWindow): void {
    const { workArea } = displayInUse();
    const size = fitSize(SIZE, workArea);
    const x = Math.round(workArea.x + (workArea.width - size.width) / 2);
    const y = Math.round(workArea.y + (workArea.height - size.height) / 2);
    put(target, { ...size, x, y });
  }

  /** Its size goes along: another screen has another. */
  function put(target: BrowserWindow, bounds: Rectangle): void {
    target.setMinimumSize(Math.min(LEAST.width, bounds.width), Math.min(LEAST.height, bounds.height));
    target.setBounds(bounds);
  }

  /** A panel, a resolution, or a whole screen came or went under the open window. On Wayland the compositor sees to that. */
  function stayOnScreen(): void {
    if (!window || ports.wayland || !window.isVisible()) return;
    const { workArea } = screen.getDisplayMatching(window.getBounds());
    put(window, moveInto(window.getBounds(), SIZE, workArea));
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
    letClose: () => {
      mayClose = true;
    },
    page: () => window?.webContents ?? null,
  };
}
