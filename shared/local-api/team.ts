/** The requests of the local API for a whole team. Each is named `team.…`. */
import * as z from 'zod/mini';
import { settableStatus } from '../domain.ts';
import { text } from '../limits.ts';
import type { ApiRequestSchema } from './request-schema.ts';
import {
  agentReading,
  agentResult,
  outcomeCounts,
  TEAM_MAX,
  teamAgent,
  waveEnd,
  waveId,
  waveProgress,
} from './team-results.ts';

/** Agents in one request. A line has a limit of its own, so that a list is sent in several. */
export const AGENTS_PER_REQUEST = 1_000;

/** Agents with a result, in one event. */
export const RESULTS_PER_EVENT = 200;

/** A list of agents that the app keeps for a minute. It is used once. */
const agentListId = text('name').check(z.regex(/^[0-9a-f]{16}$/));

const waveOptions = z.strictObject({
  /** Reads, and changes nothing. */
  dryRun: z._default(z.boolean(), false),
  /** Uses the whole rate of the contact center; otherwise half of it. */
  fast: z._default(z.boolean(), false),
  /** A person has confirmed that agents become free. Without it nobody is set to Free. */
  confirmedFree: z._default(z.boolean(), false),
});

const waveEvent = z.discriminatedUnion('type', [
  /** First. `wave` is null for a trial run, which has no record. */
  z.object({ type: z.literal('started'), wave: z.nullable(waveId), total: z.int() }),
  z.object({
    type: z.literal('results'),
    results: z.array(agentResult).check(z.maxLength(RESULTS_PER_EVENT)),
    progress: waveProgress,
  }),
]);
export type WaveEvent = z.infer<typeof waveEvent>;

/** The end of a wave. `counts`: agents with each outcome. */
const waveResult = z.extend(waveEnd, { wave: z.nullable(waveId), counts: outcomeCounts });
export type WaveResult = z.infer<typeof waveResult>;

const readingsEvent = z.object({
  type: z.literal('readings'),
  readings: z.array(agentReading).check(z.maxLength(RESULTS_PER_EVENT)),
});

const recordedEvent = z.object({
  type: z.literal('recorded'),
  results: z.array(agentResult).check(z.maxLength(RESULTS_PER_EVENT)),
});

export const teamRequests = {
  /** Adds agents to a list, or begins one. */
  'team.agents': {
    access: 'read',
    input: z.strictObject({
      list: z.optional(agentListId),
      agents: z.array(teamAgent).check(z.minLength(1), z.maxLength(AGENTS_PER_REQUEST, { abort: true })),
    }),
    output: z.object({ list: agentListId, count: z.int().check(z.lte(TEAM_MAX)) }),
  },
  /** Sets a status for the agents of a list. Ends early when the request is cancelled, after the calls in flight. */
  'team.set': {
    access: 'full',
    input: z.extend(waveOptions, {
      list: agentListId,
      status: settableStatus,
      reason: z._default(text('reason'), ''),
    }),
    output: waveResult,
    event: waveEvent,
  },
  /** Returns the agents of a wave who still have what it set to what they had before. */
  'team.undo': {
    access: 'full',
    input: z.extend(waveOptions, { wave: waveId }),
    output: waveResult,
    event: waveEvent,
  },
  /** Reads the statuses of the agents of a list. */
  'team.status': {
    access: 'read',
    input: z.strictObject({ list: agentListId }),
    output: waveEnd,
    event: readingsEvent,
  },
  /** What is recorded of a wave, also if the app ended in its middle: `complete` is false then. */
  'team.wave': {
    access: 'read',
    input: z.strictObject({ wave: waveId }),
    output: z.object({ wave: waveId, complete: z.boolean(), counts: outcomeCounts, damagedLines: z.int() }),
    event: recordedEvent,
  },
} as const satisfies Record<`team.${string}`, ApiRequestSchema>;

export type TeamRequest = keyof typeof teamRequests;
