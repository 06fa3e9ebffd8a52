import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { policyPath } from '../../../main/settings/policy-file.ts';
import { readPolicy } from '../../../main/settings/policy.ts';
import { realTime } from '../../../main/time.ts';
import type { PolicyProblem } from '../../../preload/contract/notice.ts';

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

const options = { languages, time: realTime };
/** The administrators are root, who owns the folders above, and whoever is given. */
const placeOf = (path: string, owner = own) => ({ kind: 'file', path, owners: [0, owner] }) as const;

type Kept = { mode?: number; owner?: number };

const read = (content: string | Buffer, { mode, owner = own }: Kept = {}) =>
  readPolicy(placeOf(policyFile(content, mode), owner), options);
const problemsOf = async (content: string) => (await read(content)).problems;

test('no file is no policy, and no problem', async () => {
  const path = join(tmpdir(), 'standby-no-such-folder', 'policy.json');
  expect(await readPolicy(placeOf(path), options)).toEqual({
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

const thirtyOne = Array.from({ length: 31 }, String);

/** A file that says only this: the setting that is named, and what belongs there. */
type Refusal = [content: string, setting: string, expected: string];

describe.each<[kind: PolicyProblem['kind'], refusals: Refusal[]]>([
  [
    'unknownSetting',
    [
      ['{"credentialProcess":{"program":"/k","shell":true}}', 'credentialProcess.shell', ''],
      ['{"shortcuts":{"lunch":"Control+F1"}}', 'shortcuts.lunch', ''],
      ['{"__proto__":{"quiet":true}}', '__proto__', ''],
    ],
  ],
  [
    'wrongType',
    [
      ['{"sdkAppId":"1400692008"}', 'sdkAppId', 'number'],
      ['{"sdkAppId":1.5}', 'sdkAppId', 'integer'],
      ['{"credentialProcess":"/k --x"}', 'credentialProcess', 'object'],
      ['{"reasons":{"rest":["a"]}}', 'reasons.notReady', 'array'],
      ['{"whenIdle":{"minutes":10}}', 'whenIdle.choice', 'object'],
      ['{"quiet":"yes"}', 'quiet', 'boolean'],
      ['["quiet"]', '', 'object'],
    ],
  ],
  [
    'notAllowed',
    [
      ['{"edition":"china"}', 'edition', 'international, mainland, custom'],
      ['{"customAddress":"http://ccc.example.com"}', 'customAddress', 'https://host/'],
      ['{"credentialProcess":{"program":"keys"}}', 'credentialProcess.program', 'an absolute path'],
      ['{"reasons":{"rest":["a","a"],"notReady":[]}}', 'reasons.rest', 'each reason once'],
      ['{"reasons":{"rest":["a","a\\u200b"],"notReady":[]}}', 'reasons.rest', 'each reason once'],
      ['{"shortcuts":{"free":"A"}}', 'shortcuts.free', 'Control+Shift+F9'],
      ['{"language":"fr"}', 'language', 'system, en, zh-CN'],
      ['{"quiet":true,"quiet":false}', 'quiet', 'each setting once'],
    ],
  ],
  [
    'outOfRange',
    [
      ['{"fleetSize":0}', 'fleetSize', '≥ 1'],
      ['{"agent":" "}', 'agent', '≥ 1'],
      [
        '{"credentialProcess":{"program":"/k","timeoutSeconds":61}}',
        'credentialProcess.timeoutSeconds',
        '≤ 60',
      ],
      [`{"reasons":{"rest":["${'x'.repeat(61)}"],"notReady":[]}}`, 'reasons.rest.0', '≤ 60'],
      [`{"reasons":{"rest":[],"notReady":${JSON.stringify(thirtyOne)}}}`, 'reasons.notReady', '≤ 30'],
    ],
  ],
])('%s', (kind, refusals) => {
  test.each(refusals)('%s', async (content, setting, expected) => {
    expect(await problemsOf(content)).toEqual([{ line: 1, setting, kind, expected }]);
  });
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
  const { problems, file } = await readPolicy(placeOf(folder), options);
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
    const { policy } = await read(content, { mode: parseInt(mode, 8) });
    expect(policy.credentialProcess?.program).toBe('/opt/keys');
  });

  test.each(['666', '664', '646'])('mode %s is not', async (mode) => {
    expect(await read(content, { mode: parseInt(mode, 8) })).toMatchObject(refusal);
  });

  /** Only root can give a file to somebody else. */
  const asRoot = test.runIf(own === 0);

  asRoot('one of another owner is not', async () => {
    const path = policyFile(content);
    chownSync(path, 12_345, 12_345);
    expect(await readPolicy(placeOf(path), options)).toMatchObject(refusal);
  });

  test.each([
    ['777, in which anybody could rename it', 0o777],
    ['775, in which a group could', 0o775],
  ])('one in a folder of mode %s is not, and the folder is named', async (_what, mode) => {
    const path = policyFile(content);
    chmodSync(dirname(path), mode);
    const { policy, problems } = await readPolicy(placeOf(path), options);
    expect(policy).toEqual({ quiet: true });
    expect(problems[0]?.expected).toContain(`(${dirname(path)})`);
  });

  asRoot('one that another user has linked to is not', async () => {
    const path = policyFile(content);
    const link = join(dirname(path), 'link.json');
    symlinkSync(path, link);
    expect(await readPolicy(placeOf(link), options)).toMatchObject({ problems: [] });
    lchownSync(link, 12_345, 12_345);
    expect(await readPolicy(placeOf(link), options)).toMatchObject(refusal);
  });

  test('nor is an address taken from another: keys sign what is sent there', async () => {
    const path = policyFile('{"edition": "custom", "customAddress": "https://evil.example/"}', 0o666);
    const { policy, problems } = await readPolicy(placeOf(path), options);
    expect(policy).toEqual({ edition: 'custom' });
    expect(problems).toMatchObject([{ setting: 'customAddress', kind: 'notAllowed' }]);
  });
});

test('what is no small file is not read: a pipe would never end', async () => {
  const path = policyFile(' '.repeat(1024 * 1024 + 1));
  expect(await readPolicy(placeOf(path), options)).toMatchObject({ problems: [{ kind: 'unreadable' }] });
  rmSync(path);
  execFileSync('/usr/bin/mkfifo', [path]);
  expect(await readPolicy(placeOf(path), options)).toMatchObject({ policy: {} });
});

test('each system has its place, and no variable moves it', () => {
  vi.stubEnv('ProgramData', '/home/mei');
  vi.stubEnv('HOME', '/home/mei');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(policyPath('linux')).toBe('/etc/standby/policy.json');
  expect(policyPath('darwin')).toBe('/Library/Application Support/Standby/policy.json');
});

test('what is nested too deep to be read is named by its line; what stands before it applies', async () => {
  for (const levels of [33, 5_000, 200_000]) {
    const deep = '['.repeat(levels) + ']'.repeat(levels);
    const { policy, problems } = await read(
      `{\n  "language": "zh-CN", // [ "\n  "reasons": ${deep},\n  "theme": "dark"\n}`,
    );
    expect(policy).toEqual({ language: 'zh-CN' });
    expect(problems).toEqual([{ line: 3, setting: '', kind: 'notJson', expected: 'tooDeep' }]);
  }
});
