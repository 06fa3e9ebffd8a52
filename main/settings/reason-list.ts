/** Edits and validates the list of reasons. Pure. */
import { REASONS_MAX, type ValidationError } from '../../shared/ipc/forms.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { ReasonEdit } from '../../shared/ipc/settings-results.ts';
import type { Reasons } from '../../shared/state.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import { validateReason } from './reason-validation.ts';
import { normalizeText } from './normalize-text.ts';

export type EditResult = { ok: true; reasons: Reasons } | { ok: false; validationError: ValidationError };

type ListEdit = Exclude<ReasonEdit, { type: 'reset' }>;

/** Applies one edit. A reason that no longer exists is ignored: the window's state may be slightly older. */
export function applyEdit(reasons: Reasons, edit: ListEdit): EditResult {
  const list = reasons[edit.status];
  switch (edit.type) {
    case 'add':
      return toEditResult(reasons, edit.status, [...list, normalizeText(edit.reason)], list.length);
    case 'rename': {
      const index = list.indexOf(edit.reason);
      return index === -1
        ? { ok: true, reasons }
        : toEditResult(reasons, edit.status, list.with(index, normalizeText(edit.to)), index);
    }
    case 'move': {
      if (!list.includes(edit.reason)) return { ok: true, reasons };
      const others = list.filter((reason) => reason !== edit.reason);
      return { ok: true, reasons: { ...reasons, [edit.status]: others.toSpliced(edit.to, 0, edit.reason) } };
    }
    case 'remove': {
      const rest = list.filter((reason) => reason !== edit.reason);
      return { ok: true, reasons: { ...reasons, [edit.status]: rest } };
    }
  }
}

/** Validates a whole list of reasons. Returns the first invalid one with its error; null if all are valid. */
export function validateReasons({
  rest,
  notReady,
}: Reasons): { reason: string; validationError: ValidationError } | null {
  for (const list of [rest, notReady]) {
    for (const [index, reason] of list.entries()) {
      const validationError = validateAt(list, index);
      if (validationError) return { reason, validationError };
    }
  }
  return null;
}

/** Renames a reason in preferences: in its break limits and in automatic away choices. */
export function withRenamedReason(
  preferences: Preferences,
  status: StatusChoice['status'],
  reason: string,
  to: string,
): Preferences {
  const renamed = <Named extends { status: StatusChoice['status']; reason: string }>(named: Named): Named =>
    named.status === status && named.reason === reason ? { ...named, reason: to } : named;
  const { breakLimits, onLock, onSleep, onIdle, onQuit } = preferences;
  return {
    ...preferences,
    breakLimits: breakLimits.map(renamed),
    onLock: onLock && renamed(onLock),
    onSleep: onSleep && renamed(onSleep),
    onIdle: onIdle && { ...onIdle, choice: renamed(onIdle.choice) },
    onQuit: onQuit && renamed(onQuit),
  };
}

/** @param index index of the new reason */
function toEditResult(
  reasons: Reasons,
  status: ListEdit['status'],
  list: string[],
  index: number,
): EditResult {
  const validationError = validateAt(list, index);
  return validationError
    ? { ok: false, validationError }
    : { ok: true, reasons: { ...reasons, [status]: list } };
}

function validateAt(list: readonly string[], index: number): ValidationError | null {
  const reason = list[index] ?? '';
  if (reason.trim() === '') return 'reasonEmpty';
  if (index >= REASONS_MAX) return 'reasonsFull';
  const isDuplicate = list.indexOf(reason) !== list.lastIndexOf(reason);
  return isDuplicate ? 'reasonTwice' : validateReason(reason);
}
