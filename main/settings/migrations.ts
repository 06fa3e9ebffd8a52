/** Brings settings that an older Standby wrote up to date, one version at a time. What is damaged stays damaged. */
import * as z from 'zod/mini';

type Json = Record<string, unknown>;

const json = z.record(z.string(), z.unknown());

/** What version 2 began with. Written out: a step must not change when the defaults of today do. */
const preferencesOfVersion2 = {
  language: 'system',
  theme: 'system',
  readingSeconds: 60,
  freeWhenDue: false,
  budgets: [],
  dayStartsAt: 0,
  whenLocked: null,
  whenAsleep: null,
  whenIdle: null,
  whenQuitting: null,
  quiet: false,
};

/** The step from each version to the next. */
const steps: Partial<Record<number, (old: Json) => Json>> = {
  /** Version 2: the language became a preference, beside theme and reading interval. */
  1: ({ language, preferences, ...rest }) => ({
    plannedReturn: null,
    ...rest,
    version: 2,
    preferences: {
      ...preferencesOfVersion2,
      ...json.safeParse(preferences).data,
      ...(language === undefined ? {} : { language }),
    },
  }),
};

/** @param found what the settings file holds, as parsed JSON; whatever is no object of a known version is returned as it is */
export function migrated(found: unknown): unknown {
  const { data } = json.safeParse(found);
  const step = typeof data?.version === 'number' ? steps[data.version] : undefined;
  return data && step ? migrated(step(data)) : found;
}
