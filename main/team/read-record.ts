/** Reads the record of a wave, also one that the end of the app has cut off. */
import { open, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../shared/errors.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import { waveId, type KnownStatus, type Outcome, type WaveEnd } from '../../shared/local-api/team-results.ts';
import { parseRecordLine, type RecordHeader, type RecordLine } from './record-line.ts';
import { RECORD_SUFFIX } from './wave-record.ts';

/** What a record says about an agent. */
export type RecordedAgent = {
  agent: string;
  choice: StatusChoice;
  previous: KnownStatus | null;
  /**
   * `unknown` if a call was intended and no result is recorded; `notSent` with the cause `interrupted` if none was
   * intended.
   */
  result: Outcome;
};

export type ReadRecord = {
  header: RecordHeader;
  agents: RecordedAgent[];
  /** Null if the app ended before the wave did. */
  end: WaveEnd | null;
  /** Lines that could not be read. Their agents count as unknown. */
  damagedLines: number;
};

export type ReadRecordResult =
  | { ok: true; record: ReadRecord }
  | { ok: false; error: 'notFound' | 'damaged' | 'tooLarge' | 'unreadable'; code: string };

/** In bytes. 5,000 agents with the longest accounts take 8 MB. */
const MAX_RECORD_BYTES = 16_000_000;

const UNKNOWN: Outcome = { outcome: 'unknown', failure: null };
const INTERRUPTED: Outcome = { outcome: 'notSent', cause: 'interrupted' };

/** @param id checked: it names a file of the folder and nothing else */
export async function readWaveRecord(folder: string, id: string): Promise<ReadRecordResult> {
  if (!waveId.safeParse(id).success) return { ok: false, error: 'notFound', code: '' };
  let file: FileHandle | null = null;
  try {
    // A pipe in place of the file must not block.
    file = await open(join(folder, `${id}${RECORD_SUFFIX}`), constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) return { ok: false, error: 'unreadable', code: '' };
    if (stats.size > MAX_RECORD_BYTES) return { ok: false, error: 'tooLarge', code: '' };
    return parseRecord(id, await file.readFile('utf8'));
  } catch (error) {
    const code = errorCode(error);
    return { ok: false, error: code === 'ENOENT' ? 'notFound' : 'unreadable', code };
  } finally {
    await file?.close();
  }
}

function parseRecord(id: string, content: string): ReadRecordResult {
  // A last line without its end was being written when the app ended. Nothing is sent before such a line is complete.
  const [first, ...others] = content.split('\n').slice(0, -1).map(parseRecordLine);
  if (first?.type !== 'wave' || first.id !== id) return { ok: false, error: 'damaged', code: '' };
  const record: ReadRecord = { header: first, agents: [], end: null, damagedLines: 0 };
  for (const line of others) {
    if (line === null || !applyLine(record, line)) record.damagedLines += 1;
  }
  // A damaged line may have been the one that intended a call.
  if (record.damagedLines > 0) {
    for (const agent of record.agents) if (agent.result.outcome === 'notSent') agent.result = UNKNOWN;
  }
  return { ok: true, record };
}

/** Returns false for a line that does not fit to the lines before it. */
function applyLine(record: ReadRecord, line: RecordLine): boolean {
  switch (line.type) {
    case 'wave':
      return false;
    case 'planned':
      for (const { agent, ...choice } of line.agents) {
        record.agents.push({ agent, choice, previous: null, result: INTERRUPTED });
      }
      return record.agents.length <= record.header.total;
    case 'intended':
      return line.agents.every(({ index, previous }) => {
        const agent = record.agents[index];
        if (agent) Object.assign(agent, { previous: agent.previous ?? previous, result: UNKNOWN });
        return agent !== undefined;
      });
    case 'result':
      return line.agents.every(({ index, result }) => {
        const agent = record.agents[index];
        if (!agent) return false;
        agent.result = result;
        if ('previous' in result) agent.previous = result.previous ?? agent.previous;
        return true;
      });
    case 'end':
      record.end = { how: line.how, failure: line.failure };
      return true;
  }
}
