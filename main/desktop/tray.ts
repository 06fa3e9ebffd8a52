import { Menu, type MenuItemConstructorOptions } from 'electron';
import { isDeepStrictEqual } from 'node:util';
import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Cancel, Time } from '../time.ts';
import { DRAW_AFTER_MS, soon } from './soon.ts';
import type { PlacedIcon } from './tray-icon.ts';
import {
  trayIcon,
  trayMenu,
  trayTooltip,
  type TrayCommand,
  type TrayIcon,
  type TrayItem,
} from './tray-view.ts';
import { growsOldAt } from './wording.ts';

export type TrayPorts = {
  placed: PlacedIcon;
  time: Time;
  translateInto: (language: Language) => Translate;
  onClick: () => void;
  /** The pointer has come to the icon: somebody is about to do something. Linux' panels do not tell. */
  onApproach: () => void;
  onCommand: (command: TrayCommand) => void;
  /** The desktop did not take an icon, a tooltip or a menu. It is tried again with the next change. */
  onFault: (error: unknown) => void;
};

export type AppTray = {
  show: (state: AppState) => void;
  /** Where the icon is on the screen; all zeros where the desktop does not tell (Linux). */
  bounds: () => Electron.Rectangle;
  /** The app ends: nothing more is drawn. */
  stop: () => void;
};

/** Draws the state in the system tray; draws only what changed. */
export function createTray({
  placed,
  time,
  translateInto,
  onClick,
  onApproach,
  onCommand,
  onFault,
}: TrayPorts): AppTray {
  const { tray } = placed;
  let latest: AppState | null = null;
  const shown: { icon: TrayIcon | null; tooltip: string; items: TrayItem[] } = {
    icon: null,
    tooltip: '',
    items: [],
  };
  let stopTimer: Cancel = () => {};

  tray.on('click', onClick);
  tray.on('mouse-enter', onApproach);

  const drawing = soon(time, DRAW_AFTER_MS, () => {
    const state = latest;
    if (!state) return;
    // What throws in a timer would be an error that nobody handles, and telling it would draw again.
    guarded(() => draw(state));
    sayWhenOld(state);
  });

  function show(state: AppState): void {
    const isFirst = latest === null;
    latest = state;
    drawing.ask();
    if (isFirst) guarded(() => draw(state));
  }

  function draw(state: AppState): void {
    const t = translateInto(state.language);
    const now = time.now();
    const next = {
      icon: trayIcon(state),
      tooltip: trayTooltip(state, t, now),
      items: trayMenu(state, t, now),
    };
    if (next.icon !== shown.icon) {
      guarded(() => {
        placed.setImage(next.icon);
        shown.icon = next.icon;
      });
    }
    if (next.tooltip !== shown.tooltip) {
      guarded(() => {
        tray.setToolTip(next.tooltip);
        shown.tooltip = next.tooltip;
      });
    }
    if (!isDeepStrictEqual(next.items, shown.items)) {
      guarded(() => {
        tray.setContextMenu(Menu.buildFromTemplate(withNone(next.items).map(template)));
        shown.items = next.items;
      });
    }
  }

  /** One part that fails does not keep the others from being true. */
  function guarded(part: () => void): void {
    try {
      part();
    } catch (error) {
      onFault(error);
    }
  }

  /** No time in the tray runs; but what is proved grows old when nothing confirms it any more, and then says so. */
  function sayWhenOld({ agent }: AppState): void {
    stopTimer();
    const oldAt = growsOldAt(agent);
    const wait = oldAt === null ? 0 : oldAt - time.now();
    if (wait <= 0) return;
    stopTimer = time.after(wait, () => {
      if (latest) show(latest);
    });
  }

  function run(command: TrayCommand): void {
    // The desktop has moved the radio to what was clicked. It marks what is proved, so the menu is drawn afresh.
    shown.items = [];
    drawing.ask();
    onCommand(command);
  }

  function template(item: TrayItem | 'none'): MenuItemConstructorOptions {
    if (item === 'none') return { type: 'radio', label: '', visible: false };
    switch (item.kind) {
      case 'text':
        return { label: plain(item.label), enabled: false };
      case 'separator':
        return { type: 'separator' };
      case 'command':
        return { label: plain(item.label), click: () => run(item.command) };
      case 'radio':
        return {
          type: 'radio',
          label: plain(item.label),
          checked: item.checked,
          click: () => run(item.command),
        };
      case 'submenu':
        return { label: plain(item.label), submenu: withNone(item.items).map(template) };
    }
  }

  return {
    show,
    bounds: () => tray.getBounds(),
    stop: () => {
      drawing.stop();
      stopTimer();
    },
  };
}

/** Menus take "&" as the mark of a mnemonic; in a reason it is an ampersand. */
function plain(label: string): string {
  return label.replaceAll('&', '&&');
}

/**
 * A radio group of Electron's must have a member marked, and when the menu opens it marks the first if none is. A hidden
 * member goes first and takes that mark, so that a status is marked only when it is proved.
 */
function withNone(items: TrayItem[]): (TrayItem | 'none')[] {
  const first = items.findIndex((item) => item.kind === 'radio');
  return first === -1 ? items : [...items.slice(0, first), 'none', ...items.slice(first)];
}
