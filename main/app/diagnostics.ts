/**
 * What "Copy diagnostics" puts on the clipboard: what helps somebody who cannot see this computer. In English whatever the
 * agent's language, because it is passed on. It is made from the state, which holds no secret; the agent's account and the
 * reasons are left out too, because such texts end up in tickets.
 */
import type { AppState, FailureReport } from '../../preload/contract/state.ts';

export function diagnostics(
  state: AppState,
  now: number,
  environment: Partial<Record<string, string>>,
): string {
  const { about, account, agent, preferences } = state;
  const sections: [title: string, lines: [label: string, value: unknown][]][] = [
    [
      'Standby',
      [
        ['Version', about.version],
        ['Electron', about.electron],
        ['Chromium', about.chromium],
        ['Node', about.node],
        ['System', about.system],
        ['Desktop', environment.XDG_CURRENT_DESKTOP ?? '(not told)'],
        ['Session', environment.XDG_SESSION_TYPE ?? '(not told)'],
        ['Time', new Date(now).toISOString()],
      ],
    ],
    [
      'Account',
      [
        ['Mode', account.mode],
        ['Edition', account.edition],
        ['Endpoint', account.endpoint],
        ['SdkAppId', account.sdkAppId],
        ['Agent', account.agent === '' ? '(none)' : '(set)'],
        ['Key', account.keys.home],
        ['SecretId', account.keys.secretIdEnd === '' ? '(none)' : `…${account.keys.secretIdEnd}`],
        ['Token', account.keys.hasToken ? '(set)' : '(none)'],
        ['Keychain', `${about.keychain}, ${account.keychain}`],
      ],
    ],
    [
      'Status',
      [
        [
          'Proved',
          agent.proved ? `${agent.proved.status}, holds: ${String(agent.proved.holds)}` : '(nothing)',
        ],
        ['Confirmed', agent.proved ? new Date(agent.proved.confirmedAt).toISOString() : '(never)'],
        ['Wish', agent.wish ? `${agent.wish.choice.status}, ${agent.wish.phase.name}` : '(none)'],
        ['Reading', agent.reading],
        ['Clock ahead by', agent.clockAheadMs === null ? '(right)' : `${agent.clockAheadMs} ms`],
        ...failureLines(agent.failure),
      ],
    ],
    [
      'Settings',
      [
        ['Language', `${state.language}, chosen: ${preferences.language}`],
        ['Theme', preferences.theme],
        ['Reading every', `${preferences.readingSeconds} s`],
        ['Start at login', state.startAtLogin ?? '(not told)'],
        ['Reasons', `${state.reasons.rest.length} for Rest, ${state.reasons.notReady.length} for Busy`],
        ['Limits', preferences.budgets.length],
        ['Policy', state.policyFile ?? '(none)'],
        ['Locked', state.locked.join(', ') || '(nothing)'],
        ...state.shortcuts.map((shortcut): [string, string] => [
          `Shortcut ${shortcut.action}`,
          `${shortcut.accelerator || '(none)'}, ${shortcut.state}`,
        ]),
      ],
    ],
    ['Notices', state.notices.map((notice) => [notice.kind, JSON.stringify(notice)])],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `[${title}]\n${lines.map(([label, value]) => `${label}: ${String(value)}`).join('\n')}`,
    )
    .join('\n\n');
}

function failureLines(failure: FailureReport | null): [label: string, value: unknown][] {
  if (!failure) return [['Failure', '(none)']];
  return [
    ['Failure', `${failure.kind}, ${failure.code}`],
    ['RequestId', failure.requestId ?? '(no answer)'],
    ['At', new Date(failure.at).toISOString()],
  ];
}
