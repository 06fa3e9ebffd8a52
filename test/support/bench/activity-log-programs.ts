/** Programs that time the activity log, each for its own Node process (numbersFrom), with the output of buildParts. */
import { load } from './node-program.ts';

/** An activity log with the given number of lines, from the beginning of June 2026: one line every two and a half minutes. */
export type LogSpec = { parts: string; folder: string; lines: number };

const BEGIN = Date.UTC(2026, 5, 1);
const SPACING_MS = 150_000;

/** Account of the log. */
const ACCOUNT = JSON.stringify({
  mode: 'account',
  endpoint: 'https://ccc.intl.tencentcloudapi.com',
  sdkAppId: 1400692008,
  agent: 'mei.lin@example.com',
});

/** The logs of the benchmark are on Linux and in no other program. */
const NO_LOCKS = "{ platform: 'linux', setTimer: () => {} }";

const openLogStatement = ({ parts, folder }: LogSpec, now: string) =>
  `const { openActivityLog, toLogFileName } = ${load(`${parts}/activity-log.cjs`)};
   const log = openActivityLog(${JSON.stringify(folder)}, toLogFileName(${ACCOUNT}), () => ${now}, ${NO_LOCKS});`;

const appendStatement = (at: string) =>
  `const result = log.append({
     kind: 'switched', at: ${at}, from: { status: 'free', reason: '' }, to: { status: 'rest', reason: 'Lunch' },
     source: 'tray', requestedAt: ${at} - 200, confirmedAt: ${at}, attempts: 1, requestId: crypto.randomUUID(),
   }, ${ACCOUNT});
   if (!result.ok) throw new Error(result.error.message);`;

const getLogEnd = ({ lines }: LogSpec) => BEGIN + lines * SPACING_MS;

/** Writes the log, and prints the number of lines. */
export function writeLogProgram(log: LogSpec): string {
  return `
    const { stat } = await import('node:fs/promises');
    let now = ${BEGIN};
    ${openLogStatement(log, 'now')}
    for (let line = 0; line < ${log.lines}; line += 1) {
      now += ${SPACING_MS};
      // The file is closed by and by, once for each line: what is asked of the disk after that is answered after it.
      if (line % 100 === 0) await stat(${JSON.stringify(log.folder)});
      ${appendStatement('now')}
    }
    console.log(${log.lines});`;
}

/** Prints the time to append a line, in milliseconds: the median of 200. */
export function appendLineProgram(log: LogSpec): string {
  const end = String(getLogEnd(log));
  return `
    ${openLogStatement(log, end)}
    const appendOne = () => { ${appendStatement(end)} };
    appendOne();
    const times = [];
    for (let n = 0; n < 200; n += 1) {
      const begin = performance.now();
      appendOne();
      times.push(performance.now() - begin);
    }
    console.log(times.sort((one, other) => one - other)[100]);`;
}

/** Prints the time to read one day of the log, in milliseconds. */
export function openDayProgram(log: LogSpec, day: string): string {
  return `
    const { openActivityHistory } = ${load(`${log.parts}/activity-log.cjs`)};
    const history = openActivityHistory({
      folder: ${JSON.stringify(log.folder)}, version: '0', time: { now: () => ${getLogEnd(log)} },
      rule: () => ({ zone: 'Asia/Shanghai', resetHour: 0 }), account: () => (${ACCOUNT}), adoptingAccount: () => null, retry: ${NO_LOCKS}, onWriteError: (message) => { throw new Error(message); },
    });
    const begin = performance.now();
    history.start();
    const report = await history.report('${day}');
    const took = performance.now() - begin;
    if (!report || report.changes.length < 1) throw new Error('an empty day');
    console.log(took);`;
}
