import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { folderFrom, load, numberFrom } from '../support/bench/node-program.ts';
import { record } from '../support/bench/record.ts';
import { alternate } from '../support/bench/rounds.ts';

const LINES = 100_000;
const parts = load(`${folderFrom('BENCH_PARTS')}/day-log.cjs`);

test('the day log: a line more, and a day out of 100,000 lines', async () => {
  const folder = JSON.stringify(await mkdtemp(join(tmpdir(), 'day-log-')));
  const begin = Date.UTC(2026, 5, 1);
  // Some 180 days, as many as are kept: a line every two and a half minutes, day and night.
  const spacing = 150_000;
  const entry = (at: string) =>
    `{ kind: 'switched', at: ${at}, from: { status: 'free', reason: '' }, to: { status: 'rest', reason: 'Lunch' },
       source: 'tray', askedAt: ${at} - 200, provedAt: ${at}, attempts: 1, requestId: crypto.randomUUID() }`;
  await numberFrom(`
    const { stat } = await import('node:fs/promises');
    const { openDayLog } = ${parts};
    let now = ${begin};
    const log = openDayLog(${folder}, () => now);
    for (let line = 0; line < ${LINES}; line += 1) {
      now += ${spacing};
      // The file is closed by and by, once for each line: what is asked of the disk after that is answered after it.
      if (line % 100 === 0) await stat(${folder});
      const result = log.append(${entry('now')});
      if (!result.ok) throw new Error(result.failure.message);
    }
    console.log(0);`);
  const end = begin + LINES * spacing;
  const samples = await alternate({
    append: () =>
      numberFrom(`
        const { openDayLog } = ${parts};
        const log = openDayLog(${folder}, () => ${end});
        log.append(${entry(String(end))});
        const times = [];
        for (let n = 0; n < 200; n += 1) {
          const begin = performance.now();
          log.append(${entry(String(end))});
          times.push(performance.now() - begin);
        }
        console.log(times.sort((one, other) => one - other)[100]);`),
    open: () =>
      numberFrom(`
        const { openDiary } = ${parts};
        const diary = openDiary({
          folder: ${folder}, version: '0', time: { now: () => ${end} },
          rule: () => ({ zone: 'Asia/Shanghai', resetHour: 0 }), onTrouble: (message) => { throw new Error(message); },
        });
        const begin = performance.now();
        const report = await diary.report('2026-08-15');
        const took = performance.now() - begin;
        if (!report || report.changes.length < 1) throw new Error('an empty day');
        console.log(took);`),
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
