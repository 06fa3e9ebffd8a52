/** Derives the tray's icon, tooltip and menu from the state. Pure, so that they always agree. */
import type { Translate } from '../../../shared/i18n.ts';
import type { AppState } from '../../../shared/state.ts';
import type { AgentStatus, StatusChoice, SettableStatus } from '../../../shared/domain.ts';
import { displayText } from '../display-text.ts';
import {
  clockSkewLabel,
  externalChangeLabel,
  failureLabel,
  plannedReturnLabel,
  choiceLabel,
  statusLabel,
  confirmedLabel,
  withDuration,
  intentLabel,
  nextStepLabel,
} from '../labels.ts';

type Shape = 'free' | 'rest' | 'busy' | 'call' | 'after-call' | 'offline' | 'switching' | 'unknown';

/** Icon file name; `-error` adds "!" to the shape of the current status. */
export type TrayIcon = Shape | `${Shape}-error`;

/** Action of a menu item. */
export type TrayCommand =
  | { type: 'requestStatus'; choice: StatusChoice; minutes: number | null }
  | { type: 'planReturn'; minutes: number | null }
  | { type: 'customReason'; status: 'rest' | 'notReady' }
  | {
      type:
        | 'undo'
        | 'retryNow'
        | 'checkNow'
        | 'cancelIntent'
        | 'confirmReturn'
        | 'extendReturn'
        | 'signIn'
        | 'open'
        | 'settings'
        | 'quit';
    };

/** A menu item, independent of Electron. */
export type TrayItem =
  | { kind: 'text'; label: string }
  | { kind: 'separator' }
  | { kind: 'command'; label: string; command: TrayCommand }
  | { kind: 'radio'; label: string; checked: boolean; command: TrayCommand }
  | { kind: 'submenu'; label: string; items: TrayItem[] };

const shapes: Record<AgentStatus, Shape> = {
  free: 'free',
  rest: 'rest',
  notReady: 'busy',
  busy: 'call',
  afterCallWork: 'after-call',
  offline: 'offline',
};

/** The icon: the confirmed status, "switching", or "unknown". Never a guess. */
export function trayIcon({ agent }: AppState): TrayIcon {
  const shape = agent.intent
    ? 'switching'
    : agent.confirmed?.isValid
      ? shapes[agent.confirmed.status]
      : 'unknown';
  return agent.failure ? `${shape}-error` : shape;
}

/** Status, reason and time, and further state. */
export function trayTooltip(state: AppState, t: Translate, now: number): string {
  if (state.account.mode === 'unconfigured') return `${t('app.name')}: ${notReadyLabel(state, t)}`;
  const lines = statusLines(state, t, now);
  if (state.account.mode === 'simulator') lines.push(t('tray.simulator'));
  return lines.join('\n');
}

/** One line each for the confirmed status, pending changes and errors. */
function statusLines(state: AppState, t: Translate, now: number): string[] {
  const lines = [
    confirmedLabel(t, state, now),
    nextStepLabel(t, state),
    plannedReturnLabel(t, state),
    intentLabel(t, state),
    failureLabel(t, state),
    externalChangeLabel(t, state),
    clockSkewLabel(t, state),
  ];
  return lines.filter((line) => line !== null);
}

/** Why there is no status: nobody is signed in, or no account is set up. */
function notReadyLabel({ account }: AppState, t: Translate): string {
  return t(account.signIn === null ? 'tray.notSetUp' : 'tray.signedOut');
}

/** The whole menu. */
export function trayMenu(state: AppState, t: Translate, now: number): TrayItem[] {
  return [
    ...signInItems(state, t),
    ...header(state, t, now),
    { kind: 'separator' },
    ...(state.account.mode === 'unconfigured' ? [] : statusItems(state, t)),
    { kind: 'command', label: t('tray.open'), command: { type: 'open' } },
    { kind: 'command', label: t('tray.settings'), command: { type: 'settings' } },
    { kind: 'separator' },
    { kind: 'command', label: t('tray.quit'), command: { type: 'quit' } },
  ];
}

/** The company's sign-in, while nobody is signed in. The window has its progress and its failures. */
function signInItems({ account }: AppState, t: Translate): TrayItem[] {
  if (account.mode !== 'unconfigured' || account.signIn === null) return [];
  return [{ kind: 'command', label: t('tray.signIn'), command: { type: 'signIn' } }];
}

function header(state: AppState, t: Translate, now: number): TrayItem[] {
  const { account, agent } = state;
  if (account.mode === 'unconfigured') return [{ kind: 'text', label: notReadyLabel(state, t) }];
  const simulated = account.mode === 'simulator' ? ` (${t('tray.simulator')})` : '';
  const items: TrayItem[] = [displayText(account.agent) + simulated, ...statusLines(state, t, now)].map(
    (label) => ({
      kind: 'text',
      label,
    }),
  );
  const retryChoice =
    agent.intent && agent.intent.phase.type !== 'waiting'
      ? null
      : (agent.intent?.choice ?? agent.failure?.choice);
  if (retryChoice) {
    const label = t('tray.tryAgain', { choice: statusLabel(t, retryChoice) });
    items.push({ kind: 'command', label, command: { type: 'retryNow' } });
  } else if (agent.unknownCause && !agent.intent && agent.readAccess !== 'refused') {
    items.push({ kind: 'command', label: t('window.checkNow'), command: { type: 'checkNow' } });
  }
  if (agent.intent?.phase.type === 'waiting' || agent.intent?.phase.type === 'offline') {
    items.push({ kind: 'command', label: t('tray.giveUp'), command: { type: 'cancelIntent' } });
  }
  if (agent.undo) {
    const label = t('tray.undo', { choice: statusLabel(t, agent.undo.choice) });
    items.push({ kind: 'command', label, command: { type: 'undo' } });
  }
  return items;
}

function statusItems(state: AppState, t: Translate): TrayItem[] {
  return [
    {
      kind: 'radio',
      label: t('status.free'),
      checked: isConfirmed(state, 'free'),
      command: { type: 'requestStatus', choice: { status: 'free', reason: '' }, minutes: null },
    },
    awayMenu(state, t, 'rest'),
    awayMenu(state, t, 'notReady'),
    ...recentItems(state, t),
    ...returnItems(state, t),
    { kind: 'separator' },
  ];
}

/** How many recent choices stand at the top level of the menu. */
const RECENT_ITEMS = 2;

/** The choices that were used last. Commands and no radio items: only the submenus mark the confirmed status. */
function recentItems({ recentChoices }: AppState, t: Translate): TrayItem[] {
  return recentChoices.slice(0, RECENT_ITEMS).map((recent) => {
    const { status, reason, minutes } = recent;
    const command = { type: 'requestStatus', choice: { status, reason }, minutes } as const;
    return { kind: 'command', label: choiceLabel(t, recent), command };
  });
}

function awayMenu(state: AppState, t: Translate, status: 'rest' | 'notReady'): TrayItem {
  const configuredReasons = state.reasons[status];
  const confirmedReason = isConfirmed(state, status) ? (state.agent.confirmed?.reason ?? '') : null;
  const typedReasons =
    confirmedReason && !configuredReasons.includes(confirmedReason) ? [confirmedReason] : [];
  const reasons: TrayItem[] = ['', ...configuredReasons, ...typedReasons].map((reason) => {
    const duration = state.reasonDurations.find(
      (entry) => entry.status === status && entry.reason === reason,
    );
    const minutes = duration?.minutes ?? null;
    return {
      kind: 'radio',
      label: withDuration(t, reason === '' ? t('tray.noReason') : displayText(reason), minutes),
      checked: reason === confirmedReason,
      command: { type: 'requestStatus', choice: { status, reason }, minutes },
    };
  });
  return {
    kind: 'submenu',
    label: t(`status.${status}`),
    items: [
      ...reasons,
      { kind: 'separator' },
      { kind: 'command', label: t('tray.other'), command: { type: 'customReason', status } },
    ],
  };
}

const RETURN_MINUTES = [5, 15, 30, 60];

/** Presets for the planned return while away; once the return is near or due, also the two responses. */
function returnItems(state: AppState, t: Translate): TrayItem[] {
  if (!isConfirmed(state, 'rest') && !isConfirmed(state, 'notReady')) return [];
  const plan = state.plannedReturn;
  const answers: TrayItem[] =
    plan === null || plan.stage === 'planned'
      ? []
      : [
          { kind: 'command', label: t('tray.confirmReturn'), command: { type: 'confirmReturn' } },
          { kind: 'command', label: t('tray.extendReturn'), command: { type: 'extendReturn' } },
        ];
  const choices: TrayItem[] = RETURN_MINUTES.map((minutes) => ({
    kind: 'command',
    label: t('tray.minutes', { count: minutes }),
    command: { type: 'planReturn', minutes },
  }));
  const noEnd: TrayItem = {
    kind: 'command',
    label: t('tray.noEnd'),
    command: { type: 'planReturn', minutes: null },
  };
  return [...answers, { kind: 'submenu', label: t('tray.backMenu'), items: [...choices, noEnd] }];
}

/** The radio item marks the confirmed status, and none while it is unknown. */
function isConfirmed({ agent }: AppState, status: SettableStatus): boolean {
  return agent.confirmed?.isValid === true && agent.confirmed.status === status;
}
