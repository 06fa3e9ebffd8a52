/** Requests of supervisors for many agents in the gateway's API. */
import * as z from 'zod/mini';
import { settableStatus } from '../domain.ts';
import { text } from '../limits.ts';
import { agentAccount } from './account.ts';
import { problem } from './problem.ts';
import { agentStatusView, switchResult } from './status.ts';

/** The most agents of one request. */
export const WAVE_MAX = 5_000;

const agents = z.array(agentAccount).check(z.minLength(1), z.maxLength(WAVE_MAX, { abort: true }));

/** Body of `POST /v1/waves`. An account that is named twice counts once. */
export const waveRequest = z.strictObject({
  agents,
  status: settableStatus,
  reason: z._default(text('reason'), ''),
  confirmedFree: z
    ._default(z.boolean(), false)
    .check(z.describe('A person has confirmed that these agents become free. Needed for the status free.')),
});

export const waveId = z.uuid();

/** Answer to `POST /v1/waves`. */
export const waveStarted = z.object({ id: waveId, total: z.int() });

/** The result of one agent: of the switch, or why there was none. */
const waveAgentResult = z.object({
  type: z.literal('result'),
  agent: agentAccount,
  result: z.nullable(switchResult),
  problem: z.nullable(problem),
});

/** A line of `GET /v1/waves/{id}` (NDJSON). The stream ends with the line `end`. */
export const waveLine = z.discriminatedUnion('type', [
  waveAgentResult,
  z.object({
    type: z.literal('end'),
    total: z.int(),
    switched: z.int(),
    otherStatus: z.int(),
    notApplied: z.int(),
    unknown: z.int(),
  }),
]);
export type WaveLine = z.infer<typeof waveLine>;

/** Body of `POST /v1/readings`. */
export const readingsRequest = z.strictObject({ agents });

/** Answer to `POST /v1/readings`: one entry for each distinct agent, in the order of the request. */
export const readingsResult = z.object({
  readings: z.array(
    z.object({
      agent: agentAccount,
      current: z.nullable(agentStatusView),
      problem: z.nullable(problem),
    }),
  ),
});
export type ReadingsResult = z.infer<typeof readingsResult>;
