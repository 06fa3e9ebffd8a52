/** Schema of the planned return as saved with the settings, so that it survives a restart. */
import * as z from 'zod/mini';
import { epochMs, plannedMinutes } from './domain.ts';

export const plannedReturn = z.object({
  backAt: epochMs,
  /** The chosen duration; null for a typed time and after an extension. Older settings files lack it. */
  minutes: z._default(z.nullable(plannedMinutes), null),
  stage: z.discriminatedUnion('name', [
    z.object({ name: z.literal('planned') }),
    z.object({ name: z.literal('reminded') }),
    z.object({ name: z.literal('due'), promptAgainAt: epochMs }),
  ]),
});
export type PlannedReturn = z.infer<typeof plannedReturn>;
