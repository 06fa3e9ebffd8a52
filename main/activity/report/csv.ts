/** Exports the activity log as CSV (RFC 4180), in UTF-8 with the byte order mark that Excel needs. Pure. */
import type { AgentStatus, Source } from '../../../shared/domain.ts';
import { localTime, type DayRule } from '../calendar-day.ts';
import type { LogAccount } from '../log/log-account.ts';
import type { LogEntry, LogKind } from '../log/log-entry.ts';
import type { LogLine } from '../log/log-line.ts';

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
  'requested',
  'confirmed',
  'attempts',
  'code',
  'requestId',
  'mode',
  'endpoint',
  'sdkAppId',
  'agent',
] as const;
type Column = (typeof columns)[number];

/** Terms that a translation must provide. */
export type CsvTerm =
  | `column.${Column}`
  | `kind.${LogKind}`
  | `status.${AgentStatus}`
  | `cause.${Source}`
  | `mode.${LogAccount['mode']}`;

type Row = Partial<Record<Column, string | number>>;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * One row per line, after a header row. `date` and `time` are local; `utc` distinguishes the two hours that are the same in
 * local time when the clocks go back.
 * @param zone null is the zone of this computer
 */
export function toCsv(
  lines: readonly LogLine[],
  zone: DayRule['zone'],
  translate: (term: CsvTerm) => string,
): string {
  const headings = columns.map((column) => translate(`column.${column}`));
  const rows = lines.map((line) => {
    const row = toRow(line, zone, translate);
    return columns.map((column) => row[column] ?? '');
  });
  return BYTE_ORDER_MARK + [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function toRow(
  { seq, entry, account }: LogLine,
  zone: DayRule['zone'],
  translate: (term: CsvTerm) => string,
): Row {
  const { date, time } = localTime(entry.at, zone);
  const kind = translate(`kind.${entry.kind}`);
  const accountColumns: Row = account
    ? { ...account, sdkAppId: account.sdkAppId ?? '', mode: translate(`mode.${account.mode}`) }
    : {};
  return {
    number: seq,
    date,
    time,
    utc: isoTime(entry.at),
    kind,
    ...toDetails(entry, translate),
    ...accountColumns,
  };
}

function toDetails(entry: LogEntry, translate: (term: CsvTerm) => string): Row {
  const from = (side: { status: AgentStatus; reason: string } | null): Row =>
    side ? { fromStatus: translate(`status.${side.status}`), fromReason: side.reason } : {};
  const to = (side: { status: AgentStatus; reason: string } | null): Row =>
    side ? { toStatus: translate(`status.${side.status}`), toReason: side.reason } : {};
  const period = (requested: number, confirmed: number): Row => ({
    requested: isoTime(requested),
    confirmed: isoTime(confirmed),
  });

  switch (entry.kind) {
    case 'switched': {
      const { attempts, requestId, source } = entry;
      const cause = translate(`cause.${source}`);
      const receiptColumns = {
        ...period(entry.requestedAt, entry.confirmedAt),
        attempts,
        requestId: requestId ?? '',
      };
      return { ...from(entry.from), ...to(entry.to), cause, ...receiptColumns };
    }
    case 'failed':
      return { ...to(entry.choice), code: entry.code, requestId: entry.requestId ?? '' };
    case 'externalChange':
      return { ...from(entry.from), ...to(entry.to), ...period(entry.after, entry.before) };
    case 'statusSeen':
      return to(entry);
    case 'automated':
      return { ...to(entry.choice), cause: translate(`cause.${entry.cause}`) };
    case 'dropped':
      return { code: entry.code };
    case 'statusInvalidated':
    case 'started':
    case 'stopped':
    case 'accountOpened':
    case 'accountClosed':
    case 'notInUse':
    case 'quarantined':
    case 'trimmed':
      return {};
  }
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

const needsQuotes = /[",;\t\r\n]/;

function cell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : escapeFormula(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Depending on its settings Excel also splits at semicolons or tabs, and treats the text after one as a cell. */
const separator = /[;\t\r\n]/;

/** Blanks and quotes that a spreadsheet skips before a formula, and the characters that begin one. */
const skipped = /[\p{White_Space}\p{Cf}"'＂＇]/u;
const operator = /[=+\-@＝＋－＠﹦﹢﹣﹫−]/u;

/** Prefixes formulas with an apostrophe, which makes them text. Scans backwards to visit each character once. */
function escapeFormula(text: string): string {
  const characters = Array.from(text);
  let isFormula = false;
  for (let index = characters.length - 1; index >= 0; index -= 1) {
    const character = characters[index] ?? '';
    isFormula = operator.test(character) || (isFormula && skipped.test(character));
    const isFirst = index === 0;
    const isCellStart = isFirst || separator.test(characters[index - 1] ?? '');
    if (isCellStart && (isFormula || (isFirst && /[\t\r\n]/.test(character))))
      characters[index] = `'${character}`;
  }
  return characters.join('');
}
