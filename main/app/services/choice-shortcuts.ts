/** Adds and removes the agent's shortcuts for a reason. */
import {
  choiceShortcutId,
  type ChoiceShortcut,
  type ChoiceShortcutId,
  type ReasonChoice,
} from '../../../shared/domain.ts';
import type { ChoiceShortcutState } from '../../../shared/state.ts';
import type { AddShortcutResult } from '../../../shared/ipc/settings-results.ts';
import { normalizeText } from '../../settings/normalize-text.ts';
import { validateReason } from '../../settings/reason-validation.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';

export type ChoiceShortcutsDeps = {
  settings: SettingsFile;
  /** Whether the policy sets shortcuts: then none is added, changed or removed here. */
  isLocked: boolean;
  /** Saves and registers the shortcuts. */
  apply: (choiceShortcuts: ChoiceShortcut[]) => void;
  offerUndo: (what: 'shortcutRemoved', name: string, undo: () => void) => void;
};

export type ChoiceShortcuts = {
  /** Adds a shortcut without keys. */
  add: (choice: ReasonChoice) => AddShortcutResult;
  /** Removes a shortcut and offers to undo it. One that no longer exists is ignored. */
  remove: (id: ChoiceShortcutId) => void;
};

export function createChoiceShortcuts({
  settings,
  isLocked,
  apply,
  offerUndo,
}: ChoiceShortcutsDeps): ChoiceShortcuts {
  const current = () => settings.get().choiceShortcuts;
  const freeId = () => choiceShortcutId.options.find((id) => current().every((other) => other.id !== id));

  return {
    add: ({ status, reason: typed, minutes }) => {
      if (isLocked) return { outcome: 'locked' };
      const reason = normalizeText(typed);
      const validationError = reason === '' ? 'reasonEmpty' : validateReason(reason);
      if (validationError) return { outcome: 'invalid', validationError };
      const id = freeId();
      if (id === undefined) return { outcome: 'full' };
      apply([...current(), { id, status, reason, minutes, accelerator: '' }]);
      return { outcome: 'added', id };
    },

    remove: (id) => {
      const index = current().findIndex((shortcut) => shortcut.id === id);
      const removed = current()[index];
      if (isLocked || removed === undefined) return;
      apply(current().filter((shortcut) => shortcut !== removed));
      offerUndo('shortcutRemoved', removed.reason, () => {
        // Its id may be in use again, by a shortcut that was added since then.
        const restoredId = current().every((other) => other.id !== id) ? id : freeId();
        if (restoredId !== undefined) apply(current().toSpliced(index, 0, { ...removed, id: restoredId }));
      });
    },
  };
}

/** The shown shortcuts with the reasons that were saved: a reason may have been renamed. Those that are not saved are left out. */
export function withSavedReasons(
  shown: readonly ChoiceShortcutState[],
  saved: readonly ChoiceShortcut[],
): ChoiceShortcutState[] {
  return shown.flatMap((shortcut) => {
    const found = saved.find(({ id }) => id === shortcut.id);
    return found ? [{ ...shortcut, status: found.status, reason: found.reason, minutes: found.minutes }] : [];
  });
}
