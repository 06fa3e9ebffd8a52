/** The requests of the local API for a whole team. Each is named `team.…`. */
import type { ApiRequestSchema } from './request-schema.ts';

export const teamRequests = {} as const satisfies Record<`team.${string}`, ApiRequestSchema>;
