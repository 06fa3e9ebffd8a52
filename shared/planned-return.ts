/** Schema of the planned return as saved with the settings, so that it survives a restart. */
import * as z from 'zod/mini';
import { epochMs } from './domain.ts';

export const plannedReturn = z.object({
  backAt: epochMs,
  stage: z.discriminatedUnion('name', [
    z.object({ name: z.literal('planned') }),
    z.object({ name: z.literal('reminded') }),
    z.object({ name: z.literal('due'), promptAgainAt: epochMs }),
  ]),
});
export type PlannedReturn = z.infer<typeof plannedReturn>;
