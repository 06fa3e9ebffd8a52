/** Creates what an agent sees: the window, the tray and the notifications. Nothing is shown yet, except for the tray's icon. */
import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import type { Language } from '../shared/domain.ts';
import type { Translate } from '../shared/i18n.ts';
import { createNotShownReporter } from './app/not-shown-reporter.ts';
import { addNotice, type AppStore } from './app/store.ts';
import { createNotifier } from './desktop/notifications/notifications.ts';
import { isWayland } from './desktop/system/platform.ts';
import type { ErrorReporter } from './desktop/system/uncaught-errors.ts';
import type { TrayHandle } from './desktop/tray/tray-icon.ts';
import { menuStyle } from './desktop/tray/menu-style.ts';
import { createTray } from './desktop/tray/tray.ts';
import { createAppWindow } from './desktop/window/window.ts';
import { keepOutOfTaskbar } from './desktop/window/x11-taskbar.ts';
import type { Links } from './links.ts';

export type SurfaceDeps = {
  /** The folder of the build. */
  dist: string;
  /** Path of the app icon. */
  icon: string;
  trayIcon: TrayHandle;
  errorReporter: ErrorReporter;
  links: Links;
  store: AppStore;
  time: Clock;
  translateInto: (language: Language) => Translate;
  /** Whether the settings have an account, or the simulator was chosen. */
  isAccountSaved: () => boolean;
  onTrayHover: () => void;
  cancelShortcutRecording: () => void;
  endShortcutTest: () => void;
  onError: (error: unknown) => void;
};

/** See the top of this file. The callbacks are called from the first click on. */
export function createSurfaces(deps: SurfaceDeps) {
  const { dist, icon, links, store, time, translateInto, onError } = deps;
  const { log, report } = deps.errorReporter;
  const isSetUp = () => store.getState().account.mode !== 'unconfigured';
  const appWindow = createAppWindow({
    preload: join(dist, 'preload', 'index.cjs'),
    icon,
    time,
    platform: process.platform,
    wayland: isWayland,
    keepOutOfTaskbar:
      process.platform === 'linux' && !isWayland
        ? (handle) => keepOutOfTaskbar(() => findDisplay(time), handle.readUInt32LE(0))
        : null,
    isSetUp,
    trayBounds: () => links.trayBounds(),
    shouldHideOnBlur: () => store.getState().route === 'main' && isSetUp(),
    onOpen: () => links.onWindowOpen(),
    onClosed: () => {
      // A new page must not open the field that the closed one was asked for.
      const { focusRequest } = store.getState();
      if (!focusRequest.otherReasonFor) return;
      store.setState({ focusRequest: { ...focusRequest, otherReasonFor: null } });
    },
    onHide: () => {
      log.write({ level: 'debug', scope: 'window', message: 'hidden' });
      deps.cancelShortcutRecording();
    },
    // In another program a press has to switch, and not to count as the press of a test.
    onFocusLost: deps.endShortcutTest,
    onCrashed: (why) => report('window', new Error(`The window's page was lost: ${why}`)),
  });
  const openCentered = () => appWindow.open('center');
  const tray = createTray({
    trayHandle: deps.trayIcon,
    time,
    translateInto,
    style: menuStyle(process.platform, process.env),
    onClick: appWindow.toggle,
    onHover: deps.onTrayHover,
    onCommand: (command) => links.execute(command),
    onError,
  });
  const notifier = createNotifier({
    time,
    translateInto,
    isSetUp: deps.isAccountSaved,
    currentTranslate: () => translateInto(store.getState().language),
    onClick: openCentered,
    onAction: (action) => links.execute({ type: action }),
    icon,
    onError,
    onNotShown: createNotShownReporter({
      platform: process.platform,
      log: (error) => log.write({ level: 'error', scope: 'main', message: error }),
      notice: (notice) => addNotice(store, notice),
    }),
  });
  return { appWindow, openCentered, tray, notifier };
}

/** Imported only where needed. */
async function findDisplay(time: Clock) {
  const { findDisplay: find } = await import('./desktop/shortcuts/x11/display.ts');
  return find(process.env, time);
}
