/**
 * Describes the changes of the state for the log, so that support can tell from the file alone what happened, when, and how
 * long it took. Always in English, because it is passed on. The agent's account and reasons are left out: such texts end up
 * in tickets.
 */
import type { AgentState, AppState, FailureReport, StatusIntent } from '../../shared/state.ts';
import type { LogLine, LogScope } from '../desktop/system/app-log.ts';

/**
 * One line for each change that the log records, in the order in which they happened.
 * @param now epoch milliseconds
 */
export function describeStateChanges(after: AppState, before: AppState, now: number): LogLine[] {
  return [
    ...accountLines(after.account, before.account),
    ...(after.agent === before.agent ? [] : agentLines(after.agent, before.agent, now)),
    ...shortcutLines(namedShortcuts(after), namedShortcuts(before)),
    ...presenceLines(after, before),
    ...noticeLines(after.notices, before.notices),
  ];
}

function accountLines(after: AppState['account'], before: AppState['account']): LogLine[] {
  const lines: LogLine[] = [];
  if (after.mode !== before.mode || after.endpoint !== before.endpoint) {
    lines.push(info('account', `mode ${after.mode}, endpoint ${after.endpoint}`));
  }
  if (after.keys.storage !== before.keys.storage) {
    lines.push(info('account', `keys from: ${after.keys.storage}`));
  }
  if (after.keychain !== before.keychain) lines.push(info('account', `keychain ${after.keychain}`));
  return lines;
}

function agentLines(after: AgentState, before: AgentState, now: number): LogLine[] {
  const lines: LogLine[] = [];
  const { confirmed, externalChange, failure, intent, readAccess, receipt } = after;
  if (receipt && receipt !== before.receipt) {
    const { confirmedAt, requestedAt } = receipt;
    const took = `${confirmedAt - requestedAt} ms, attempts: ${receipt.attempts}`;
    lines.push(
      info('status', `confirmed ${receipt.to.status} after ${took}, RequestId ${receipt.requestId ?? '-'}`),
    );
  } else if (before.intent && intent?.id !== before.intent.id) {
    const end = failure && failure !== before.failure ? 'failed' : intent ? 'replaced' : 'ended';
    lines.push(info('status', `switch ${before.intent.id} ${end}`));
  }
  if (failure && failure !== before.failure) lines.push(info('status', describeFailure(failure)));
  if (intent && intent !== before.intent)
    lines.push(info('status', describeIntent(intent, before.intent, now)));
  if (externalChange && externalChange !== before.externalChange) {
    const { from, to } = externalChange;
    lines.push(info('status', `changed elsewhere: ${from.status} to ${to.status}`));
  }
  if (confirmed && confirmed !== before.confirmed) {
    if (!confirmed.isValid) lines.push(info('status', `unknown, was ${confirmed.status}`));
    else if (receipt === before.receipt) lines.push(debug('polling', `read ${confirmed.status}`));
  }
  if (readAccess !== before.readAccess) lines.push(info('polling', `reading is ${readAccess}`));
  if (after.clockSkewMs !== before.clockSkewMs) {
    lines.push(info('status', `clock ahead by ${after.clockSkewMs ?? 0} ms`));
  }
  return lines;
}

function describeFailure({ choice, code, kind, requestId }: FailureReport): string {
  const what = choice ? `switch to ${choice.status}` : 'reading';
  return `${what} failed: ${kind}, ${code}, RequestId ${requestId ?? '-'}`;
}

function describeIntent(
  { attempt, choice, id, phase, source }: StatusIntent,
  before: StatusIntent | null,
  now: number,
): string {
  const name = before?.id === id ? `switch ${id}` : `switch ${id} to ${choice.status} by ${source}`;
  switch (phase.type) {
    case 'sending':
      return `${name}: sending, attempt ${attempt}`;
    case 'queued':
      return `${name}: waits for the request before it`;
    case 'waiting':
      return `${name}: waits ${phase.until - now} ms for attempt ${attempt + 1}`;
    case 'offline':
      return `${name}: waits for the network`;
  }
}

type NamedShortcut = { id: string; accelerator: string; state: string };

/** All shortcuts by their ids: the reasons of those for a reason are left out. */
function namedShortcuts({ shortcuts, choiceShortcuts }: AppState): NamedShortcut[] {
  return [...shortcuts.map(({ action, ...shortcut }) => ({ ...shortcut, id: action })), ...choiceShortcuts];
}

function shortcutLines(after: NamedShortcut[], before: NamedShortcut[]): LogLine[] {
  return after
    .filter(({ id, accelerator, state }) => {
      const previous = before.find((each) => each.id === id);
      return previous?.state !== state || previous.accelerator !== accelerator;
    })
    .map(({ id, accelerator, state }) =>
      info('shortcuts', `${id}: ${accelerator === '' ? '' : `${accelerator}, `}${state}`),
    );
}

function presenceLines(after: AppState, before: AppState): LogLine[] {
  if (after.automationStoppedAt === before.automationStoppedAt) return [];
  return [info('presence', after.automationStoppedAt === null ? 'automation resumed' : 'automation stopped')];
}

function noticeLines(after: AppState['notices'], before: AppState['notices']): LogLine[] {
  return after.filter((each) => !before.includes(each)).map(({ kind }) => info('main', `notice: ${kind}`));
}

function info(scope: LogScope, message: string): LogLine {
  return { level: 'info', scope, message };
}

function debug(scope: LogScope, message: string): LogLine {
  return { level: 'debug', scope, message };
}
