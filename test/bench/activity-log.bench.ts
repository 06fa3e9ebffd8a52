import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import {
  appendLineProgram,
  openDayProgram,
  writeLogProgram,
} from '../support/bench/activity-log-programs.ts';
import { folderFrom, numberFrom } from '../support/bench/node-program.ts';
import { recordResult } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

/** About 180 days, which is the retention period. */
const LINES = 100_000;

test('activity log: time to append a line, and to read a day out of 100,000 lines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'day-log-'));
  const log = { parts: folderFrom('BENCH_PARTS'), folder, lines: LINES };
  await numberFrom(writeLogProgram(log));
  const samples = await alternate({
    append: () => numberFrom(appendLineProgram(log)),
    open: () => numberFrom(openDayProgram(log, '2026-08-15')),
  });
  recordResult({
    order: 18,
    what: 'day log: append a line',
    unit: 'ms',
    target: { max: 1 },
    samples: { Standby: samples.append },
    note: 'to the disk of the measuring machine; the median of 200',
  });
  recordResult({
    order: 19,
    what: `day log: open a day out of ${LINES} lines`,
    unit: 'ms',
    target: { max: 200 },
    samples: { Standby: samples.open },
    note: 'for the first time after a start',
  });
});
