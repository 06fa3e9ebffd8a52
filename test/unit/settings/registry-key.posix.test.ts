/** Reading the key by reg.exe. A shell script takes its place, so these tests do not run on Windows. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parsePolicyKey } from '../../../main/settings/policy/policy.ts';
import { POLICY_KEY, readPolicyKey } from '../../../main/settings/policy/registry.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const languages = ['en', 'zh-CN'];
const fixtures = join(import.meta.dirname, 'fixtures');

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-registry-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A fake reg.exe: it records its arguments and environment, and runs the script. */
function regExe(script: string) {
  const folder = folderOfTest();
  const program = join(folder, 'reg');
  const requested = join(folder, 'asked');
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$*" >> ${requested}\n/usr/bin/env > ${folder}/env\n${script}\n`,
  );
  chmodSync(program, 0o700);
  return {
    program,
    folder: join(folder, 'profile'),
    requested: () => (existsSync(requested) ? readFileSync(requested, 'utf8').trim().split('\n') : []),
    environment: () => readFileSync(join(folder, 'env'), 'utf8'),
  };
}

/** Output of reg.exe for a key with subkeys. */
const listing = `printf '\\r\\nHKEY_LOCAL_MACHINE\\\\Software\\\\Policies\\\\Microsoft\\r\\nHKEY_LOCAL_MACHINE\\\\Software\\\\Policies\\\\Standby\\r\\n'`;
const works = `case $1 in query) ${listing};; export) /bin/cp ${join(fixtures, 'chinese.reg')} "$3";; esac`;

describe('the key is read by reg.exe', () => {
  test('reg.exe exports the 64-bit view into the agent’s profile, and the file is removed', async () => {
    vi.stubEnv('ProgramData', '/home/mei');
    onTestFinished(() => void vi.unstubAllEnvs());
    const reg = regExe(works);
    const found = await readPolicyKey({ ...reg, time: systemClock });
    expect(found).toMatchObject({
      kind: 'keys',
      keys: [{ values: [{ name: 'agent', data: '张三@example.com' }, {}, {}, {}, {}] }],
    });
    expect(reg.requested()).toEqual([
      'query HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies /reg:64',
      expect.stringMatching(
        /^export HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Standby \S+\/profile\/policy-\w+\/policy\.reg \/y \/reg:64$/,
      ),
    ]);
    expect(reg.environment()).not.toContain('ProgramData');
    expect(readdirSync(reg.folder)).toEqual([]);
  });

  test('a missing key is an empty policy, and nothing is exported', async () => {
    const reg = regExe(`printf 'HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Policies\\\\Standby2\\r\\n'`);
    expect(await readPolicyKey({ ...reg, time: systemClock })).toEqual({ kind: 'absent' });
    expect(reg.requested()).toHaveLength(1);
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
  ])(
    'if reg.exe %s, that is reported, and not treated as an empty policy',
    async (_what, script, message) => {
      const reg = regExe(script);
      const found = await readPolicyKey({ ...reg, time: systemClock });
      expect(found).toMatchObject({ kind: 'unreadable', message: expect.stringMatching(message) as string });
      const { policy, errors } = await parsePolicyKey(found, POLICY_KEY, languages);
      expect(policy).toEqual({});
      expect(errors).toMatchObject([{ line: null, setting: '', kind: 'unreadable' }]);
    },
  );

  test('a hanging reg.exe is killed', async () => {
    const time = createVirtualClock();
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
  ])('if reg.exe %s, that is reported', async (_what, program, message) => {
    const found = await readPolicyKey({ folder: folderOfTest(), program, time: systemClock });
    expect(found).toMatchObject({ kind: 'unreadable', message: expect.stringMatching(message) as string });
  });
});
