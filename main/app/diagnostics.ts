/**
 * Builds the text of "Copy diagnostics", for support without access to this computer. Always in English, because it is passed
 * on. Made from the state, which contains no secrets; the agent's account and reasons are left out too, because such texts end
 * up in tickets.
 */
import type { AppState, FailureReport } from '../../shared/state.ts';

export function diagnostics(
  state: AppState,
  now: number,
  environment: Partial<Record<string, string>>,
  { installation, issuer }: { installation: string; issuer: string | null },
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
        ['Installation', installation],
        ...sessionLines(state.platform, environment),
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
        ['Key', account.keys.storage],
        ['SecretId', account.keys.secretIdSuffix === '' ? '(none)' : `…${account.keys.secretIdSuffix}`],
        ['Token', account.keys.hasToken ? '(set)' : '(none)'],
        ['Keychain', `${about.keychain}, ${account.keychain}`],
        ...signInLines(account.signIn, issuer),
      ],
    ],
    [
      'Status',
      [
        [
          'Confirmed status',
          agent.confirmed
            ? `${agent.confirmed.status}, valid: ${String(agent.confirmed.isValid)}`
            : '(nothing)',
        ],
        ['Confirmed at', agent.confirmed ? new Date(agent.confirmed.confirmedAt).toISOString() : '(never)'],
        ['Intent', agent.intent ? `${agent.intent.choice.status}, ${agent.intent.phase.type}` : '(none)'],
        ['Read access', agent.readAccess],
        ['Clock ahead by', agent.clockSkewMs === null ? '(right)' : `${agent.clockSkewMs} ms`],
        ...failureLines(agent.failure),
      ],
    ],
    [
      'Settings',
      [
        ['Language', `${state.language}, chosen: ${preferences.language}`],
        ['Theme', preferences.theme],
        ['Reading every', `${preferences.pollIntervalSeconds} s`],
        ['Start at login', state.startAtLogin ?? '(unknown)'],
        ['Reasons', `${state.reasons.rest.length} for Rest, ${state.reasons.notReady.length} for Busy`],
        ['Limits', preferences.breakLimits.length],
        ['Policy', state.policyFile ?? '(none)'],
        ['Locked', state.managedKeys.join(', ') || '(nothing)'],
        ...state.shortcuts.map((shortcut): [string, string] => [
          `Shortcut ${shortcut.action}`,
          `${shortcut.accelerator || '(none)'}, ${shortcut.state}`,
        ]),
        ...state.choiceShortcuts.map((shortcut): [string, string] => [
          `Shortcut ${shortcut.id}`,
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

/** On Windows `SESSIONNAME` tells a remote desktop ("RDP-Tcp#3") from the computer's own screen ("Console"). */
function sessionLines(
  platform: AppState['platform'],
  environment: Partial<Record<string, string>>,
): [label: string, value: unknown][] {
  if (platform === 'win32') return [['Session', environment.SESSIONNAME ?? '(unknown)']];
  return [
    ['Desktop', environment.XDG_CURRENT_DESKTOP ?? '(unknown)'],
    ['Session', environment.XDG_SESSION_TYPE ?? '(unknown)'],
  ];
}

/** Of the issuer only its host: a path can name the company's tenant. */
function signInLines(
  signIn: AppState['account']['signIn'],
  issuer: string | null,
): [label: string, value: unknown][] {
  if (!signIn || issuer === null) return [];
  const { step, sessionOnly, failure } = signIn;
  return [
    ['Sign-in', `${step}${sessionOnly ? ', for this session only' : ''}`],
    ['Issuer', new URL(issuer).host],
    ['Sign-in failure', failure ? `${failure.kind}, ${failure.code}` : '(none)'],
  ];
}

function failureLines(failure: FailureReport | null): [label: string, value: unknown][] {
  if (!failure) return [['Failure', '(none)']];
  return [
    ['Failure', `${failure.kind}, ${failure.code}`],
    ['RequestId', failure.requestId ?? '(no response)'],
    ['At', new Date(failure.at).toISOString()],
  ];
}
