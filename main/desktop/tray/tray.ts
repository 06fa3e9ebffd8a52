/** Renders the state in the system tray. */
import { isDeepStrictEqual } from 'node:util';
import type { Translate } from '../../../shared/i18n.ts';
import type { AppState } from '../../../shared/state.ts';
import type { Language } from '../../../shared/domain.ts';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { RENDER_DELAY_MS, debounce } from '../coalesce.ts';
import { flattenMenu, type MenuStyle } from './menu-style.ts';
import type { MenuEntry, TrayHandle } from './tray-icon.ts';
import {
  trayIcon,
  trayMenu,
  trayTooltip,
  type TrayCommand,
  type TrayIcon,
  type TrayItem,
} from './tray-model.ts';
import { staleAt } from '../labels.ts';

export type TrayDeps = {
  trayHandle: TrayHandle;
  time: Clock;
  translateInto: (language: Language) => Translate;
  style: MenuStyle;
  onClick: () => void;
  /** The pointer entered the icon, so an action is likely. Not reported by panels on Linux. */
  onHover: () => void;
  onCommand: (command: TrayCommand) => void;
  /** Setting an icon, tooltip or menu failed. The next change retries. */
  onError: (error: unknown) => void;
};

export type TrayController = {
  show: (state: AppState) => void;
  /** Position of the icon on the screen; all zeros where the desktop does not report it (Linux). */
  bounds: () => Electron.Rectangle;
  /** Stops rendering. Call it when the app quits. */
  stop: () => void;
};

/** Creates the tray controller. It updates only what changed. */
export function createTray({
  trayHandle,
  time,
  translateInto,
  style,
  onClick,
  onHover,
  onCommand,
  onError,
}: TrayDeps): TrayController {
  let latest: AppState | null = null;
  const shown: { icon: TrayIcon | null; tooltip: string; items: TrayItem[] } = {
    icon: null,
    tooltip: '',
    items: [],
  };
  let cancelTimer: CancelTimer = () => {};

  trayHandle.onClick(onClick);
  trayHandle.onHover(onHover);

  const renderSoon = debounce(time, RENDER_DELAY_MS, () => {
    const state = latest;
    if (!state) return;
    // An error thrown in a timer would be uncaught, and reporting it would render again.
    runSafely(() => render(state));
    scheduleStaleRender(state);
  });

  function show(state: AppState): void {
    const isFirst = latest === null;
    latest = state;
    renderSoon.schedule();
    if (isFirst) runSafely(() => render(state));
  }

  function render(state: AppState): void {
    const t = translateInto(state.language);
    const now = time.now();
    const items = trayMenu(state, t, now);
    const next = {
      icon: trayIcon(state),
      tooltip: trayTooltip(state, t, now),
      items: style.isFlat ? flattenMenu(items) : items,
    };
    if (next.icon !== shown.icon) {
      runSafely(() => {
        trayHandle.setImage(next.icon);
        shown.icon = next.icon;
      });
    }
    if (next.tooltip !== shown.tooltip) {
      runSafely(() => {
        trayHandle.setToolTip(next.tooltip);
        shown.tooltip = next.tooltip;
      });
    }
    if (!isDeepStrictEqual(next.items, shown.items)) {
      runSafely(() => {
        trayHandle.setMenu(toMenuEntries(next.items));
        shown.items = next.items;
      });
    }
  }

  /** Runs one update. An error in it does not stop the others. */
  function runSafely(part: () => void): void {
    try {
      part();
    } catch (error) {
      onError(error);
    }
  }

  /** Schedules one re-render for the moment the confirmed status becomes stale. */
  function scheduleStaleRender({ agent }: AppState): void {
    cancelTimer();
    const staleTime = staleAt(agent);
    const delayMs = staleTime === null ? 0 : staleTime - time.now();
    if (delayMs <= 0) return;
    cancelTimer = time.setTimer(delayMs, () => {
      if (latest) show(latest);
    });
  }

  function runCommand(command: TrayCommand): void {
    // The desktop has changed the mark of the clicked item. Render the menu again, so that it marks the confirmed status.
    shown.items = [];
    renderSoon.schedule();
    onCommand(command);
  }

  function toMenuEntries(items: TrayItem[]): MenuEntry[] {
    return (style.mark === 'radio' ? withHiddenRadio(items) : items).map(toMenuEntry);
  }

  function toMenuEntry(item: TrayItem | 'none'): MenuEntry {
    if (item === 'none') return { type: 'radio', label: '', visible: false };
    switch (item.kind) {
      case 'text':
        return { label: escapeMnemonics(item.label), enabled: false };
      case 'separator':
        return { type: 'separator' };
      case 'command':
        return { label: escapeMnemonics(item.label), click: () => runCommand(item.command) };
      case 'radio':
        return {
          type: style.mark,
          label: escapeMnemonics(item.label),
          checked: item.checked,
          click: () => runCommand(item.command),
        };
      case 'submenu':
        return { label: escapeMnemonics(item.label), submenu: toMenuEntries(item.items) };
    }
  }

  return {
    show,
    bounds: trayHandle.bounds,
    stop: () => {
      renderSoon.dispose();
      cancelTimer();
    },
  };
}

/** Escapes "&", which menus treat as a mnemonic prefix. */
function escapeMnemonics(label: string): string {
  return label.replaceAll('&', '&&');
}

/**
 * Electron checks the first item of a radio group when the menu opens and none is checked. A hidden first item absorbs that,
 * so that an item is checked only if its status is confirmed.
 */
function withHiddenRadio(items: TrayItem[]): (TrayItem | 'none')[] {
  const first = items.findIndex((item) => item.kind === 'radio');
  return first === -1 ? items : [...items.slice(0, first), 'none', ...items.slice(first)];
}
