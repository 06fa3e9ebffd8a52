import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { policyOfKey } from '../../../main/settings/policy.ts';
import { isProgramPath } from '../../../main/settings/policy-schema.ts';
import { parseRegistryExport, type RegistryKey } from '../../../main/settings/registry-export.ts';
import { POLICY_KEY, readPolicyKey } from '../../../main/settings/registry.ts';
import { systemFolder } from '../../../main/settings/windows-folder.ts';
import { realTime } from '../../../main/time.ts';
import { virtualTime } from '../../support/unit/virtual-time.ts';

const languages = ['en', 'zh-CN'];
const fixtures = join(import.meta.dirname, 'fixtures');

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-registry-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A program in reg.exe's place: it notes what it is asked and in which environment, and does what the script says. */
function regExe(script: string) {
  const folder = folderOfTest();
  const program = join(folder, 'reg');
  const asked = join(folder, 'asked');
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$*" >> ${asked}\n/usr/bin/env > ${folder}/env\n${script}\n`,
  );
  chmodSync(program, 0o700);
  return {
    program,
    folder: join(folder, 'profile'),
    asked: () => (existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n') : []),
    environment: () => readFileSync(join(folder, 'env'), 'utf8'),
  };
}

/** What reg.exe prints of a key that others are below. */
const listing = `printf '\\r\\nHKEY_LOCAL_MACHINE\\\\Software\\\\Policies\\\\Microsoft\\r\\nHKEY_LOCAL_MACHINE\\\\Software\\\\Policies\\\\Standby\\r\\n'`;
const works = `case $1 in query) ${listing};; export) /bin/cp ${join(fixtures, 'chinese.reg')} "$3";; esac`;

describe('the key is read by reg.exe', () => {
  test('in the view of 64-bit programs, into the agent’s own profile, and nothing is left there', async () => {
    vi.stubEnv('ProgramData', '/home/mei');
    onTestFinished(() => void vi.unstubAllEnvs());
    const reg = regExe(works);
    const found = await readPolicyKey({ ...reg, time: realTime });
    expect(found).toMatchObject({
      kind: 'keys',
      keys: [{ values: [{ name: 'agent', data: '张三@example.com' }, {}, {}, {}, {}] }],
    });
    expect(reg.asked()).toEqual([
      'query HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies /reg:64',
      expect.stringMatching(
        /^export HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Standby \S+\/profile\/policy-\w+\/policy\.reg \/y \/reg:64$/,
      ),
    ]);
    expect(reg.environment()).not.toContain('ProgramData');
    expect(readdirSync(reg.folder)).toEqual([]);
  });

  test('one that is not there is no policy, and nothing is exported', async () => {
    const reg = regExe(`printf 'HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Policies\\\\Standby2\\r\\n'`);
    expect(await readPolicyKey({ ...reg, time: realTime })).toEqual({ kind: 'absent' });
    expect(reg.asked()).toHaveLength(1);
  });

  test.each([
    ['is forbidden', 'echo "disabled by your administrator" >&2; exit 1', /disabled by your administrator/],
    ['cannot export', `case $1 in query) ${listing};; *) exit 1;; esac`, /export: exit code 1/],
    ['exports nothing', listing, /ENOENT/],
    ['exports something else', `case $1 in query) ${listing};; *) echo x > "$3";; esac`, /cannot be read/],
    [
      'exports without end',
      `case $1 in query) ${listing};; *) /usr/bin/head -c 2000000 /dev/zero > "$3";; esac`,
      /more than/,
    ],
  ])('where it %s, that is said, and is not taken for no policy', async (_what, script, message) => {
    const reg = regExe(script);
    const found = await readPolicyKey({ ...reg, time: realTime });
    expect(found).toMatchObject({ kind: 'unreadable', message: expect.stringMatching(message) as string });
    const { policy, problems } = await policyOfKey(found, POLICY_KEY, languages);
    expect(policy).toEqual({});
    expect(problems).toMatchObject([{ line: null, setting: '', kind: 'unreadable' }]);
  });

  test('one that hangs is ended', async () => {
    const time = virtualTime();
    const reg = regExe('exec /bin/sleep 600');
    const reading = readPolicyKey({ ...reg, time });
    await time.advance(10_000);
    expect(await reading).toMatchObject({
      kind: 'unreadable',
      message: expect.stringContaining('in time') as string,
    });
  });

  test.each([
    ['is not there', '/no/such/reg', /ENOENT/],
    ['is not known', null, /not known/],
  ])('where it %s, that is said', async (_what, program, message) => {
    const found = await readPolicyKey({ folder: folderOfTest(), program, time: realTime });
    expect(found).toMatchObject({ kind: 'unreadable', message: expect.stringMatching(message) as string });
  });
});

test('the folder of Windows comes from what the kernel has loaded, not from a variable', () => {
  vi.stubEnv('SystemRoot', 'C:\\Users\\mei\\mine');
  onTestFinished(() => void vi.unstubAllEnvs());
  const loaded = [
    'C:\\Program Files\\Standby\\Standby.exe',
    'D:\\Windows\\SYSTEM32\\ntdll.dll',
    'C:\\x\\ntdll.dll',
  ];
  expect(systemFolder(loaded)).toBe('D:\\Windows\\SYSTEM32');
  expect(systemFolder(['\\\\server\\share\\ntdll.dll', '/lib/ntdll.dll', 'ntdll.dll'])).toBe(null);
  expect(systemFolder()).toBe(process.platform === 'win32' ? expect.any(String) : null);
});

const key = (values: RegistryKey['values'], path = POLICY_KEY): RegistryKey => ({ path, values });
const text = (name: string, data: string) => ({ type: 'text', name, data }) as const;
const number = (name: string, data: number) => ({ type: 'number', name, data }) as const;
const policyOf = (...keys: RegistryKey[]) => policyOfKey({ kind: 'keys', keys }, POLICY_KEY, languages);

describe('its values are settings', () => {
  test('single values by their names, whatever their case, and nested ones as JSON', async () => {
    const values = [
      text('', 'of the key itself'),
      text('Edition', 'mainland'),
      number('SDKAPPID', 1_400_692_008),
      text('agent', '12345'),
      number('quiet', 1),
      number('startAtLogin', 0),
      number('dayStartsAt', 1),
      text('freeWhenDue', 'true'),
      text('whenLocked', 'null'),
      text('reasons', '{"rest":["午餐"],"notReady":[]}'),
      { type: 'lines' as const, name: 'shortcuts', data: ['{"undo":', '""}'] },
    ];
    expect(await policyOf(key(values))).toEqual({
      policy: {
        edition: 'mainland',
        sdkAppId: 1_400_692_008,
        agent: '12345',
        quiet: true,
        startAtLogin: false,
        dayStartsAt: 1,
        freeWhenDue: true,
        whenLocked: null,
        reasons: { rest: ['午餐'], notReady: [] },
        shortcuts: { undo: '' },
      },
      file: POLICY_KEY,
      problems: [],
    });
  });

  test('or all of them as one JSON value, with lines, which may name a program and an address', async () => {
    const json = [
      '{ // by IT',
      '"customAddress": "https://ccc.corp.example/",',
      '"theme": "black",',
      '"credentialProcess": {"program": "/opt/keys"} }',
    ];
    for (const value of [
      text('Policy', json.join('\r\n')),
      { type: 'lines', name: 'policy', data: json } as const,
    ]) {
      const { policy, problems } = await policyOf(key([value]));
      expect(policy).toMatchObject({ customAddress: 'https://ccc.corp.example/' });
      expect(policy.credentialProcess?.program).toBe('/opt/keys');
      expect(problems).toMatchObject([{ line: 3, setting: 'theme', kind: 'notAllowed' }]);
    }
  });

  test('what does not apply is named, and the rest applies', async () => {
    const { policy, problems } = await policyOf(
      key([
        text('Policy', '{"quiet": true, "theme": "dark"}'),
        number('quiet', 0),
        text('colour', 'red'),
        text('readingSeconds', 'soon'),
        number('sdkAppId', 0),
        { type: 'other', name: 'language' },
      ]),
      key([text('1', '午餐')], `${POLICY_KEY}\\reasons`),
      key([text('agent', 'x')], 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Standby2'),
    );
    expect(policy).toEqual({ quiet: true, theme: 'dark' });
    expect(problems.map(({ setting, kind, line }) => [setting, kind, line])).toEqual([
      ['quiet', 'notAllowed', null],
      ['colour', 'unknownSetting', null],
      ['readingSeconds', 'wrongType', null],
      ['sdkAppId', 'outOfRange', null],
      ['language', 'notAllowed', null],
      ['reasons', 'notAllowed', null],
    ]);
  });

  test('a value that is no JSON object is named', async () => {
    expect((await policyOf(key([text('Policy', '{"quiet": tr')]))).problems).toMatchObject([
      { kind: 'notJson' },
    ]);
    expect((await policyOf(key([number('Policy', 1)]))).problems).toMatchObject([{ kind: 'wrongType' }]);
  });

  test('what reg.exe has exported', async () => {
    const parsed = parseRegistryExport(readFileSync(join(fixtures, 'values.reg')));
    const { policy, problems } = await policyOf(...(parsed.ok ? parsed.keys : []));
    expect(problems).toContainEqual({
      line: null,
      setting: 'customAddress',
      kind: 'notAllowed',
      expected: 'https://host/',
    });
    expect(policy).toEqual({
      agent: 'agent@example.com',
      sdkAppId: 1_400_000_001,
      startAtLogin: true,
    });
  });
});

test.each([
  ['C:\\Program Files\\Corp\\keys.exe', true],
  ['d:/corp/KEYS.EXE', true],
  ['C:\\公司\\登录 程序.exe', true],
  ['\\\\server\\share\\keys.exe', false],
  ['//server/share/keys.exe', false],
  ['\\\\?\\C:\\corp\\keys.exe', false],
  ['\\\\.\\pipe\\keys.exe', false],
  ['\\corp\\keys.exe', false],
  ['/corp/keys.exe', false],
  ['C:keys.exe', false],
  ['C:\\corp\\..\\..\\mine\\keys.exe', false],
  ['C:\\corp\\readme.txt:keys.exe', false],
  ['C:\\corp \\keys.exe', false],
  ['C:\\corp\\keys.cmd', false],
  ['C:\\corp\\keys', false],
  ['%ProgramFiles%\\keys.exe', false],
  ['keys.exe', false],
])('on Windows, the path %s may be a program: %s', (path, may) => {
  expect(isProgramPath(path, true)).toBe(may);
});
