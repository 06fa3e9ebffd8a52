/** The audit log as the policy asks for it: what is accepted, and events of the app in a real file and at a real collector. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAuditService, hashPolicy } from '../../../main/app/services/audit-service.ts';
import { parseSyslogAddress } from '../../../main/settings/policy/audit-log-policy.ts';
import { policySchema } from '../../../main/settings/policy/policy-schema.ts';
import { systemClock } from '../../../shared/clock.ts';
import { languages } from '../../support/texts.ts';
import { posixCases } from '../../support/unit/posix.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { eventOf, startCollector } from './support/collector.ts';

const schema = policySchema(languages.all().map(({ tag }) => tag));
const accepts = (auditLog: unknown) => schema.safeParse({ auditLog }).success;

test.each([
  ['tls://collector.example.com:6514', { kind: 'tls', host: 'collector.example.com', port: 6514 }],
  ['tls://collector.example.com', { kind: 'tls', host: 'collector.example.com', port: 6514 }],
  ['tls://[2001:db8::1]:601', { kind: 'tls', host: '2001:db8::1', port: 601 }],
  ['unix:/run/collector', { kind: 'unix', path: '/run/collector' }],
  ['tcp://collector.example.com:514', null],
  ['tls://user@collector.example.com', null],
  ['tls://collector.example.com/path', null],
  ['tls://collector.example.com:99999', null],
  ['unix:run/collector', null],
  ['collector.example.com', null],
  ['', null],
])('the collector %j is %j', (address, expected) => {
  expect(parseSyslogAddress(address)).toEqual(expected);
  expect(accepts({ syslog: address })).toBe(expected !== null);
});

test.each([{ file: 'audit.jsonl' }, { file: '' }, { file: 5 }, { log: '/var/log/x' }])(
  'the policy refuses %j',
  (auditLog) => {
    expect(accepts(auditLog)).toBe(false);
  },
);

test.each(posixCases('audit-log.md', 'audit-log.zh-CN.md'))('the example of docs/%s is valid', (name) => {
  const [, example = ''] = /```json\n([^]*?)```/.exec(readFileSync(`docs/${name}`, 'utf8')) ?? [];
  expect(schema.safeParse(parse(example))).toMatchObject({ success: true });
});

test('the hash tells policies apart, and not their order', () => {
  const hash = hashPolicy({ edition: 'mainland', sdkAppId: 1 });
  expect(hash).toMatch(/^[\da-f]{16}$/);
  expect(hashPolicy({ sdkAppId: 1, edition: 'mainland' })).toBe(hash);
  expect(hashPolicy({ sdkAppId: 2, edition: 'mainland' })).not.toBe(hash);
});

test('an entry of the activity log goes to the file of the user and to the collector', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standby-audit-'));
  onTestFinished(() => removeFolder(folder));
  const path = process.platform === 'win32' ? '\\\\.\\pipe\\standby-audit-service' : join(folder, 'socket');
  const { messages } = await startCollector({ path });
  const logged: string[] = [];
  const policy = { auditLog: { file: join(folder, '{user}.jsonl'), syslog: `unix:${path}` } };
  const service = createAuditService({
    policy,
    owners: [],
    version: '0.1.0',
    time: systemClock,
    log: (message) => logged.push(message),
    onError: (error) => logged.push(String(error)),
  });
  onTestFinished(service.stop);
  const account = {
    mode: 'account',
    endpoint: 'https://standby.invalid',
    sdkAppId: 1,
    agent: 'a@b.test',
  } as const;
  service.record({ kind: 'stopped', at: 0 }, account);
  const text = readFileSync(join(folder, `${userInfo().username}.jsonl`), 'utf8');
  const event = JSON.parse(text) as unknown;
  expect(event).toMatchObject({ event: 'appStopped', agent: 'a@b.test', policyHash: hashPolicy(policy) });
  // On Windows the address of a socket is a path of its own kind, which the policy refuses.
  if (process.platform !== 'win32') {
    await vi.waitFor(() => expect(messages).toHaveLength(1));
    expect(eventOf(messages[0])).toEqual(event);
  }
  expect(logged).toEqual([]);
});
