/** What the local API says about a team: the result of each agent, the progress of a wave, and how it ended. */
import * as z from 'zod/mini';
import { agentStatus, epochMs } from '../domain.ts';
import { AGENT_MAX } from '../ipc/forms.ts';
import { text } from '../limits.ts';

/** Whether the statuses of other agents can be read and changed. */
export const teamAccess = z.enum(['off', 'on']);

/** The most agents of one wave. */
export const TEAM_MAX = 5_000;

/** An agent's account. */
export const teamAgent = z.string().check(z.minLength(1), z.maxLength(AGENT_MAX, { abort: true }));

/** The identifier of a wave, which is also the name of its record: its time (UTC) and a random part. */
export const waveId = z.string().check(z.regex(/^\d{8}-\d{6}-[0-9a-f]{6}$/));

/** A status with its reason, as far as known. */
const knownStatus = z.object({ status: agentStatus, reason: text('reason') });
export type KnownStatus = z.infer<typeof knownStatus>;

/** A failure, without what is the same for all agents of a wave. */
export const teamFailure = z.object({
  kind: text('name'),
  code: text('message'),
  message: text('message'),
  requestId: z.nullable(text('message')),
});
export type TeamFailure = z.infer<typeof teamFailure>;

/**
 * Why nothing was sent for an agent, or why nothing that was sent can have taken effect.
 * - `cancelled`: the wave was cancelled before;
 * - `stopped`: the wave stopped, because of a failure that all agents share;
 * - `interrupted`: the app ended before;
 * - `freeNotConfirmed`: Free needs a confirmation;
 * - `changedSince`: undo: the agent has no longer what the wave set;
 * - `previousUnknown`: undo: the previous status is not known;
 * - `notRestorable`: undo: nobody can set the previous status, such as "in a call";
 * - `notReadable`: undo: the present status could not be read.
 */
export const notSentCause = z.enum([
  'cancelled',
  'stopped',
  'interrupted',
  'freeNotConfirmed',
  'changedSince',
  'previousUnknown',
  'notRestorable',
  'notReadable',
]);
export type NotSentCause = z.infer<typeof notSentCause>;

const previous = z.nullable(knownStatus);

/**
 * The result of one agent.
 * - `switched`: confirmed, by the response or by a reading afterwards; `reason` is the one that the service reports;
 * - `unchanged`: the agent had the status and the reason before; nothing was sent;
 * - `reserved`: the agent is in a call, and the service sets the status afterwards;
 * - `planned`: of a trial run;
 * - `otherStatus`: the service accepted the request and reports another status;
 * - `failed`: refused, and not in effect;
 * - `unknown`: it may or may not be in effect, and could not be read;
 * - `notSent`: see {@link notSentCause}.
 */
const results = {
  switched: z.object({
    outcome: z.literal('switched'),
    previous,
    reason: text('reason'),
    confirmedBy: z.enum(['response', 'reading']),
  }),
  unchanged: z.object({ outcome: z.literal('unchanged') }),
  reserved: z.object({ outcome: z.literal('reserved'), previous }),
  planned: z.object({ outcome: z.literal('planned'), previous }),
  otherStatus: z.object({
    outcome: z.literal('otherStatus'),
    status: z.nullable(agentStatus),
    reason: text('reason'),
  }),
  failed: z.object({ outcome: z.literal('failed'), failure: teamFailure }),
  unknown: z.object({ outcome: z.literal('unknown'), failure: z.nullable(teamFailure) }),
  notSent: z.object({ outcome: z.literal('notSent'), cause: notSentCause }),
};

export const outcome = z.discriminatedUnion('outcome', [
  results.switched,
  results.unchanged,
  results.reserved,
  results.planned,
  results.otherStatus,
  results.failed,
  results.unknown,
  results.notSent,
]);
export type Outcome = z.infer<typeof outcome>;

const count = z.int().check(z.gte(0), z.lte(TEAM_MAX));

/** How many agents have each outcome. */
export const outcomeCounts = z.object({
  switched: count,
  unchanged: count,
  reserved: count,
  planned: count,
  otherStatus: count,
  failed: count,
  unknown: count,
  notSent: count,
});
export type OutcomeCounts = z.infer<typeof outcomeCounts>;

/** Counts outcomes. */
export function countOutcomes(results: readonly Pick<Outcome, 'outcome'>[]): OutcomeCounts {
  const counts = {
    switched: 0,
    unchanged: 0,
    reserved: 0,
    planned: 0,
    otherStatus: 0,
    failed: 0,
    unknown: 0,
    notSent: 0,
  };
  for (const { outcome: name } of results) counts[name] += 1;
  return counts;
}

export const agentResult = z.object({ agent: teamAgent, result: outcome });
export type AgentResult = z.infer<typeof agentResult>;

/** How far a wave is. */
export const waveProgress = z.object({
  /** Agents with a result. */
  done: z.int(),
  total: z.int(),
  /** Agents a second, over the last seconds. */
  perSecond: z.number(),
  /** Estimated, in milliseconds; null while there is no rate. */
  remainingMs: z.nullable(z.number()),
});
export type WaveProgress = z.infer<typeof waveProgress>;

/**
 * Why nothing was done. `notAllowed`: by policy or settings; `busy`: another wave runs; `otherAccount`: the wave was sent to
 * another contact center; `nothingToUndo`: the wave has switched nobody; `recordFailed`: the record could not be created;
 * the other ones are about the record of the wave to undo.
 */
export const teamErrorKind = z.enum([
  'notAllowed',
  'notConfigured',
  'notWithGateway',
  'busy',
  'recordFailed',
  'waveNotFound',
  'recordDamaged',
  'recordUnreadable',
  'otherAccount',
  'nothingToUndo',
]);

/** The codes of these errors begin with it. */
export const TEAM_ERROR_PREFIX = 'Team.';

/** How a wave ended. `recordFailed`: its record could not be written, so that nothing more was sent. */
export const waveEnd = z.object({
  how: z.enum(['finished', 'cancelled', 'stopped', 'recordFailed']),
  /** The failure that stopped it. */
  failure: z.nullable(teamFailure),
});
export type WaveEnd = z.infer<typeof waveEnd>;

/**
 * The present status of one agent. `missing`: the service does not report the agent; `unreadable`: it could not be asked.
 */
export const agentReading = z.object({
  agent: teamAgent,
  type: z.enum(['read', 'missing', 'unreadable']),
  current: z.nullable(knownStatus),
  at: epochMs,
});
export type AgentReading = z.infer<typeof agentReading>;
