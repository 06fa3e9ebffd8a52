/** Changes, records and tests the shortcuts for the window, checked against the other shortcuts and the desktop. */
import type { Input } from '../../../shared/ipc/ipc-schema.ts';
import type { ShortcutResult } from '../../../shared/ipc/settings-results.ts';
import type { Notice } from '../../../shared/notice.ts';
import {
  choiceShortcutId,
  shortcutAction,
  type ShortcutAction,
  type ShortcutId,
} from '../../../shared/domain.ts';
import type { Accelerators, ShortcutStatus, Shortcuts } from '../../desktop/shortcuts/shortcuts.ts';
import { isValidShortcut, isSameAccelerator } from '../../settings/accelerator.ts';
import type { Settings } from '../../settings/schema.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import type { AppStore } from '../store.ts';
import { createChoiceShortcuts, type ChoiceShortcuts } from './choice-shortcuts.ts';

export type ShortcutSettingsDeps = {
  store: AppStore;
  settings: SettingsFile;
  shortcuts: Shortcuts;
  /** Saves and applies a change; resolves to the notice of a failed save. */
  save: (change: Parameters<SettingsFile['update']>[0]) => Promise<Notice | null>;
  offerUndo: (what: 'shortcutOff' | 'shortcutRemoved', name: string, undo: () => void) => void;
  /** Whether the policy has set the shortcut of an action. */
  isLocked: (action: ShortcutAction) => boolean;
  /** Whether the policy sets shortcuts, which locks those for a reason. */
  areChoicesLocked: boolean;
  platform: NodeJS.Platform;
};

export type ShortcutSettings = ChoiceShortcuts & {
  /** Registers the shortcuts of the settings. */
  start: () => Promise<void>;
  set: (input: Input<'settings.setShortcut'>) => Promise<ShortcutResult>;
  /** Starts or ends recording, during which no shortcut fires. */
  record: (shouldRecord: boolean) => void;
  /** Makes the next press of this shortcut a test; null ends that. */
  test: (id: ShortcutId | null) => void;
  /** Ends any recording and test. */
  cancelRecording: () => void;
  /** Whether a press was a test, which has no other effect. */
  consumeTestPress: (id: ShortcutId) => boolean;
};

export function createShortcutSettings(deps: ShortcutSettingsDeps): ShortcutSettings {
  const { store, settings, shortcuts, save, isLocked } = deps;

  let known = new Map<ShortcutId, ShortcutStatus>();

  function showStates(states: ShortcutStatus[]): void {
    known = new Map(states.map((status) => [status.id, status]));
    store.setState({
      shortcuts: shortcutAction.options.flatMap((action) => {
        const status = known.get(action);
        if (!status) return [];
        const { accelerator, state } = status;
        return [{ action, accelerator, state, locked: isLocked(action) }];
      }),
      choiceShortcuts: settings.get().choiceShortcuts.flatMap((shortcut) => {
        const status = known.get(shortcut.id);
        if (!status) return [];
        const { accelerator, state } = status;
        return [{ ...shortcut, accelerator, state, locked: deps.areChoicesLocked }];
      }),
    });
  }

  function accelerators(): Accelerators {
    const all: Partial<Record<ShortcutId, string>> = { ...settings.get().shortcuts };
    for (const { id, accelerator } of settings.get().choiceShortcuts) all[id] = accelerator;
    return all;
  }

  /** Saves and registers a change. */
  async function applyChange(change: Parameters<typeof save>[0]): Promise<Notice | null> {
    const saving = save(change);
    showStates(await shortcuts.apply(accelerators()));
    return saving;
  }

  const choices = createChoiceShortcuts({
    settings,
    isLocked: deps.areChoicesLocked,
    apply: (choiceShortcuts) => void applyChange({ choiceShortcuts }),
    offerUndo: deps.offerUndo,
  });

  async function saveShortcut(id: ShortcutId, accelerator: string): Promise<ShortcutResult> {
    const notice = await applyChange(withAccelerator(settings.get(), id, accelerator));
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

  function test(id: ShortcutId | null): void {
    if (id === null && store.getState().shortcutTest === null) return;
    store.setState({ shortcutTest: id && { id, pressed: false } });
  }

  function mayChange(id: ShortcutId): boolean {
    return !choiceShortcutId.safeParse(id).success || !deps.areChoicesLocked;
  }

  return {
    ...choices,
    start: async () => {
      shortcuts.subscribe(showStates);
      showStates(await shortcuts.apply(accelerators()));
    },

    set: async ({ id, accelerator, code }) => {
      const before = accelerators()[id];
      // One that was removed meanwhile, or that the policy has locked.
      if (before === undefined || !mayChange(id)) return { outcome: 'invalid' };
      if (accelerator === '') {
        const result = await saveShortcut(id, '');
        if (before !== '') deps.offerUndo('shortcutOff', id, () => void saveShortcut(id, before));
        return result;
      }
      if (!isValidShortcut(accelerator)) return { outcome: 'invalid' };
      const conflict = [...known.values()].find(
        (other) => other.id !== id && isSameAccelerator(other.accelerator, accelerator, deps.platform),
      );
      if (conflict) return { outcome: 'conflict', id: conflict.id };
      // End recording first: availability can only be checked while all other keys are registered.
      record(false);
      const outcome = await shortcuts.checkAvailability(id, accelerator, code);
      return outcome === 'registered' ? saveShortcut(id, accelerator) : { outcome };
    },

    record,
    test,

    cancelRecording: () => {
      record(false);
      test(null);
    },

    consumeTestPress: (id) => {
      const test = store.getState().shortcutTest;
      if (test?.id !== id) return false;
      store.setState({ shortcutTest: { id, pressed: true } });
      return true;
    },
  };
}

/** The change of the settings that gives a shortcut other keys. */
function withAccelerator(
  { shortcuts, choiceShortcuts }: Settings,
  id: ShortcutId,
  accelerator: string,
): Partial<Settings> {
  const action = shortcutAction.safeParse(id);
  if (action.success) return { shortcuts: { ...shortcuts, [action.data]: accelerator } };
  return {
    choiceShortcuts: choiceShortcuts.map((shortcut) =>
      shortcut.id === id ? { ...shortcut, accelerator } : shortcut,
    ),
  };
}
