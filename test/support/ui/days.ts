/** Day reports for UI tests, as the main process creates them. */
import { dayReport, type ActivityEntry, type DayReport, type DaySegment } from '../../../shared/activity.ts';
import { minutes, NOW } from './states.ts';

const HOUR = minutes(60);
const MIDNIGHT = NOW - minutes(10 * 60 + 31);

/** A time of the tests' day in epoch milliseconds: `at(9, 30)`. */
export const at = (hour: number, minute = 0): number => MIDNIGHT + hour * HOUR + minutes(minute);

/** Today without any confirmed status. */
export const emptyDay: DayReport = dayReport.parse({
  day: '2026-05-12',
  earlier: '2026-05-11',
  later: null,
  from: MIDNIGHT,
  to: at(24),
  now: NOW,
  segments: [{ status: null, reason: '', from: MIDNIGHT, to: NOW }],
  totals: [{ status: null, milliseconds: NOW - MIDNIGHT, reasons: [] }],
  switches: 0,
  changes: [],
});

/** Creates consecutive segments from rows of status, reason and end. */
function toSegments(rows: [DaySegment['status'], string, number][]): DaySegment[] {
  return rows.map(([status, reason, to], index) => ({
    ...{ status, reason, to },
    from: rows[index - 1]?.[2] ?? MIDNIGHT,
  }));
}

type Switched = Extract<ActivityEntry, { kind: 'switched' }>;

const switched = (
  when: number,
  part: Pick<Switched, 'from' | 'to'> & Partial<Pick<Switched, 'source' | 'attempts'>>,
): Switched => ({
  kind: 'switched',
  at: when,
  source: 'window',
  requestedAt: when - 214,
  confirmedAt: when,
  attempts: 1,
  requestId: '6980f29d-c779-4a49-bf65-736bfc3b76a0',
  ...part,
});

const free = { status: 'free', reason: '' } as const;
const lunch = { status: 'rest', reason: 'Lunch' } as const;
const meeting = { status: 'notReady', reason: 'Meeting' } as const;

/** A morning with an unknown gap, a call, a failure, an external change and a locked screen. */
export const workingDay: DayReport = dayReport.parse({
  ...emptyDay,
  segments: toSegments([
    [null, '', at(6, 58)],
    ['free', '', at(7, 20)],
    ['busy', '', at(7, 41)],
    ['afterCallWork', '', at(7, 45)],
    ['free', '', at(8, 5)],
    ['rest', 'Short break', at(8, 14)],
    ['free', '', at(8, 50)],
    [null, '', at(9, 4)],
    ['free', '', at(9, 20)],
    ['notReady', 'Meeting', at(9, 48)],
    ['free', '', at(10, 18)],
    ['rest', 'Lunch', NOW],
  ]),
  totals: [
    { status: 'free', milliseconds: minutes(124), reasons: [{ reason: '', milliseconds: minutes(124) }] },
    { status: null, milliseconds: at(6, 58) - MIDNIGHT + minutes(14), reasons: [] },
    {
      status: 'notReady',
      milliseconds: minutes(28),
      reasons: [{ reason: 'Meeting', milliseconds: minutes(28) }],
    },
    {
      status: 'rest',
      milliseconds: minutes(22),
      reasons: [
        { reason: 'Lunch', milliseconds: minutes(13) },
        { reason: 'Short break', milliseconds: minutes(9) },
      ],
    },
    { status: 'busy', milliseconds: minutes(21), reasons: [] },
    { status: 'afterCallWork', milliseconds: minutes(4), reasons: [] },
  ],
  switches: 5,
  changes: [
    switched(at(10, 18), { from: free, to: lunch, source: 'tray', attempts: 3 }),
    { kind: 'externalChange', at: at(9, 48), from: meeting, to: free, after: at(9, 47), before: at(9, 48) },
    switched(at(9, 20), { from: free, to: meeting }),
    {
      kind: 'failed',
      at: at(9, 19),
      choice: meeting,
      failure: 'rateLimited',
      code: 'RequestLimitExceeded',
      requestId: '0e6b3c1a-55f0-4b0e-8b51-2f1f6f3a9c77',
    },
    { kind: 'statusSeen', at: at(9, 4), status: 'free', reason: '' },
    { kind: 'started', at: at(9, 4) },
    { kind: 'stopped', at: at(8, 50) },
    switched(at(8, 14), {
      from: { status: 'rest', reason: 'Short break' },
      to: free,
      source: 'plannedReturn',
    }),
    switched(at(8, 5), { from: free, to: { status: 'rest', reason: 'Short break' }, source: 'lock' }),
    { kind: 'automated', at: at(8, 5), cause: 'lock', choice: { status: 'rest', reason: 'Short break' } },
    switched(at(6, 58), { from: null, to: free, source: 'shortcut' }),
    { kind: 'started', at: at(6, 57) },
  ],
});
