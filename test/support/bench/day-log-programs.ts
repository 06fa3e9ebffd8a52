/** What is timed of the day log, each in a Node of its own: programs for numbersFrom, over what buildParts has built. */
import { load } from './node-program.ts';

/** A day log of so many lines, from the begin of June 2026: a line every two and a half minutes, day and night. */
export type LongLog = { parts: string; folder: string; lines: number };

const BEGIN = Date.UTC(2026, 5, 1);
const SPACING_MS = 150_000;

const openIn = ({ parts, folder }: LongLog, now: string) =>
  `const { openDayLog } = ${load(`${parts}/day-log.cjs`)};
   const log = openDayLog(${JSON.stringify(folder)}, () => ${now});`;

const append = (at: string) =>
  `const result = log.append({
     kind: 'switched', at: ${at}, from: { status: 'free', reason: '' }, to: { status: 'rest', reason: 'Lunch' },
     source: 'tray', askedAt: ${at} - 200, provedAt: ${at}, attempts: 1, requestId: crypto.randomUUID(),
   });
   if (!result.ok) throw new Error(result.failure.message);`;

const endOf = ({ lines }: LongLog) => BEGIN + lines * SPACING_MS;

/** Writes it, and prints how many lines that were. */
export function writing(log: LongLog): string {
  return `
    const { stat } = await import('node:fs/promises');
    let now = ${BEGIN};
    ${openIn(log, 'now')}
    for (let line = 0; line < ${log.lines}; line += 1) {
      now += ${SPACING_MS};
      // The file is closed by and by, once for each line: what is asked of the disk after that is answered after it.
      if (line % 100 === 0) await stat(${JSON.stringify(log.folder)});
      ${append('now')}
    }
    console.log(${log.lines});`;
}

/** Prints how long a line more takes, in milliseconds: the median of 200. */
export function appending(log: LongLog): string {
  const end = String(endOf(log));
  return `
    ${openIn(log, end)}
    const appendOne = () => { ${append(end)} };
    appendOne();
    const times = [];
    for (let n = 0; n < 200; n += 1) {
      const begin = performance.now();
      appendOne();
      times.push(performance.now() - begin);
    }
    console.log(times.sort((one, other) => one - other)[100]);`;
}

/** Prints how long one day of it takes to open, in milliseconds. */
export function opening(log: LongLog, day: string): string {
  return `
    const { openDiary } = ${load(`${log.parts}/day-log.cjs`)};
    const diary = openDiary({
      folder: ${JSON.stringify(log.folder)}, version: '0', time: { now: () => ${endOf(log)} },
      rule: () => ({ zone: 'Asia/Shanghai', resetHour: 0 }), onTrouble: (message) => { throw new Error(message); },
    });
    const begin = performance.now();
    const report = await diary.report('${day}');
    const took = performance.now() - begin;
    if (!report || report.changes.length < 1) throw new Error('an empty day');
    console.log(took);`;
}
