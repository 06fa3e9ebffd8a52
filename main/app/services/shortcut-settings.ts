/** Changes, records and tests the shortcuts for the window, checked against the other shortcuts and the desktop. */
import type { Input } from '../../../shared/ipc/ipc-schema.ts';
import type { ShortcutResult } from '../../../shared/ipc/settings-results.ts';
import type { Notice } from '../../../shared/notice.ts';
import type { AppState } from '../../../shared/state.ts';
import type { ShortcutAction } from '../../../shared/domain.ts';
import type { ShortcutStatus, Shortcuts } from '../../desktop/shortcuts/shortcuts.ts';
import { isValidShortcut, isSameAccelerator } from '../../settings/accelerator.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import type { AppStore } from '../store.ts';

export type ShortcutSettingsDeps = {
  store: AppStore;
  settings: SettingsFile;
  shortcuts: Shortcuts;
  /** Saves and applies a change; resolves to the notice of a failed save. */
  save: (change: Parameters<SettingsFile['update']>[0]) => Promise<Notice | null>;
  offerUndo: (what: 'shortcutOff', name: string, undo: () => void) => void;
  isLocked: (action: ShortcutAction) => boolean;
  platform: NodeJS.Platform;
};

export type ShortcutSettings = {
  /** Registers the shortcuts of the settings. */
  start: () => Promise<void>;
  set: (input: Input<'settings.setShortcut'>) => Promise<ShortcutResult>;
  /** Starts or ends recording, during which no shortcut fires. */
  record: (shouldRecord: boolean) => void;
  /** Makes the next press of this shortcut a test; null ends that. */
  test: (action: ShortcutAction | null) => void;
  /** Ends any recording and test. */
  cancelRecording: () => void;
  /** Whether a press was a test, which has no other effect. */
  consumeTestPress: (action: ShortcutAction) => boolean;
};

export function createShortcutSettings(deps: ShortcutSettingsDeps): ShortcutSettings {
  const { store, settings, shortcuts, save, isLocked } = deps;

  function showStates(states: ShortcutStatus[]): void {
    const withLocks: AppState['shortcuts'] = states.map((state) => ({
      ...state,
      locked: isLocked(state.action),
    }));
    store.setState({ shortcuts: withLocks });
  }

  async function saveShortcut(action: ShortcutAction, accelerator: string): Promise<ShortcutResult> {
    const saving = save({ shortcuts: { ...settings.get().shortcuts, [action]: accelerator } });
    showStates(await shortcuts.apply(settings.get().shortcuts));
    const notice = await saving;
    return notice?.kind === 'settingsNotSaved'
      ? { outcome: 'notSaved', message: notice.message }
      : { outcome: 'set' };
  }

  let isRecording = false;

  function record(shouldRecord: boolean): void {
    if (shouldRecord === isRecording) return;
    isRecording = shouldRecord;
    if (isRecording) void shortcuts.pause();
    else void shortcuts.resume().then(showStates);
  }

  function test(action: ShortcutAction | null): void {
    if (action === null && store.getState().shortcutTest === null) return;
    store.setState({ shortcutTest: action && { action, pressed: false } });
  }

  return {
    start: async () => {
      shortcuts.subscribe(showStates);
      showStates(await shortcuts.apply(settings.get().shortcuts));
    },

    set: async ({ action, accelerator, code }) => {
      const current = settings.get().shortcuts;
      const before = current[action];
      if (accelerator === '') {
        const result = await saveShortcut(action, '');
        if (before !== '') deps.offerUndo('shortcutOff', action, () => void saveShortcut(action, before));
        return result;
      }
      if (!isValidShortcut(accelerator)) return { outcome: 'invalid' };
      const conflict = store
        .getState()
        .shortcuts.find(
          (other) =>
            other.action !== action && isSameAccelerator(other.accelerator, accelerator, deps.platform),
        );
      if (conflict) return { outcome: 'conflict', action: conflict.action };
      // End recording first: availability can only be checked while all other keys are registered.
      record(false);
      const outcome = await shortcuts.checkAvailability(action, accelerator, code);
      return outcome === 'registered' ? saveShortcut(action, accelerator) : { outcome };
    },

    record,
    test,

    cancelRecording: () => {
      record(false);
      test(null);
    },

    consumeTestPress: (action) => {
      const test = store.getState().shortcutTest;
      if (test?.action !== action) return false;
      store.setState({ shortcutTest: { action, pressed: true } });
      return true;
    },
  };
}
