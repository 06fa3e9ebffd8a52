import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { appending, opening, writing } from '../support/bench/day-log-programs.ts';
import { folderFrom, numberFrom } from '../support/bench/node-program.ts';
import { record } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

/** Some 180 days, as many as are kept. */
const LINES = 100_000;

test('the day log: a line more, and a day out of 100,000 lines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'day-log-'));
  const log = { parts: folderFrom('BENCH_PARTS'), folder, lines: LINES };
  await numberFrom(writing(log));
  const samples = await alternate({
    append: () => numberFrom(appending(log)),
    open: () => numberFrom(opening(log, '2026-08-15')),
  });
  record({
    order: 18,
    what: 'day log: append a line',
    unit: 'ms',
    target: { most: 1 },
    samples: { Standby: samples.append },
    note: 'to the disk of the measuring machine; the median of 200',
  });
  record({
    order: 19,
    what: `day log: open a day out of ${LINES} lines`,
    unit: 'ms',
    target: { most: 200 },
    samples: { Standby: samples.open },
    note: 'for the first time after a start',
  });
});
