/** Which messages the main view has, in the order of their urgency. Pure. */
import type { Notice } from '../../../../shared/notice.ts';
import type { ShortcutId } from '../../../../shared/domain.ts';
import type { AppState, ChoiceShortcutState, ShortcutState } from '../../../../shared/state.ts';
import type { AwayStatus } from '../../../store.ts';
import { confirmedStatus, getStatusView } from '../../../status-view.ts';
import { keychainBlocked } from '../../settings/account/key/keychain.ts';
import { CLOCK_HINT, readDeniedHint, shortcutHint } from './hints.ts';
import { isBroken } from '../../settings/shortcuts/shortcut-warning.ts';

export type Message =
  | 'customReason'
  | 'failure'
  | 'keychain'
  | 'automation'
  | 'returnDue'
  | 'pendingIntent'
  | 'unknownStatus'
  | 'otherStatus'
  | 'externalChange'
  | 'toast'
  | 'return'
  | 'receipt'
  | 'clockSkew'
  | 'readDenied'
  | `notice:${Notice['kind']}`
  | `shortcut:${ShortcutId}`;

/** @param toast the window's own message, null when there is none */
export function presentMessages(
  state: AppState,
  openReasonFieldFor: AwayStatus | null,
  toast: string | null,
): Message[] {
  const { agent, account, automationStoppedAt, notices, shortcuts, choiceShortcuts } = state;
  const isShown = (hint: string) => !state.hiddenHints.includes(hint);
  const isWarned = (shortcut: ShortcutState | ChoiceShortcutState) =>
    isBroken(shortcut) && isShown(shortcutHint(shortcut));
  const found: (Message | false)[] = [
    openReasonFieldFor !== null && 'customReason',
    agent.failure !== null && 'failure',
    hasNoKey(account) && 'keychain',
    automationStoppedAt !== null && 'automation',
    isReturnNear(state) && 'returnDue',
    agent.failure === null && isWaiting(agent.intent) && 'pendingIntent',
    getStatusView(agent).type === 'unknown' && 'unknownStatus',
    hasOtherStatus(agent) && 'otherStatus',
    agent.externalChange !== null && 'externalChange',
    toast !== null && 'toast',
    ...notices.map(({ kind }) => kind !== 'simulatorOnly' && (`notice:${kind}` as const)),
    isAway(agent) && !isReturning(agent) && !isReturnNear(state) && 'return',
    agent.receipt !== null && !isAway(agent) && 'receipt',
    ...shortcuts.map((shortcut) => isWarned(shortcut) && (`shortcut:${shortcut.action}` as const)),
    ...choiceShortcuts.map((shortcut) => isWarned(shortcut) && (`shortcut:${shortcut.id}` as const)),
    // A failure caused by the clock skew shows it in its own card.
    agent.clockSkewMs !== null && agent.failure?.clockSkewMs == null && isShown(CLOCK_HINT) && 'clockSkew',
    agent.readAccess === 'refused' && isShown(readDeniedHint(account)) && 'readDenied',
    // It cannot be dismissed, so it comes last.
    ...notices.map(({ kind }) => kind === 'simulatorOnly' && (`notice:${kind}` as const)),
  ];
  return found.filter((message) => message !== false);
}

function hasNoKey(account: AppState['account']): boolean {
  return keychainBlocked(account) !== null || (account.mode === 'account' && account.keys.storage === 'none');
}

/** Whether a request is not on its way: it waits for another one, for its next attempt, or for the network. */
function isWaiting(intent: AppState['agent']['intent']): boolean {
  return intent !== null && intent.phase.type !== 'sending';
}

function isAway(agent: AppState['agent']): boolean {
  const status = confirmedStatus(agent)?.status;
  return status === 'rest' || status === 'notReady';
}

/** Whether the planned return is near or due. Not once Free is requested. */
function isReturnNear({ agent, plannedReturn }: AppState): boolean {
  if (plannedReturn === null || plannedReturn.stage === 'planned') return false;
  return !isReturning(agent);
}

function isReturning({ intent }: AppState['agent']): boolean {
  return intent?.choice.status === 'free';
}

/** Whether the confirmed status is one that no tile shows: on a call, after-call work, offline. */
function hasOtherStatus(agent: AppState['agent']): boolean {
  const status = confirmedStatus(agent)?.status;
  return status === 'busy' || status === 'afterCallWork' || status === 'offline';
}
