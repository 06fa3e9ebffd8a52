/** The lines of a wave's record: one JSON object on each line. */
import * as z from 'zod/mini';
import { epochMs, settableStatus, agentStatus } from '../../shared/domain.ts';
import { text } from '../../shared/limits.ts';
import {
  outcome,
  teamAgent,
  teamFailure,
  TEAM_MAX,
  waveEnd,
  waveId,
} from '../../shared/local-api/team-results.ts';
import { parseJson } from '../../shared/parse-json.ts';

/** Agents on one line, so that a line stays short. */
export const AGENTS_PER_LINE = 100;

/** In UTF-16 code units. A line of a hundred agents with the longest accounts and reasons has fewer. */
const LINE_LIMITS = { maxLength: 1_000_000, maxDepth: 8, maxEntries: 5_000 };

const index = z.int().check(z.gte(0), z.lt(TEAM_MAX));
const perLine = <Entry extends z.ZodMiniType>(entry: Entry) =>
  z.array(entry).check(z.maxLength(AGENTS_PER_LINE, { abort: true }));

/** The first line. */
const header = z.object({
  type: z.literal('wave'),
  version: z.literal(1),
  id: waveId,
  at: epochMs,
  /** The wave that this one undoes; null if it is none. */
  undoes: z.nullable(waveId),
  /** Where it was sent to. An undo is sent there only. */
  origin: text('message'),
  sdkAppId: z.number(),
  total: z.int().check(z.gte(1), z.lte(TEAM_MAX)),
});
export type RecordHeader = z.infer<typeof header>;

/** The agents, in their order, before anything is sent. */
const planned = z.object({
  type: z.literal('planned'),
  agents: perLine(z.object({ agent: teamAgent, status: settableStatus, reason: text('reason') })),
});

/** Written before a call: from here on the agents' statuses may be changed. */
const intended = z.object({
  type: z.literal('intended'),
  at: epochMs,
  agents: perLine(
    z.object({
      index,
      previous: z.nullable(z.object({ status: agentStatus, reason: text('reason') })),
    }),
  ),
});

const settled = z.object({
  type: z.literal('result'),
  at: epochMs,
  agents: perLine(z.object({ index, result: outcome })),
});

/** The last line, unless the app ended before. */
const ended = z.object({
  type: z.literal('end'),
  at: epochMs,
  how: waveEnd.shape.how,
  failure: z.nullable(teamFailure),
});

const line = z.discriminatedUnion('type', [header, planned, intended, settled, ended]);
export type RecordLine = z.infer<typeof line>;

/** Parses a line; null if it is damaged, or written by a newer version. */
export function parseRecordLine(text: string): RecordLine | null {
  const json = parseJson(text, LINE_LIMITS);
  const parsed = line.safeParse(json.ok ? json.value : undefined);
  return parsed.success ? parsed.data : null;
}

export function formatRecordLine(entry: RecordLine): string {
  return `${JSON.stringify(entry)}\n`;
}
