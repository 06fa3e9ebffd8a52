/** The list of reasons and what becomes of it, edit by edit. Pure. */
import { REASONS_MAX, type Problem } from '../../preload/contract/inputs.ts';
import type { Preferences } from '../../preload/contract/preferences.ts';
import type { ReasonEdit } from '../../preload/contract/settings.ts';
import type { Reasons } from '../../preload/contract/state.ts';
import type { Choice } from '../../preload/contract/vocabulary.ts';
import { reasonProblem } from './reason.ts';
import { tidyWords } from './typed-text.ts';

export type EditResult = { ok: true; reasons: Reasons } | { ok: false; problem: Problem };

type ListEdit = Exclude<ReasonEdit, { do: 'reset' }>;

/** One edit done. A reason that is not there any more is left alone: the window may be a moment behind. */
export function edited(reasons: Reasons, edit: ListEdit): EditResult {
  const list = reasons[edit.status];
  switch (edit.do) {
    case 'add':
      return checked(reasons, edit.status, [...list, tidyWords(edit.reason)], list.length);
    case 'rename': {
      const place = list.indexOf(edit.reason);
      return place === -1
        ? { ok: true, reasons }
        : checked(reasons, edit.status, list.with(place, tidyWords(edit.to)), place);
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

/** What keeps a whole list of reasons from being used: the first that is wrong, and why; null when all are right. */
export function listProblem({ rest, notReady }: Reasons): { reason: string; problem: Problem } | null {
  for (const list of [rest, notReady]) {
    for (const [place, reason] of list.entries()) {
      const problem = placeProblem(list, place);
      if (problem) return { reason, problem };
    }
  }
  return null;
}

/** The same settings where a reason has a new name: limits on it and automatic choices of it go along. */
export function withRenamedReason(
  preferences: Preferences,
  status: Choice['status'],
  reason: string,
  to: string,
): Preferences {
  const renamed = <Named extends { status: Choice['status']; reason: string }>(named: Named): Named =>
    named.status === status && named.reason === reason ? { ...named, reason: to } : named;
  const { budgets, whenLocked, whenAsleep, whenIdle, whenQuitting } = preferences;
  return {
    ...preferences,
    budgets: budgets.map(renamed),
    whenLocked: whenLocked && renamed(whenLocked),
    whenAsleep: whenAsleep && renamed(whenAsleep),
    whenIdle: whenIdle && { ...whenIdle, choice: renamed(whenIdle.choice) },
    whenQuitting: whenQuitting && renamed(whenQuitting),
  };
}

/** @param place of the reason that is new */
function checked(reasons: Reasons, status: ListEdit['status'], list: string[], place: number): EditResult {
  const problem = placeProblem(list, place);
  return problem ? { ok: false, problem } : { ok: true, reasons: { ...reasons, [status]: list } };
}

function placeProblem(list: readonly string[], place: number): Problem | null {
  const reason = list[place] ?? '';
  if (reason.trim() === '') return 'reasonEmpty';
  if (place >= REASONS_MAX) return 'reasonsFull';
  const twice = list.indexOf(reason) !== list.lastIndexOf(reason);
  return twice ? 'reasonTwice' : reasonProblem(reason);
}
