/**
 * Writes the record of a wave: a file of JSON lines, which only its owner can read. What is to be sent is on the disk
 * before it is sent, so that an app that ends in the middle leaves no agent out.
 */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { errorCode } from '../../shared/errors.ts';
import { chunksOf } from '../../tencent/lists.ts';
import type { WaveEnd } from '../../shared/local-api/team-results.ts';
import { AGENTS_PER_LINE, formatRecordLine, type RecordHeader, type RecordLine } from './record-line.ts';
import type { WaveRecorder, WaveTarget } from './wave-run.ts';

export const RECORD_SUFFIX = '.jsonl';

type WaveRecord = WaveRecorder & {
  id: string;
  /** Writes the last line and closes the file. Never rejects. */
  close: (end: WaveEnd) => Promise<void>;
};

export type WaveRecordResult = { ok: true; record: WaveRecord } | { ok: false; code: string };

export type NewWave = Pick<RecordHeader, 'undoes' | 'origin' | 'sdkAppId'> & {
  targets: readonly WaveTarget[];
};

/** Another wave of the same second has another random part; a second try is a matter of form. */
const MAX_NAMES = 3;

/** Creates a record and writes its targets to the disk. Never rejects. */
export async function createWaveRecord(
  folder: string,
  wave: NewWave,
  clock: Clock,
): Promise<WaveRecordResult> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { id, file } = await openNew(folder, clock);
    const append = createAppender(file);
    const { undoes, origin, sdkAppId, targets } = wave;
    const header = { type: 'wave', version: 1, id, at: clock.now(), undoes, origin, sdkAppId } as const;
    const plan = chunksOf(targets, AGENTS_PER_LINE).map((part): RecordLine => {
      const agents = part.map(({ agent, choice: { status, reason } }) => ({ agent, status, reason }));
      return { type: 'planned', agents };
    });
    const record = toRecord(id, file, append, clock);
    if (await append([{ ...header, total: targets.length }, ...plan])) return { ok: true, record };
    await file.close();
    return { ok: false, code: 'EIO' };
  } catch (error) {
    return { ok: false, code: errorCode(error) };
  }
}

async function openNew(folder: string, clock: Clock): Promise<{ id: string; file: FileHandle }> {
  for (let attempt = 1; ; attempt += 1) {
    const id = createWaveId(clock);
    try {
      return { id, file: await open(join(folder, `${id}${RECORD_SUFFIX}`), 'wx', 0o600) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || attempt === MAX_NAMES) throw error;
    }
  }
}

/** Sorts by time. The random part separates the waves of a second. */
function createWaveId(clock: Clock): string {
  const [date = '', time = ''] = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  const random = Math.floor(clock.random() * 0x1000000);
  return `${date}-${time}-${random.toString(16).padStart(6, '0')}`;
}

type Append = (lines: readonly RecordLine[]) => Promise<boolean>;

/** Creates a function that appends lines. Lines that arrive while others are written reach the disk together. */
function createAppender(file: FileHandle): Append {
  let lastWrite: Promise<boolean> = Promise.resolve(true);
  let collected: { texts: string[]; written: Promise<boolean> } | null = null;

  return (lines) => {
    if (collected === null) {
      const next = { texts: new Array<string>(), written: lastWrite };
      next.written = lastWrite.then((isWritable) => {
        collected = null;
        return isWritable && writeThrough(file, next.texts.join(''));
      });
      lastWrite = next.written;
      collected = next;
    }
    collected.texts.push(...lines.map(formatRecordLine));
    return collected.written;
  };
}

/** After a failed write nothing more is written: half a line in the middle would make the rest unreadable. */
async function writeThrough(file: FileHandle, text: string): Promise<boolean> {
  try {
    await file.appendFile(text);
    await file.datasync();
    return true;
  } catch {
    return false;
  }
}

function toRecord(id: string, file: FileHandle, append: Append, clock: Clock): WaveRecord {
  return {
    id,
    intend: (items) => {
      const agents = items.map(({ index, previous }) => ({ index, previous }));
      return append([{ type: 'intended', at: clock.now(), agents }]);
    },
    settle: (results) =>
      append(
        chunksOf(results, AGENTS_PER_LINE).map((part): RecordLine => {
          const agents = part.map(({ index, result }) => ({ index, result }));
          return { type: 'result', at: clock.now(), agents };
        }),
      ),
    close: async ({ how, failure }) => {
      await append([{ type: 'end', at: clock.now(), how, failure }]);
      await file.close().catch(() => undefined);
    },
  };
}
