/** Remembers the durations and the choices that the agent used with reasons. Pure. */
import type { ReasonChoice } from '../../shared/domain.ts';
import type { Preferences } from '../../shared/preferences.ts';
import { RECENT_CHOICES_MAX, type AppState, type ReasonDuration } from '../../shared/state.ts';
import { MAX_ITEMS } from '../../shared/lengths.ts';
import { REASON_DURATIONS_MAX, type Settings } from './schema.ts';

/** The part of the settings that is remembered about reasons. */
export type ReasonMemory = Pick<Settings, 'reasonDurations' | 'recentChoices'>;

type Named = Pick<ReasonChoice, 'status' | 'reason'>;

/** Remembers a duration for its reason, also for the recent choice with this reason. The oldest one is dropped. */
export function rememberDuration(memory: ReasonMemory, choice: ReasonChoice): ReasonMemory {
  return {
    reasonDurations: putFirst(memory.reasonDurations, choice, REASON_DURATIONS_MAX),
    recentChoices: memory.recentChoices.map((recent) => (isSame(recent, choice) ? choice : recent)),
  };
}

/** Remembers a choice as the most recent one. */
export function rememberChoice(memory: ReasonMemory, choice: ReasonChoice): ReasonMemory {
  return {
    reasonDurations: memory.reasonDurations,
    recentChoices: putFirst(memory.recentChoices, choice, RECENT_CHOICES_MAX),
  };
}

/** Moves what is remembered of a reason to its new name. */
export function renameInMemory(memory: ReasonMemory, { status, reason }: Named, to: string): ReasonMemory {
  const renamed = (choices: ReasonChoice[]) =>
    choices.some((choice) => isSame(choice, { status, reason }))
      ? choices
          .filter((choice) => !isSame(choice, { status, reason: to }))
          .map((choice) => (isSame(choice, { status, reason }) ? { ...choice, reason: to } : choice))
      : choices;
  return {
    reasonDurations: renamed(memory.reasonDurations),
    recentChoices: renamed(memory.recentChoices),
  };
}

/** Forgets a reason. */
export function forgetReason(memory: ReasonMemory, reason: Named): ReasonMemory {
  const others = (choices: ReasonChoice[]) => choices.filter((choice) => !isSame(choice, reason));
  return {
    reasonDurations: others(memory.reasonDurations),
    recentChoices: others(memory.recentChoices),
  };
}

/** Adds what was remembered of a reason before it was forgotten, behind what was remembered since then. */
export function restoreReason(memory: ReasonMemory, before: ReasonMemory, reason: Named): ReasonMemory {
  const restored = (choices: ReasonChoice[], old: ReasonChoice[], max: number) => {
    const oldIndex = old.findIndex((choice) => isSame(choice, reason));
    const forgotten = old[oldIndex];
    if (forgotten === undefined || choices.some((choice) => isSame(choice, reason))) return choices;
    const newer = choices.filter((choice) => !old.some((each) => isSame(each, choice)));
    return choices.toSpliced(newer.length + oldIndex, 0, forgotten).slice(0, max);
  };
  return {
    reasonDurations: restored(memory.reasonDurations, before.reasonDurations, REASON_DURATIONS_MAX),
    recentChoices: restored(memory.recentChoices, before.recentChoices, RECENT_CHOICES_MAX),
  };
}

/** What the app state shows of the memory. Where no duration was chosen for a reason, its limit of one break is shown. */
export function toPublicMemory({
  reasonDurations,
  recentChoices,
  preferences,
}: ReasonMemory & { preferences: Pick<Preferences, 'breakLimits'> }): Pick<
  AppState,
  'reasonDurations' | 'recentChoices'
> {
  const limits = preferences.breakLimits
    .filter(({ reason }) => reason !== '')
    .map(({ status, reason, breakMinutes }) => ({ status, reason, minutes: breakMinutes }))
    .filter((limit) => !reasonDurations.some((chosen) => isSame(chosen, limit)));
  return {
    reasonDurations: [...reasonDurations, ...limits].filter(hasDuration).slice(0, MAX_ITEMS.few),
    recentChoices,
  };
}

function hasDuration(choice: ReasonChoice): choice is ReasonDuration {
  return choice.minutes !== null;
}

function putFirst(choices: ReasonChoice[], first: ReasonChoice, max: number): ReasonChoice[] {
  return [first, ...choices.filter((choice) => !isSame(choice, first))].slice(0, max);
}

function isSame(one: Named, other: Named): boolean {
  return one.status === other.status && one.reason === other.reason;
}
