import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { policyPath } from '../../../main/settings/policy-file.ts';
import { readPolicy } from '../../../main/settings/policy.ts';

const own = process.getuid?.() ?? 0;
const languages = ['en', 'zh-CN'];

/** A policy file with that content; whoever runs the test may own it. */
function policyFile(content: string | Buffer, mode = 0o644): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-policy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'policy.json');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const read = (content: string | Buffer) => readPolicy(policyFile(content), { languages, owners: [own] });
const problemsOf = async (content: string) => (await read(content)).problems;

test('no file is no policy, and no problem', async () => {
  const path = join(tmpdir(), 'standby-no-such-folder', 'policy.json');
  expect(await readPolicy(path, { languages, owners: [own] })).toEqual({
    policy: {},
    file: null,
    problems: [],
  });
});

test('every setting can be set, with comments and a trailing comma', async () => {
  const everything = {
    edition: 'custom',
    customAddress: 'https://ccc.corp.example/',
    sdkAppId: 1400692008,
    agent: 'mei.lin@example.com',
    credentialProcess: { program: '/opt/sso/keys', arguments: ['--app', 'ccc'], timeoutSeconds: 20 },
    fleetSize: 500,
    reasons: { rest: ['午餐'], notReady: ['会议', '培训'] },
    shortcuts: { free: 'Control+Alt+F9', undo: '' },
    budgets: [{ status: 'rest', reason: '午餐', breakMinutes: 45, dayMinutes: null }],
    freeWhenDue: true,
    dayStartsAt: 6,
    whenLocked: { status: 'rest', reason: '午餐' },
    whenAsleep: null,
    whenIdle: { minutes: 10, choice: { status: 'rest', reason: '' } },
    whenQuitting: null,
    quiet: false,
    language: 'zh-CN',
    theme: 'dark',
    startAtLogin: true,
    readingSeconds: 90,
  };
  const text = JSON.stringify({ $schema: './policy.schema.json', ...everything }, null, 2);
  const commented = text.replace('{', '{ // by IT').replace(/\n}$/, ', /* that is all */\n}');
  const result = await read(commented);
  expect(result.problems).toEqual([]);
  expect(result.policy).toEqual(everything);
  expect(result.file).toMatch(/policy\.json$/);
});

test('what may be left out has its default, and blanks round a reason are no matter', async () => {
  const { policy } = await read(
    '{"credentialProcess":{"program":"/opt/keys"},"reasons":{"rest":[" Lunch "],"notReady":[]}}',
  );
  expect(policy).toEqual({
    credentialProcess: { program: '/opt/keys', arguments: [], timeoutSeconds: 10 },
    reasons: { rest: ['Lunch'], notReady: [] },
  });
});

test('a bad setting is named with its line, and the rest applies', async () => {
  const { policy, problems } = await read(`{
  "sdkAppId": 1400692008,
  "theme": "black",
  "colour": "red",
  "quiet": true,
  "budgets": [
    { "status": "rest", "reason": "Lunch", "breakMinutes": 45, "dayMinutes": null },
    { "status": "rest", "reason": "Tea", "breakMinutes": 0, "dayMinutes": "60" }
  ],
  "readingSeconds": 5
}`);
  expect(policy).toEqual({ sdkAppId: 1400692008, quiet: true });
  expect(problems).toEqual([
    { line: 3, setting: 'theme', kind: 'notAllowed', expected: 'system, light, dark' },
    { line: 4, setting: 'colour', kind: 'unknownSetting', expected: '' },
    { line: 8, setting: 'budgets.1.breakMinutes', kind: 'outOfRange', expected: '≥ 1' },
    { line: 8, setting: 'budgets.1.dayMinutes', kind: 'wrongType', expected: 'number' },
    { line: 10, setting: 'readingSeconds', kind: 'outOfRange', expected: '≥ 30' },
  ]);
});

test.each([
  ['{"edition":"china"}', 'edition', 'notAllowed', 'international, mainland, custom'],
  ['{"customAddress":"http://ccc.example.com"}', 'customAddress', 'notAllowed', 'https://host/'],
  ['{"sdkAppId":"1400692008"}', 'sdkAppId', 'wrongType', 'number'],
  ['{"sdkAppId":1.5}', 'sdkAppId', 'wrongType', 'integer'],
  ['{"fleetSize":0}', 'fleetSize', 'outOfRange', '≥ 1'],
  ['{"agent":" "}', 'agent', 'outOfRange', '≥ 1'],
  ['{"agent":"a\\u202eb"}', 'agent', 'notAllowed', 'printable characters'],
  ['{"credentialProcess":{"program":"keys"}}', 'credentialProcess.program', 'notAllowed', 'an absolute path'],
  ['{"credentialProcess":{"program":"/k","shell":true}}', 'credentialProcess.shell', 'unknownSetting', ''],
  [
    '{"credentialProcess":{"program":"/k","timeoutSeconds":61}}',
    'credentialProcess.timeoutSeconds',
    'outOfRange',
    '≤ 60',
  ],
  ['{"credentialProcess":"/k --x"}', 'credentialProcess', 'wrongType', 'object'],
  ['{"reasons":{"rest":["a","a"],"notReady":[]}}', 'reasons.rest', 'notAllowed', 'each reason once'],
  [`{"reasons":{"rest":["${'x'.repeat(61)}"],"notReady":[]}}`, 'reasons.rest.0', 'outOfRange', '≤ 60'],
  ['{"reasons":{"rest":["a\\n b"],"notReady":[]}}', 'reasons.rest.0', 'notAllowed', 'printable characters'],
  [
    `{"reasons":{"rest":[],"notReady":${JSON.stringify(Array.from({ length: 31 }, String))}}}`,
    'reasons.notReady',
    'outOfRange',
    '≤ 30',
  ],
  ['{"reasons":{"rest":["a"]}}', 'reasons.notReady', 'wrongType', 'array'],
  ['{"shortcuts":{"lunch":"Control+F1"}}', 'shortcuts.lunch', 'unknownSetting', ''],
  ['{"shortcuts":{"free":"A"}}', 'shortcuts.free', 'notAllowed', 'Control+Shift+F9'],
  ['{"language":"fr"}', 'language', 'notAllowed', 'system, en, zh-CN'],
  ['{"whenIdle":{"minutes":10}}', 'whenIdle.choice', 'wrongType', 'object'],
  ['{"quiet":"yes"}', 'quiet', 'wrongType', 'boolean'],
  ['{"__proto__":{"quiet":true}}', '__proto__', 'unknownSetting', ''],
  ['{"quiet":true,"quiet":false}', 'quiet', 'notAllowed', 'each setting once'],
  ['["quiet"]', '', 'wrongType', 'object'],
])('%s', async (content, setting, kind, expected) => {
  expect(await problemsOf(content)).toEqual([{ line: 1, setting, kind, expected }]);
});

describe('a file that breaks off', () => {
  test.each([
    ['{"quiet": true,\n"theme": "dark" "dayStartsAt": 6}', 2, { quiet: true }],
    ['{"quiet": true,\n"language": "zh-CN,\n"theme": "dark"}', 2, { quiet: true }],
    ['{"quiet": true,\n"reasons": {"rest": ["a", \n"notReady": []}}', 3, { quiet: true }],
    ['{"quiet": true,\n"fleetSize": 50O, "theme": "dark"}', 2, { quiet: true }],
    ['{"quiet": true,\n"theme": , "dayStartsAt": 6}', 2, { quiet: true }],
    ['{"quiet": true,\n"theme": "dark"', 2, { quiet: true }],
    ['{"quiet": true}\n}', 2, { quiet: true }],
    ['{"quiet": true /* and, */\n, theme: "dark"}', 2, { quiet: true }],
    ['', 1, {}],
    ['quiet = true', 1, {}],
  ])('%j: only what stands whole before the break applies', async (content, line, policy) => {
    const result = await read(content);
    expect(result.policy).toEqual(policy);
    expect(result.problems).toEqual([
      { line, setting: '', kind: 'notJson', expected: expect.stringMatching(/^[A-Z]\w+$/) as string },
    ]);
  });
});

test.each([
  ['UTF-8 with a mark', Buffer.from('\uFEFF{"quiet":true}')],
  ['UTF-16, as PowerShell writes it', Buffer.from('\uFEFF{"quiet":true}', 'utf16le')],
])('%s is read', async (_how, bytes) => {
  expect(await read(bytes)).toMatchObject({ policy: { quiet: true }, problems: [] });
});

test('another encoding is said, rather than read as nonsense', async () => {
  const gbk = Buffer.from([...Buffer.from('{"agent":"'), 0xce, 0xe7, ...Buffer.from('"}')]);
  const { policy, problems } = await read(gbk);
  expect(policy).toEqual({});
  expect(problems).toMatchObject([{ line: null, setting: '', kind: 'unreadable' }]);
});

test('what cannot be read is said in the system’s words', async () => {
  const folder = policyFile('');
  rmSync(folder);
  mkdirSync(folder);
  const { problems, file } = await readPolicy(folder, { languages, owners: [own] });
  expect(file).toBe(folder);
  expect(problems).toMatchObject([{ line: null, kind: 'unreadable' }]);
  expect(problems[0]?.expected).toContain('EISDIR');
});

describe('a program is named only by a file that nobody else can write', () => {
  const content = '{"quiet": true,\n"credentialProcess": {"program": "/opt/keys"}}';
  const refusal = {
    policy: { quiet: true },
    problems: [{ line: 2, setting: 'credentialProcess', kind: 'notAllowed' }],
  };

  test.each(['644', '600', '444'])('mode %s is taken', async (mode) => {
    const result = await readPolicy(policyFile(content, parseInt(mode, 8)), { languages, owners: [own] });
    expect(result.policy.credentialProcess?.program).toBe('/opt/keys');
  });

  test.each(['666', '664', '646'])('mode %s is not', async (mode) => {
    const result = await readPolicy(policyFile(content, parseInt(mode, 8)), { languages, owners: [own] });
    expect(result).toMatchObject(refusal);
  });

  test('one of another owner is not', async () => {
    const result = await readPolicy(policyFile(content), { languages, owners: [own + 1] });
    expect(result).toMatchObject(refusal);
  });
});

test('each system has its place', () => {
  expect(policyPath('linux', {})).toBe('/etc/standby/policy.json');
  expect(policyPath('darwin', {})).toBe('/Library/Application Support/Standby/policy.json');
  expect(policyPath('win32', { ProgramData: 'D:\\Data' })).toBe('D:\\Data\\Standby\\policy.json');
  expect(policyPath('win32', {})).toBe('C:\\ProgramData\\Standby\\policy.json');
});
