/** Changes, records and tests the shortcuts: what the window asks for, checked against Standby itself and the desktop. */
import type { Input } from '../../preload/contract/index.ts';
import type { ShortcutResult } from '../../preload/contract/settings.ts';
import type { Notice } from '../../preload/contract/notice.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { ShortcutAction } from '../../preload/contract/vocabulary.ts';
import type { KeysState, Shortcuts } from '../desktop/shortcuts.ts';
import { isFit, sameKeys } from '../settings/accelerator.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { AppStore } from './app-store.ts';

export type ShortcutDeskPorts = {
  store: AppStore;
  settings: SettingsFile;
  shortcuts: Shortcuts;
  /** Saves, and answers with what went wrong. */
  save: (change: Parameters<SettingsFile['update']>[0]) => Promise<Notice | null>;
  offerUndo: (what: 'shortcutOff', name: string, restore: () => void) => void;
  isLocked: (action: ShortcutAction) => boolean;
  platform: NodeJS.Platform;
};

export type ShortcutDesk = {
  /** Takes up the shortcuts of the settings. */
  start: () => Promise<void>;
  set: (wanted: Input<'setShortcut'>) => Promise<ShortcutResult>;
  /** While keys are recorded no shortcut fires. */
  record: (recording: boolean) => void;
  /** The next press of this one is a test; null ends that. */
  test: (action: ShortcutAction | null) => void;
  /** Whatever was being recorded or tested is over. */
  end: () => void;
  /** Whether a press was a test, which does nothing else. */
  wasTest: (action: ShortcutAction) => boolean;
};

export function createShortcutDesk(ports: ShortcutDeskPorts): ShortcutDesk {
  const { store, settings, shortcuts, save, isLocked } = ports;

  function show(states: KeysState[]): void {
    const withLocks: AppState['shortcuts'] = states.map((state) => ({
      ...state,
      locked: isLocked(state.action),
    }));
    store.setState({ shortcuts: withLocks });
  }

  async function keep(action: ShortcutAction, accelerator: string): Promise<ShortcutResult> {
    const saving = save({ shortcuts: { ...settings.get().shortcuts, [action]: accelerator } });
    show(await shortcuts.use(settings.get().shortcuts));
    const trouble = await saving;
    return trouble?.kind === 'settingsNotSaved'
      ? { outcome: 'notSaved', message: trouble.message }
      : { outcome: 'set' };
  }

  let recording = false;

  function record(wanted: boolean): void {
    if (wanted === recording) return;
    recording = wanted;
    if (recording) void shortcuts.pause();
    else void shortcuts.resume().then(show);
  }

  function test(action: ShortcutAction | null): void {
    if (action === null && store.getState().shortcutTest === null) return;
    store.setState({ shortcutTest: action && { action, fired: false } });
  }

  return {
    start: async () => {
      shortcuts.follow(show);
      show(await shortcuts.use(settings.get().shortcuts));
    },

    set: async ({ action, accelerator, code }) => {
      const current = settings.get().shortcuts;
      const before = current[action];
      if (accelerator === '') {
        const result = await keep(action, '');
        if (before !== '') ports.offerUndo('shortcutOff', action, () => void keep(action, before));
        return result;
      }
      if (!isFit(accelerator)) return { outcome: 'unfit' };
      const ours = store
        .getState()
        .shortcuts.find(
          (other) => other.action !== action && sameKeys(other.accelerator, accelerator, ports.platform),
        );
      if (ours) return { outcome: 'ours', action: ours.action };
      // Recording ends with the keys that were pressed; only with all keys taken again does the desktop tell who has these.
      record(false);
      const outcome = await shortcuts.canHave(action, accelerator, code);
      return outcome === 'held' ? keep(action, accelerator) : { outcome };
    },

    record,
    test,

    end: () => {
      record(false);
      test(null);
    },

    wasTest: (action) => {
      const test = store.getState().shortcutTest;
      if (test?.action !== action) return false;
      store.setState({ shortcutTest: { action, fired: true } });
      return true;
    },
  };
}
