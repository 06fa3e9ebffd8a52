import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parsePolicyKey } from '../../../main/settings/policy/policy.ts';
import { isProgramPath } from '../../../main/settings/program-path.ts';
import { parseRegistryExport, type RegistryKey } from '../../../main/settings/policy/registry-export.ts';
import { POLICY_KEY } from '../../../main/settings/policy/registry.ts';
import { PROGRAM, PROGRAM_JSON } from './support/policy-file.ts';
import { systemFolder } from '../../../main/settings/policy/windows-folder.ts';

const languages = ['en', 'zh-CN'];
const fixtures = join(import.meta.dirname, 'fixtures');

test('the Windows folder is found by a library that the kernel has loaded, not by a variable', () => {
  vi.stubEnv('SystemRoot', 'C:\\Users\\mei\\mine');
  onTestFinished(() => void vi.unstubAllEnvs());
  const loaded = [
    'C:\\Program Files\\Standby\\Standby.exe',
    'D:\\Windows\\SYSTEM32\\ntdll.dll',
    'C:\\x\\ntdll.dll',
  ];
  expect(systemFolder(loaded)).toBe('D:\\Windows\\SYSTEM32');
  expect(systemFolder(['\\\\server\\share\\ntdll.dll', '/lib/ntdll.dll', 'ntdll.dll'])).toBe(null);
  expect(systemFolder()).toEqual(process.platform === 'win32' ? expect.any(String) : null);
});

const key = (values: RegistryKey['values'], path = POLICY_KEY): RegistryKey => ({ path, values });
const text = (name: string, data: string) => ({ type: 'text', name, data }) as const;
const number = (name: string, data: number) => ({ type: 'number', name, data }) as const;
const policyOf = (...keys: RegistryKey[]) => parsePolicyKey({ kind: 'keys', keys }, POLICY_KEY, languages);

describe('its values are settings', () => {
  test('registry values are settings by their names, case-insensitively, and nested ones as JSON', async () => {
    const values = [
      text('', 'of the key itself'),
      text('Edition', 'mainland'),
      number('SDKAPPID', 1_400_692_008),
      text('agent', '12345'),
      number('reduceNotifications', 1),
      number('startAtLogin', 0),
      number('dayStartHour', 1),
      text('autoFreeAtReturn', 'true'),
      text('onLock', 'null'),
      text('reasons', '{"rest":["午餐"],"notReady":[]}'),
      { type: 'lines' as const, name: 'shortcuts', data: ['{"undo":', '""}'] },
    ];
    expect(await policyOf(key(values))).toEqual({
      policy: {
        edition: 'mainland',
        sdkAppId: 1_400_692_008,
        agent: '12345',
        reduceNotifications: true,
        startAtLogin: false,
        dayStartHour: 1,
        autoFreeAtReturn: true,
        onLock: null,
        reasons: { rest: ['午餐'], notReady: [] },
        shortcuts: { undo: '' },
      },
      file: POLICY_KEY,
      errors: [],
    });
  });

  test('one registry value may contain the whole policy as JSON, with a program and an address', async () => {
    const json = [
      '{ // by IT',
      '"customAddress": "https://ccc.corp.example/",',
      '"theme": "black",',
      `"credentialProcess": {"program": ${PROGRAM_JSON}} }`,
    ];
    for (const value of [
      text('Policy', json.join('\r\n')),
      { type: 'lines', name: 'policy', data: json } as const,
    ]) {
      const { policy, errors } = await policyOf(key([value]));
      expect(policy).toMatchObject({ customAddress: 'https://ccc.corp.example/' });
      expect(policy.credentialProcess?.program).toBe(PROGRAM);
      expect(errors).toMatchObject([{ line: 3, setting: 'theme', kind: 'notAllowed' }]);
    }
  });

  test('an invalid registry value is reported, and the rest applies', async () => {
    const { policy, errors } = await policyOf(
      key([
        text('Policy', '{"reduceNotifications": true, "theme": "dark"}'),
        number('reduceNotifications', 0),
        text('color', 'red'),
        text('pollIntervalSeconds', 'soon'),
        number('sdkAppId', 0),
        { type: 'other', name: 'language' },
      ]),
      key([text('1', '午餐')], `${POLICY_KEY}\\reasons`),
      key([text('agent', 'x')], 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Standby2'),
    );
    expect(policy).toEqual({ reduceNotifications: true, theme: 'dark' });
    expect(errors.map(({ setting, kind, line }) => [setting, kind, line])).toEqual([
      ['reduceNotifications', 'notAllowed', null],
      ['color', 'unknownSetting', null],
      ['pollIntervalSeconds', 'wrongType', null],
      ['sdkAppId', 'outOfRange', null],
      ['language', 'notAllowed', null],
      ['reasons', 'notAllowed', null],
    ]);
  });

  test('a registry value that is not a JSON object is reported', async () => {
    expect((await policyOf(key([text('Policy', '{"reduceNotifications": tr')]))).errors).toMatchObject([
      { kind: 'notJson' },
    ]);
    expect((await policyOf(key([number('Policy', 1)]))).errors).toMatchObject([{ kind: 'wrongType' }]);
  });

  test('an export of reg.exe is read as a policy', async () => {
    const parsed = parseRegistryExport(readFileSync(join(fixtures, 'values.reg')));
    const { policy, errors } = await policyOf(...(parsed.ok ? parsed.keys : []));
    expect(errors).toContainEqual({
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
