import type { Choice } from '../../preload/contract/vocabulary.ts';
import type { Settings } from './schema.ts';
import { tidyAddress, tidyWords } from './typed-text.ts';

/** Settings whose texts may have been typed into the file, in the form in which Standby compares them. Pure. */
export function tidySettings(settings: Settings): Settings {
  const { account, reasons, lastAway, preferences } = settings;
  const { whenLocked, whenAsleep, whenIdle, whenQuitting } = preferences;
  return {
    ...settings,
    account: {
      ...account,
      agent: tidyAddress(account.agent),
      customAddress: tidyAddress(account.customAddress),
    },
    reasons: reasons && { rest: tidyList(reasons.rest), notReady: tidyList(reasons.notReady) },
    lastAway: tidyChoice(lastAway),
    preferences: {
      ...preferences,
      budgets: preferences.budgets.map(tidyChoice),
      whenLocked: whenLocked && tidyChoice(whenLocked),
      whenAsleep: whenAsleep && tidyChoice(whenAsleep),
      whenIdle: whenIdle && { ...whenIdle, choice: tidyChoice(whenIdle.choice) },
      whenQuitting: whenQuitting && tidyChoice(whenQuitting),
    },
  };
}

/** Two that looked alike are one. */
function tidyList(reasons: readonly string[]): string[] {
  return [...new Set(reasons.map(tidyWords))];
}

function tidyChoice<Named extends { status: Choice['status']; reason: string }>(named: Named): Named {
  return { ...named, reason: tidyWords(named.reason) };
}
