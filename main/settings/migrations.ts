/** Brings settings of an older version up to date, one version at a time. Damaged settings stay as they are. */
import * as z from 'zod/mini';

type Json = Record<string, unknown>;

const json = z.record(z.string(), z.unknown());

/** Renames of version 3. */
const PREFERENCES_OF_VERSION_2: Readonly<Record<string, string>> = {
  readingSeconds: 'pollIntervalSeconds',
  freeWhenDue: 'autoFreeAtReturn',
  budgets: 'breakLimits',
  dayStartsAt: 'dayStartHour',
  whenLocked: 'onLock',
  whenAsleep: 'onSleep',
  whenIdle: 'onIdle',
  whenQuitting: 'onQuit',
  quiet: 'reduceNotifications',
};

/** The step from each version to the next. A step renames; a key that is missing takes its default elsewhere. */
const steps: Partial<Record<number, (old: Json) => Json>> = {
  2: ({ mode, preferences, plannedReturn, ...rest }) => ({
    ...renameKeys(rest, { lastAway: 'lastAwayChoice' }),
    version: 3,
    mode: mode === 'unset' ? 'unconfigured' : mode,
    plannedReturn: inObject(plannedReturn, (plan) => ({
      ...plan,
      stage: inObject(plan.stage, (stage) => renameKeys(stage, { askAgainAt: 'promptAgainAt' })),
    })),
    preferences: inObject(preferences, (found) => renameKeys(found, PREFERENCES_OF_VERSION_2)),
  }),
};

/** @param found the settings file as parsed JSON; anything but an object of a known version is returned unchanged */
export function migrate(found: unknown): unknown {
  const { data } = json.safeParse(found);
  const step = typeof data?.version === 'number' ? steps[data.version] : undefined;
  return data && step ? migrate(step(data)) : found;
}

function inObject(found: unknown, change: (found: Json) => Json): unknown {
  const { data } = json.safeParse(found);
  return data ? change(data) : found;
}

function renameKeys(found: Json, names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [names[name] ?? name, value]));
}
