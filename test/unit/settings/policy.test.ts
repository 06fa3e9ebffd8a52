import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { policyPath } from '../../../main/settings/policy/policy-file.ts';
import { readPolicy } from '../../../main/settings/policy/policy.ts';
import type { PolicyError } from '../../../shared/notice.ts';
import { isWindows, posixCases } from '../../support/unit/posix.ts';
import { options, policyFile, PROGRAM, PROGRAM_JSON, read, toLocation } from './support/policy-file.ts';

const readErrors = async (content: string) => (await read(content)).errors;

test('a missing file is an empty policy without errors', async () => {
  const path = join(tmpdir(), 'standby-no-such-folder', 'policy.json');
  expect(await readPolicy(toLocation(path), options)).toEqual({
    policy: {},
    file: null,
    errors: [],
  });
});

// On Windows programs and addresses are named in the registry only (registry-policy.test.ts).
test.skipIf(isWindows)(
  'where a file may name programs, it can set every setting, with comments and a trailing comma',
  async () => {
    const everything = {
      edition: 'custom',
      customAddress: 'https://ccc.corp.example/',
      sdkAppId: 1400692008,
      agent: 'mei.lin@example.com',
      credentialProcess: { program: PROGRAM, arguments: ['--app', 'ccc'], timeoutSeconds: 20 },
      caBundle: '/etc/standby/company-ca.pem',
      fleetSize: 500,
      reasons: { rest: ['午餐'], notReady: ['会议', '培训'] },
      shortcuts: { free: 'Control+Alt+F9', undo: '' },
      breakLimits: [{ status: 'rest', reason: '午餐', breakMinutes: 45, dayMinutes: null }],
      autoFreeAtReturn: true,
      dayStartHour: 6,
      onLock: { status: 'rest', reason: '午餐' },
      onSleep: null,
      onIdle: { minutes: 10, choice: { status: 'rest', reason: '' } },
      onQuit: null,
      reduceNotifications: false,
      language: 'zh-CN',
      theme: 'dark',
      startAtLogin: true,
      pollIntervalSeconds: 90,
    };
    const text = JSON.stringify({ $schema: './policy.schema.json', ...everything }, null, 2);
    const commented = text.replace('{', '{ // by IT').replace(/\n}$/, ', /* that is all */\n}');
    const result = await read(commented);
    expect(result.errors).toEqual([]);
    expect(result.policy).toEqual(everything);
    expect(result.file).toMatch(/policy\.json$/);
  },
);

test.skipIf(isWindows)(
  'where a file may name programs, optional keys have defaults, and spaces around a reason are ignored',
  async () => {
    const { policy } = await read(
      `{"credentialProcess":{"program":${PROGRAM_JSON}},"reasons":{"rest":[" Lunch "],"notReady":[]}}`,
    );
    expect(policy).toEqual({
      credentialProcess: { program: PROGRAM, arguments: [], timeoutSeconds: 10 },
      reasons: { rest: ['Lunch'], notReady: [] },
    });
  },
);

test('an invalid setting is reported with its line, and the rest applies', async () => {
  const { policy, errors } = await read(`{
  "sdkAppId": 1400692008,
  "theme": "black",
  "color": "red",
  "reduceNotifications": true,
  "breakLimits": [
    { "status": "rest", "reason": "Lunch", "breakMinutes": 45, "dayMinutes": null },
    { "status": "rest", "reason": "Tea", "breakMinutes": 0, "dayMinutes": "60" }
  ],
  "pollIntervalSeconds": 5
}`);
  expect(policy).toEqual({ sdkAppId: 1400692008, reduceNotifications: true });
  expect(errors).toEqual([
    { line: 3, setting: 'theme', kind: 'notAllowed', expected: 'system, light, dark' },
    { line: 4, setting: 'color', kind: 'unknownSetting', expected: '' },
    { line: 8, setting: 'breakLimits.1.breakMinutes', kind: 'outOfRange', expected: '≥ 1' },
    { line: 8, setting: 'breakLimits.1.dayMinutes', kind: 'wrongType', expected: 'number' },
    { line: 10, setting: 'pollIntervalSeconds', kind: 'outOfRange', expected: '≥ 30' },
  ]);
});

const thirtyOne = Array.from({ length: 31 }, String);

/** Content of a policy, the setting that is reported, and the expected value. */
type Refusal = [content: string, setting: string, expected: string];

describe.each<[kind: PolicyError['kind'], refusals: Refusal[]]>([
  [
    'unknownSetting',
    [
      [`{"credentialProcess":{"program":${PROGRAM_JSON},"shell":true}}`, 'credentialProcess.shell', ''],
      ['{"shortcuts":{"lunch":"Control+F1"}}', 'shortcuts.lunch', ''],
      ['{"__proto__":{"reduceNotifications":true}}', '__proto__', ''],
    ],
  ],
  [
    'wrongType',
    [
      ['{"sdkAppId":"1400692008"}', 'sdkAppId', 'number'],
      ['{"sdkAppId":1.5}', 'sdkAppId', 'integer'],
      ['{"credentialProcess":"/k --x"}', 'credentialProcess', 'object'],
      ['{"reasons":{"rest":["a"]}}', 'reasons.notReady', 'array'],
      ['{"onIdle":{"minutes":10}}', 'onIdle.choice', 'object'],
      ['{"reduceNotifications":"yes"}', 'reduceNotifications', 'boolean'],
      ['["reduceNotifications"]', '', 'object'],
    ],
  ],
  [
    'notAllowed',
    [
      ['{"edition":"china"}', 'edition', 'international, mainland, custom'],
      ['{"customAddress":"http://ccc.example.com"}', 'customAddress', 'https://host/'],
      ...posixCases<Refusal>(
        ['{"credentialProcess":{"program":"keys"}}', 'credentialProcess.program', 'an absolute path'],
        ['{"caBundle":"company-ca.pem"}', 'caBundle', 'an absolute path'],
      ),
      ['{"reasons":{"rest":["a","a"],"notReady":[]}}', 'reasons.rest', 'each reason once'],
      ['{"reasons":{"rest":["a","a\\u200b"],"notReady":[]}}', 'reasons.rest', 'each reason once'],
      ['{"shortcuts":{"free":"A"}}', 'shortcuts.free', 'Control+Shift+F9'],
      ['{"language":"fr"}', 'language', 'system, en, zh-CN'],
      [
        '{"reduceNotifications":true,"reduceNotifications":false}',
        'reduceNotifications',
        'each setting once',
      ],
    ],
  ],
  [
    'outOfRange',
    [
      ['{"fleetSize":0}', 'fleetSize', '≥ 1'],
      ['{"agent":" "}', 'agent', '≥ 1'],
      [
        `{"credentialProcess":{"program":${PROGRAM_JSON},"timeoutSeconds":61}}`,
        'credentialProcess.timeoutSeconds',
        '≤ 60',
      ],
      [`{"reasons":{"rest":["${'x'.repeat(61)}"],"notReady":[]}}`, 'reasons.rest.0', '≤ 60'],
      [`{"reasons":{"rest":[],"notReady":${JSON.stringify(thirtyOne)}}}`, 'reasons.notReady', '≤ 30'],
    ],
  ],
])('%s', (kind, refusals) => {
  test.each(refusals)('%s', async (content, setting, expected) => {
    expect(await readErrors(content)).toEqual([{ line: 1, setting, kind, expected }]);
  });
});

describe('a file that breaks off', () => {
  test.each([
    ['{"reduceNotifications": true,\n"theme": "dark" "dayStartHour": 6}', 2, { reduceNotifications: true }],
    [
      '{"reduceNotifications": true,\n"language": "zh-CN,\n"theme": "dark"}',
      2,
      { reduceNotifications: true },
    ],
    [
      '{"reduceNotifications": true,\n"reasons": {"rest": ["a", \n"notReady": []}}',
      3,
      { reduceNotifications: true },
    ],
    ['{"reduceNotifications": true,\n"fleetSize": 50O, "theme": "dark"}', 2, { reduceNotifications: true }],
    ['{"reduceNotifications": true,\n"theme": , "dayStartHour": 6}', 2, { reduceNotifications: true }],
    ['{"reduceNotifications": true,\n"theme": "dark"', 2, { reduceNotifications: true }],
    ['{"reduceNotifications": true}\n}', 2, { reduceNotifications: true }],
    ['{"reduceNotifications": true /* and, */\n, theme: "dark"}', 2, { reduceNotifications: true }],
    ['', 1, {}],
    ['quiet = true', 1, {}],
  ])('from the truncated policy %j only complete settings apply', async (content, line, policy) => {
    const result = await read(content);
    expect(result.policy).toEqual(policy);
    expect(result.errors).toEqual([
      { line, setting: '', kind: 'notJson', expected: expect.stringMatching(/^[A-Z]\w+$/) as string },
    ]);
  });
});

test.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFF{"reduceNotifications":true}')],
  ['UTF-16, as PowerShell writes it', Buffer.from('\uFEFF{"reduceNotifications":true}', 'utf16le')],
])('a policy file in %s is read', async (_how, bytes) => {
  expect(await read(bytes)).toMatchObject({ policy: { reduceNotifications: true }, errors: [] });
});

test('an unknown encoding is reported instead of decoded wrongly', async () => {
  const gbk = Buffer.from([...Buffer.from('{"agent":"'), 0xce, 0xe7, ...Buffer.from('"}')]);
  const { policy, errors } = await read(gbk);
  expect(policy).toEqual({});
  expect(errors).toMatchObject([{ line: null, setting: '', kind: 'unreadable' }]);
});

test('an unreadable file is reported with the system’s message', async () => {
  const folder = policyFile('');
  rmSync(folder);
  mkdirSync(folder);
  const { errors, file } = await readPolicy(toLocation(folder), options);
  expect(file).toBe(folder);
  expect(errors).toMatchObject([{ line: null, kind: 'unreadable' }]);
  expect(errors[0]?.expected).toContain('EISDIR');
});

test.each<[what: string, put: (path: string) => void]>([
  ['a file that is too large', (path) => truncateSync(path, 3 * 1024 ** 3)],
  ...posixCases<[what: string, put: (path: string) => void]>(
    [
      'a pipe',
      (path) => {
        rmSync(path);
        execFileSync('/usr/bin/mkfifo', [path]);
      },
    ],
    [
      'a device that has no end',
      (path) => {
        rmSync(path);
        symlinkSync('/dev/zero', path);
      },
    ],
  ),
  [
    'a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
])('anything but a small file is reported as unreadable at once: %s', async (_what, put) => {
  const path = policyFile('{"reduceNotifications": true}');
  put(path);
  expect(await readPolicy(toLocation(path), options)).toMatchObject({
    policy: {},
    errors: [{ kind: 'unreadable' }],
  });
});

test('each system has a fixed location of the policy, which no variable changes', () => {
  vi.stubEnv('ProgramData', '/home/mei');
  vi.stubEnv('HOME', '/home/mei');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(policyPath('linux')).toBe('/etc/standby/policy.json');
  expect(policyPath('darwin')).toBe('/Library/Application Support/Standby/policy.json');
});

test('nesting that is too deep is reported with its line, and the settings before it apply', async () => {
  for (const levels of [33, 5_000, 200_000]) {
    const deep = '['.repeat(levels) + ']'.repeat(levels);
    const { policy, errors } = await read(
      `{\n  "language": "zh-CN", // [ "\n  "reasons": ${deep},\n  "theme": "dark"\n}`,
    );
    expect(policy).toEqual({ language: 'zh-CN' });
    expect(errors).toEqual([{ line: 3, setting: '', kind: 'notJson', expected: 'tooDeep' }]);
  }
});
