import { expect, test } from 'vitest';
import { toAuditEvent, type AuditEventName } from '../../../main/audit/audit-event.ts';
import type { LogAccount } from '../../../main/activity/log/log-account.ts';
import type { LogEntry } from '../../../main/activity/log/log-entry.ts';
import { readFileSync } from 'node:fs';

const at = Date.UTC(2026, 10, 28, 9, 0, 0, 250);
const source = { host: 'pc-17', user: 'mei', version: '0.1.0', policyHash: '0123456789abcdef' };
const account: LogAccount = {
  mode: 'account',
  endpoint: 'https://ccc.intl.tencentcloudapi.com',
  sdkAppId: 1_400_000_001,
  agent: 'mei.lin@example.com',
};
const lunch = { status: 'rest', reason: '午餐' } as const;
const free = { status: 'free', reason: '' } as const;

const entries: [LogEntry, AuditEventName | null, object][] = [
  [{ kind: 'started', at, version: '0.1.0', lastHeartbeatAt: null }, 'appStarted', {}],
  [{ kind: 'stopped', at }, 'appStopped', {}],
  [{ kind: 'accountOpened', at, lastHeartbeatAt: null }, 'accountOpened', {}],
  [{ kind: 'accountClosed', at }, 'accountClosed', {}],
  [
    {
      ...{ kind: 'switched', at, from: free, to: lunch, source: 'shortcut', attempts: 2, requestId: 'r-1' },
      ...{ requestedAt: at - 300, confirmedAt: at },
    },
    'statusSwitched',
    { from: free, to: lunch, requestedBy: 'shortcut', durationMs: 300, attempts: 2, requestId: 'r-1' },
  ],
  [
    {
      kind: 'failed',
      at,
      choice: lunch,
      failure: 'notPermitted',
      code: 'UnauthorizedOperation',
      requestId: 'r-2',
    },
    'switchFailed',
    { to: lunch, failure: 'notPermitted', code: 'UnauthorizedOperation', requestId: 'r-2' },
  ],
  [
    { kind: 'failed', at, choice: null, failure: 'timedOut', code: 'Network.TimedOut', requestId: null },
    'readingFailed',
    { failure: 'timedOut', code: 'Network.TimedOut', requestId: null },
  ],
  [
    { kind: 'externalChange', at, from: lunch, to: free, after: at - 60_000, before: at },
    'statusChangedElsewhere',
    { from: lunch, to: free, after: '2026-11-28T08:59:00.250Z', before: '2026-11-28T09:00:00.250Z' },
  ],
  [{ kind: 'automated', at, cause: 'lock', choice: lunch }, 'automaticAction', { cause: 'lock', to: lunch }],
  [{ kind: 'statusSeen', at, status: 'free', reason: '' }, null, {}],
  [{ kind: 'trimmed', at, count: 1, through: 1 }, null, {}],
];

test.each(entries)('%o is the event %s', (entry, event, details) => {
  const found = toAuditEvent(entry, account, source);
  if (event === null) {
    expect(found).toBeNull();
    return;
  }
  const severity = event.endsWith('Failed') ? 'warning' : 'info';
  const { agent, endpoint, sdkAppId } = account;
  expect(found?.fields).toEqual({
    ...{ time: '2026-11-28T09:00:00.250Z', event, severity, ...source },
    ...{ agent, endpoint, sdkAppId, ...details },
  });
});

test('the simulator has no events', () => {
  for (const [entry] of entries) {
    expect(toAuditEvent(entry, { ...account, mode: 'simulator' }, source)).toBeNull();
  }
});

test.each(['audit-log.md', 'audit-log.zh-CN.md'])('docs/%s has each event with its fields', (name) => {
  const page = readFileSync(`docs/${name}`, 'utf8');
  for (const [, event, details] of entries) {
    if (event === null) continue;
    const row = page.split('\n').find((line) => line.startsWith(`| \`${event}\``));
    const named = [...(row?.matchAll(/`([^`]+)`/g) ?? [])].map(([, word]) => word).slice(1);
    expect(new Set(named), event).toEqual(new Set(Object.keys(details)));
  }
  expect(page).toContain('| `eventsDropped`');
});
