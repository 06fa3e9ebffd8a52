/** The day log as CSV for spreadsheets: RFC 4180, in UTF-8 with the mark by which Excel knows it. Pure. */
import type { AgentStatus, Source } from '../../preload/contract/vocabulary.ts';
import { localTime, type DayRule } from './local-day.ts';
import type { AutomaticCause } from '../../preload/contract/day.ts';
import type { LogEntry, LogKind, LogLine } from './log-entry.ts';

const columns = [
  'number',
  'date',
  'time',
  'utc',
  'kind',
  'fromStatus',
  'fromReason',
  'toStatus',
  'toReason',
  'cause',
  'asked',
  'proved',
  'attempts',
  'code',
  'requestId',
] as const;
type Column = (typeof columns)[number];

/** What a translation has to have words for. */
export type CsvTerm =
  `column.${Column}` | `kind.${LogKind}` | `status.${AgentStatus}` | `cause.${Source | AutomaticCause}`;

type Row = Partial<Record<Column, string | number>>;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * One row a line, after a row of headings. `date` and `time` are local; `utc` tells the two hours apart that a change of
 * the clocks makes look the same.
 * @param zone null is this computer's own
 */
export function csvOf(
  lines: readonly LogLine[],
  zone: DayRule['zone'],
  say: (term: CsvTerm) => string,
): string {
  const headings = columns.map((column) => say(`column.${column}`));
  const rows = lines.map((line) => {
    const row = rowOf(line, zone, say);
    return columns.map((column) => row[column] ?? '');
  });
  return BYTE_ORDER_MARK + [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function rowOf({ seq, entry }: LogLine, zone: DayRule['zone'], say: (term: CsvTerm) => string): Row {
  const { date, time } = localTime(entry.at, zone);
  const kind = say(`kind.${entry.kind}`);
  return { number: seq, date, time, utc: isoTime(entry.at), kind, ...detailsOf(entry, say) };
}

function detailsOf(entry: LogEntry, say: (term: CsvTerm) => string): Row {
  const from = (side: { status: AgentStatus; reason: string } | null): Row =>
    side ? { fromStatus: say(`status.${side.status}`), fromReason: side.reason } : {};
  const to = (side: { status: AgentStatus; reason: string } | null): Row =>
    side ? { toStatus: say(`status.${side.status}`), toReason: side.reason } : {};
  const span = (asked: number, proved: number): Row => ({ asked: isoTime(asked), proved: isoTime(proved) });

  switch (entry.kind) {
    case 'switched': {
      const { attempts, requestId, source } = entry;
      const cause = say(`cause.${source}`);
      const proof = { ...span(entry.askedAt, entry.provedAt), attempts, requestId: requestId ?? '' };
      return { ...from(entry.from), ...to(entry.to), cause, ...proof };
    }
    case 'failed':
      return { ...to(entry.choice), code: entry.code, requestId: entry.requestId ?? '' };
    case 'drift':
      return { ...from(entry.from), ...to(entry.to), ...span(entry.after, entry.before) };
    case 'observed':
      return to(entry);
    case 'automatic':
      return { ...to(entry.choice), cause: say(`cause.${entry.cause}`) };
    case 'missed':
      return { code: entry.code };
    case 'doubted':
    case 'started':
    case 'stopped':
    case 'setAside':
    case 'trimmed':
      return {};
  }
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

const needsQuotes = /[",;\t\r\n]/;

function cell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : defused(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a spreadsheet may take for the beginning of a formula, whatever blanks or quotes it skips to get there. */
const formula = /^(?=[\t\r\n]|[\p{White_Space}\p{Cf}"'＂＇]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/u;

/** Excel splits at semicolons or tabs too, by its settings, and then takes what follows one for a cell. */
const formulaInside = /(?<=[;\t\r\n])(?=[\p{White_Space}\p{Cf}"'＂＇]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/gu;

/** The apostrophe makes it text. */
function defused(text: string): string {
  return text.replace(formulaInside, "'").replace(formula, "'");
}
