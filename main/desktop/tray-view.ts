/** What the tray shows, as pure functions of the state: icon, tooltip and menu cannot disagree. */
import type { Translate } from '../../assets/locales/translate.ts';
import type { AppState } from '../../preload/contract/state.ts';
import type { AgentStatus, Choice, SettableStatus } from '../../preload/contract/vocabulary.ts';
import { displayText } from './display-text.ts';
import {
  clockPhrase,
  driftPhrase,
  failurePhrase,
  returnPhrase,
  statusPhrase,
  truthPhrase,
  wishPhrase,
} from './wording.ts';

type Shape = 'free' | 'rest' | 'busy' | 'call' | 'after-call' | 'offline' | 'switching' | 'unknown';

/** The name of an icon file; `-error` adds the "!" to the shape that still holds. */
export type TrayIcon = Shape | `${Shape}-error`;

/** What a menu item does when it is clicked. */
export type TrayCommand =
  | { do: 'choose'; choice: Choice }
  | { do: 'backIn'; minutes: number | null }
  | { do: 'otherReason'; status: 'rest' | 'notReady' }
  | { do: 'undo' | 'tryAgain' | 'giveUp' | 'imBack' | 'fiveMore' | 'open' | 'settings' | 'quit' };

/** A menu item without any tie to Electron. */
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

/** The icon: what is proved, or that something is on its way, or that nothing is known. Never a guess. */
export function trayIcon({ agent }: AppState): TrayIcon {
  const shape = agent.wish ? 'switching' : agent.proved?.holds ? shapes[agent.proved.status] : 'unknown';
  return agent.failure ? `${shape}-error` : shape;
}

/** Status, reason and time, and what goes on besides. */
export function trayTooltip(state: AppState, t: Translate, now: number): string {
  if (state.account.mode === 'unset') return `${t('app.name')}: ${t('tray.notSetUp')}`;
  const lines = statusLines(state, t, now);
  if (state.account.mode === 'simulator') lines.push(t('tray.simulator'));
  return lines.join('\n');
}

/** What is true, what is on its way, and what is wrong, a line each. */
function statusLines(state: AppState, t: Translate, now: number): string[] {
  const lines = [
    truthPhrase(t, state, now),
    returnPhrase(t, state),
    wishPhrase(t, state),
    failurePhrase(t, state),
    driftPhrase(t, state),
    clockPhrase(t, state),
  ];
  return lines.filter((line) => line !== null);
}

/** The whole menu. */
export function trayMenu(state: AppState, t: Translate, now: number): TrayItem[] {
  return [
    ...header(state, t, now),
    { kind: 'separator' },
    ...(state.account.mode === 'unset' ? [] : statusItems(state, t)),
    { kind: 'command', label: t('tray.open'), command: { do: 'open' } },
    { kind: 'command', label: t('tray.settings'), command: { do: 'settings' } },
    { kind: 'separator' },
    { kind: 'command', label: t('tray.quit'), command: { do: 'quit' } },
  ];
}

function header(state: AppState, t: Translate, now: number): TrayItem[] {
  const { account, agent } = state;
  if (account.mode === 'unset') return [{ kind: 'text', label: t('tray.notSetUp') }];
  const simulated = account.mode === 'simulator' ? ` (${t('tray.simulator')})` : '';
  const items: TrayItem[] = [displayText(account.agent) + simulated, ...statusLines(state, t, now)].map(
    (label) => ({
      kind: 'text',
      label,
    }),
  );
  const retried =
    agent.wish && agent.wish.phase.name !== 'waiting' ? null : (agent.wish?.choice ?? agent.failure?.choice);
  if (retried) {
    const label = t('tray.tryAgain', { choice: statusPhrase(t, retried) });
    items.push({ kind: 'command', label, command: { do: 'tryAgain' } });
  }
  if (agent.wish?.phase.name === 'waiting' || agent.wish?.phase.name === 'offline') {
    items.push({ kind: 'command', label: t('tray.giveUp'), command: { do: 'giveUp' } });
  }
  if (agent.undo) {
    const label = t('tray.undo', { choice: statusPhrase(t, agent.undo.choice) });
    items.push({ kind: 'command', label, command: { do: 'undo' } });
  }
  return items;
}

function statusItems(state: AppState, t: Translate): TrayItem[] {
  return [
    {
      kind: 'radio',
      label: t('status.free'),
      checked: isProved(state, 'free'),
      command: { do: 'choose', choice: { status: 'free', reason: '' } },
    },
    awayMenu(state, t, 'rest'),
    awayMenu(state, t, 'notReady'),
    ...returnItems(state, t),
    { kind: 'separator' },
  ];
}

function awayMenu(state: AppState, t: Translate, status: 'rest' | 'notReady'): TrayItem {
  const offered = state.reasons[status];
  const proved = isProved(state, status) ? (state.agent.proved?.reason ?? '') : null;
  const typed = proved && !offered.includes(proved) ? [proved] : [];
  const reasons: TrayItem[] = ['', ...offered, ...typed].map((reason) => ({
    kind: 'radio',
    label: reason === '' ? t('tray.noReason') : displayText(reason),
    checked: reason === proved,
    command: { do: 'choose', choice: { status, reason } },
  }));
  return {
    kind: 'submenu',
    label: t(`status.${status}`),
    items: [
      ...reasons,
      { kind: 'separator' },
      { kind: 'command', label: t('tray.other'), command: { do: 'otherReason', status } },
    ],
  };
}

const RETURN_MINUTES = [5, 15, 30, 60];

/** When to be back, while away; once it is time, the two answers. */
function returnItems(state: AppState, t: Translate): TrayItem[] {
  if (!isProved(state, 'rest') && !isProved(state, 'notReady')) return [];
  const plan = state.plannedReturn;
  const answers: TrayItem[] =
    plan === null || plan.stage === 'planned'
      ? []
      : [
          { kind: 'command', label: t('tray.imBack'), command: { do: 'imBack' } },
          { kind: 'command', label: t('tray.fiveMore'), command: { do: 'fiveMore' } },
        ];
  const choices: TrayItem[] = RETURN_MINUTES.map((minutes) => ({
    kind: 'command',
    label: t('tray.minutes', { count: minutes }),
    command: { do: 'backIn', minutes },
  }));
  const noEnd: TrayItem = {
    kind: 'command',
    label: t('tray.noEnd'),
    command: { do: 'backIn', minutes: null },
  };
  return [...answers, { kind: 'submenu', label: t('tray.backMenu'), items: [...choices, noEnd] }];
}

/** The radio marks what is proved, and nothing while that is unknown. */
function isProved({ agent }: AppState, status: SettableStatus): boolean {
  return agent.proved?.holds === true && agent.proved.status === status;
}
