/** Edits, imports, exports and resets the list of reasons. */
import type { ExportResult } from '../../../shared/activity.ts';
import type { ValidationError } from '../../../shared/ipc/forms.ts';
import { reasonsFile, type ImportResult, type ReasonEdit } from '../../../shared/ipc/settings-results.ts';
import type { Notice } from '../../../shared/notice.ts';
import type { Reasons, PendingSettingsUndo } from '../../../shared/state.ts';
import type { PickedFile } from '../../desktop/window/file-dialogs.ts';
import { applyEdit, validateReasons, withRenamedReason } from '../../settings/reason-list.ts';
import { forgetReason, renameInMemory, restoreReason } from '../../settings/reason-memory.ts';
import { hasRemovedInvisible, normalizeText } from '../../settings/normalize-text.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';

export type ReasonSettingsDeps = {
  settings: SettingsFile;
  /** Whether the policy has locked the reasons. */
  isLocked: boolean;
  /** The default reasons of the language. */
  defaultReasons: () => Reasons;
  /** Saves and applies a change. */
  save: (change: Parameters<SettingsFile['update']>[0]) => Promise<Notice | null>;
  offerUndo: (what: PendingSettingsUndo['what'], name: string, undo: () => void) => void;
  /** An invisible character was removed from a reason. */
  onInvisibleRemoved: () => void;
  pickFile: () => Promise<PickedFile>;
  exportFile: (suggestedName: string, text: string) => Promise<ExportResult>;
};

export type ReasonSettings = {
  /** Applies at once, without waiting for the disk; a failed save adds a notice. */
  edit: (edit: ReasonEdit) => ValidationError | null;
  import: () => Promise<ImportResult>;
  export: () => Promise<ExportResult>;
};

export function createReasonSettings(deps: ReasonSettingsDeps): ReasonSettings {
  const { settings, save } = deps;
  const current = () => settings.get().reasons ?? deps.defaultReasons();

  /** Saves a new list and offers to undo it. */
  function replaceReasons(reasons: Reasons, what: 'reasonsReset' | 'reasonsImported'): void {
    const before = settings.get().reasons;
    void save({ reasons });
    deps.offerUndo(what, '', () => void save({ reasons: before }));
  }

  /** Removes a reason and what is remembered of it; undo restores both. */
  function removeReason(
    reasons: Reasons,
    removed: Pick<Extract<ReasonEdit, { type: 'remove' }>, 'status' | 'reason'>,
  ): void {
    const before = settings.get();
    void save({ reasons, ...forgetReason(before, removed) });
    deps.offerUndo('reasonRemoved', removed.reason, () => {
      void save({ reasons: before.reasons, ...restoreReason(settings.get(), before, removed) });
    });
  }

  return {
    edit: (edit) => {
      if (deps.isLocked) return null;
      if (edit.type === 'reset') {
        replaceReasons(deps.defaultReasons(), 'reasonsReset');
        return null;
      }
      const result = applyEdit(current(), edit);
      if (!result.ok) return result.validationError;
      const { reasons } = result;
      const typed = edit.type === 'add' ? edit.reason : edit.type === 'rename' ? edit.to : '';
      if (hasRemovedInvisible(typed, normalizeText(typed))) deps.onInvisibleRemoved();
      if (edit.type === 'remove') removeReason(reasons, edit);
      else if (edit.type === 'rename') {
        const { preferences } = settings.get();
        const to = normalizeText(edit.to);
        const renamed = withRenamedReason(preferences, edit.status, edit.reason, to);
        const choiceShortcuts = settings
          .get()
          .choiceShortcuts.map((shortcut) =>
            shortcut.status === edit.status && shortcut.reason === edit.reason
              ? { ...shortcut, reason: to }
              : shortcut,
          );
        void save({
          reasons,
          preferences: renamed,
          choiceShortcuts,
          ...renameInMemory(settings.get(), edit, to),
        });
      } else void save({ reasons });
      return null;
    },

    import: async () => {
      if (deps.isLocked) return { outcome: 'cancelled' };
      const picked = await deps.pickFile();
      if (picked.outcome !== 'picked') return picked;
      const parsed = parseReasonsFile(picked.text);
      if (!parsed)
        return { outcome: 'refused', file: picked.file, reason: '', validationError: 'notReasons' };
      const { reasons: found, hadInvisible } = parsed;
      const invalid = validateReasons(found);
      if (invalid) return { outcome: 'refused', file: picked.file, ...invalid };
      replaceReasons(found, 'reasonsImported');
      if (hadInvisible) deps.onInvisibleRemoved();
      return { outcome: 'imported' };
    },

    export: () => {
      const text = JSON.stringify({ standbyReasons: 1, reasons: current() }, null, 2);
      return deps.exportFile('Standby reasons.json', `${text}\n`);
    },
  };
}

/** The normalized reasons in a file; null if it is not a file of reasons. */
function parseReasonsFile(text: string): { reasons: Reasons; hadInvisible: boolean } | null {
  try {
    const parsed = reasonsFile.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { rest, notReady } = parsed.data.reasons;
    return {
      reasons: { rest: rest.map(normalizeText), notReady: notReady.map(normalizeText) },
      hadInvisible: [...rest, ...notReady].some((reason) =>
        hasRemovedInvisible(reason, normalizeText(reason)),
      ),
    };
  } catch {
    return null;
  }
}
