import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '../../../main/day/csv.ts';
import type { LogEntry } from '../../../main/day/log-entry.ts';
import { NINE } from '../../support/app-state.ts';
import { FREE, LUNCH, observedAs, started, switchedTo } from './support/entries.ts';

/** RFC 4180, strictly: throws at anything else. */
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
  csvOf(
    entries.map((entry, index) => ({ seq: index + 1, entry })),
    zone,
    (term) => term,
  );

/** The reason as it comes out, of one line with that reason. */
function reasonOut(reason: string): string {
  const [headings = [], row = []] = parse(csv([observedAs({ status: 'rest', reason }, NINE)]).slice(1));
  return row[headings.indexOf('column.toReason')] ?? '';
}

test('Excel knows it for UTF-8, and every row has every column', () => {
  const entries: LogEntry[] = [
    started(NINE),
    switchedTo(LUNCH, NINE + 1, FREE),
    { kind: 'drift', at: NINE + 2, from: LUNCH, to: FREE, after: NINE, before: NINE + 2 },
    { kind: 'failed', at: NINE + 3, choice: null, failure: 'inCall', code: 'In.Call', requestId: 'r' },
    { kind: 'automatic', at: NINE + 4, cause: 'lock', choice: LUNCH },
    { kind: 'missed', at: NINE + 5, count: 2, since: NINE, code: 'ENOSPC' },
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
  ]);
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
])('%j does not begin a formula', (reason) => {
  expect(reasonOut(reason)).toBe(`'${reason}`);
});

test('nor does what follows a semicolon or a tab, by which other Excels split', () => {
  expect(reasonOut('x;=cmd|A1')).toBe("x;'=cmd|A1");
  expect(reasonOut('x\t"@y')).toBe('x\t\'"@y');
});

test.each(['午餐', 'a, b', 'say "hi"', 'two\r\nlines', 'lunch - long', '5 > 3', ''])(
  '%j comes out as it went in',
  (reason) => {
    expect(reasonOut(reason)).toBe(reason);
  },
);

test('any reason comes out as it went in, but for apostrophes that defuse', () => {
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
