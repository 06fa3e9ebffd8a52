/** Normalizes the texts of settings. */
import type { StatusChoice } from '../../shared/domain.ts';
import type { Settings } from './schema.ts';
import { normalizeAddress, normalizeText } from './normalize-text.ts';
import { normalizeSeenReasons } from './seen-reasons.ts';

/** Normalizes the texts of settings, which the user may have edited in the file, to the form that is compared. Pure. */
export function normalizeSettings(settings: Settings): Settings {
  const { account, reasons, seenReasons, lastAwayChoice, reasonDurations, recentChoices, preferences } =
    settings;
  const { onLock, onSleep, onIdle, onQuit } = preferences;
  return {
    ...settings,
    account: {
      ...account,
      agent: normalizeAddress(account.agent),
      customAddress: normalizeAddress(account.customAddress),
    },
    reasons: reasons && { rest: normalizeList(reasons.rest), notReady: normalizeList(reasons.notReady) },
    seenReasons: normalizeSeenReasons(seenReasons),
    lastAwayChoice: normalizeChoice(lastAwayChoice),
    choiceShortcuts: withUniqueIds(settings.choiceShortcuts).map(normalizeChoice),
    reasonDurations: reasonDurations.map(normalizeChoice),
    recentChoices: recentChoices.map(normalizeChoice),
    preferences: {
      ...preferences,
      breakLimits: preferences.breakLimits.map(normalizeChoice),
      onLock: onLock && normalizeChoice(onLock),
      onSleep: onSleep && normalizeChoice(onSleep),
      onIdle: onIdle && { ...onIdle, choice: normalizeChoice(onIdle.choice) },
      onQuit: onQuit && normalizeChoice(onQuit),
    },
  };
}

/** Of shortcuts with the same id, which were edited by hand, the first one stays. */
function withUniqueIds(shortcuts: Settings['choiceShortcuts']): Settings['choiceShortcuts'] {
  return shortcuts.filter(({ id }, index) => shortcuts.findIndex((other) => other.id === id) === index);
}

/** Duplicates after normalization are merged. */
function normalizeList(reasons: readonly string[]): string[] {
  return [...new Set(reasons.map(normalizeText))];
}

function normalizeChoice<Named extends { status: StatusChoice['status']; reason: string }>(
  named: Named,
): Named {
  return { ...named, reason: normalizeText(named.reason) };
}
