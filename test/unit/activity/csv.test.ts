import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from '../../../main/activity/report/csv.ts';
import type { LogEntry } from '../../../main/activity/log/log-entry.ts';
import { MONDAY_9AM } from '../../support/app-state.ts';
import { FREE, LUNCH, MEI, statusSeen, started, switchedTo } from './support/entries.ts';

/** A strict parser of RFC 4180, which throws on anything else. */
function parse(csv: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const rows: string[][] = [[]];
  while (cell.lastIndex < csv.length) {
    const at = cell.lastIndex;
    const found = cell.exec(csv);
    if (!found) throw new Error(`No CSV at ${at}`);
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

const csv = (entries: LogEntry[], zone = 'Asia/Shanghai') =>
  toCsv(
    entries.map((entry, index) => ({ seq: index + 1, entry, account: MEI })),
    zone,
    (term) => term,
  );

/** Exports an entry with a reason, and returns the reason from the CSV. */
function reasonOut(reason: string): string {
  const [headings = [], row = []] = parse(csv([statusSeen({ status: 'rest', reason }, MONDAY_9AM)]).slice(1));
  return row[headings.indexOf('column.toReason')] ?? '';
}

test('the CSV has a byte order mark for Excel, and every row has every column', () => {
  const entries: LogEntry[] = [
    started(MONDAY_9AM),
    switchedTo(LUNCH, MONDAY_9AM + 1, FREE),
    {
      kind: 'externalChange',
      at: MONDAY_9AM + 2,
      from: LUNCH,
      to: FREE,
      after: MONDAY_9AM,
      before: MONDAY_9AM + 2,
    },
    { kind: 'failed', at: MONDAY_9AM + 3, choice: null, failure: 'inCall', code: 'In.Call', requestId: 'r' },
    { kind: 'automated', at: MONDAY_9AM + 4, cause: 'lock', choice: LUNCH },
    { kind: 'dropped', at: MONDAY_9AM + 5, count: 2, since: MONDAY_9AM, code: 'ENOSPC' },
  ];
  const text = csv(entries);
  expect(text.startsWith('\uFEFFcolumn.number,column.date,')).toBe(true);
  const rows = parse(text.slice(1));
  expect(rows).toHaveLength(7);
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  expect(rows[2]).toEqual([
    '2',
    '2026-11-23',
    '17:00:00',
    '2026-11-23T09:00:00.001Z',
    'kind.switched',
    'status.free',
    '',
    'status.rest',
    '午餐',
    'cause.tray',
    '2026-11-23T08:59:59.851Z',
    '2026-11-23T09:00:00.001Z',
    '1',
    '',
    '6980f29d-c779-4a49-bf65-736bfc3b76a0',
    'mode.account',
    'https://ccc.intl.tencentcloudapi.com',
    '1400692008',
    'mei.lin@example.com',
  ]);
});

test('an entry of an earlier version has no account in the CSV', () => {
  const text = toCsv([{ seq: 1, entry: started(MONDAY_9AM) }], 'UTC', (term) => term);
  expect(parse(text.slice(1))[1]?.slice(-4)).toEqual(['', '', '', '']);
});

test.each(['=cmd|A1', '+8613800000000', '@mei'])('the agent %j is not a formula in the CSV', (agent) => {
  const line = { seq: 1, entry: started(MONDAY_9AM), account: { ...MEI, agent } };
  expect(parse(toCsv([line], 'UTC', (term) => term))[1]?.at(-1)).toBe(`'${agent}`);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tplain',
  '\rplain',
  '\nplain',
  '  =1',
  '"=1"',
  "'=1",
  '＝1+1',
  '\u3000＋1',
  '\u200B=1',
  '\uFEFF@x',
])('the reason %j does not begin a formula', (reason) => {
  expect(reasonOut(reason)).toBe(`'${reason}`);
});

test('a reason does not begin a formula after a semicolon or tab, which other versions of Excel split at', () => {
  expect(reasonOut('x;=cmd|A1')).toBe("x;'=cmd|A1");
  expect(reasonOut('x\t"@y')).toBe('x\t\'"@y');
});

test.each(['午餐', 'a, b', 'say "hi"', 'two\r\nlines', 'lunch - long', '5 > 3', ''])(
  'the reason %j is exported unchanged',
  (reason) => {
    expect(reasonOut(reason)).toBe(reason);
  },
);

test('any reason is exported unchanged, except for apostrophes that escape formulas', () => {
  const reason = fc.string({
    unit: fc.oneof(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ';', ',', '"', "'", ' ', '＝'),
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
    ),
  });
  fc.assert(
    fc.property(reason, (text) => {
      const out = reasonOut(text);
      expect(out.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
      expect(out).not.toMatch(/^[=+\-@\t\r\n＝]/);
      expect(out).not.toMatch(/[;\t\r\n][=+\-@＝]/);
    }),
  );
});
