/** Which policy files may name a program or an address: those that only an administrator can have written. */
import { chmodSync, chownSync, lchownSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../../main/settings/policy/policy.ts';
import { options, ownUid, policyFile, read, toLocation } from './support/policy-file.ts';

describe('a program is named only by a file that nobody else can write', () => {
  const content = '{"reduceNotifications": true,\n"credentialProcess": {"program": "/opt/keys"}}';
  const refusal = {
    policy: { reduceNotifications: true },
    errors: [{ line: 2, setting: 'credentialProcess', kind: 'notAllowed' }],
  };

  test.each(['644', '600', '444'])('a policy file of mode %s may name a program', async (mode) => {
    const { policy } = await read(content, { mode: parseInt(mode, 8) });
    expect(policy.credentialProcess?.program).toBe('/opt/keys');
  });

  test.each(['666', '664', '646'])('a policy file of mode %s may not name a program', async (mode) => {
    expect(await read(content, { mode: parseInt(mode, 8) })).toMatchObject(refusal);
  });

  /** Only root can change the owner of a file. */
  const asRoot = test.runIf(ownUid === 0);

  asRoot('one of another owner is not', async () => {
    const path = policyFile(content);
    chownSync(path, 12_345, 12_345);
    expect(await readPolicy(toLocation(path), options)).toMatchObject(refusal);
  });

  test.each([
    ['777, in which anybody could rename it', 0o777],
    ['775, in which a group could', 0o775],
  ])(
    'a policy file in a folder of mode %s may not name a program, and the folder is reported',
    async (_what, mode) => {
      const path = policyFile(content);
      chmodSync(dirname(path), mode);
      const { policy, errors } = await readPolicy(toLocation(path), options);
      expect(policy).toEqual({ reduceNotifications: true });
      expect(errors[0]?.expected).toContain(`(${dirname(path)})`);
    },
  );

  asRoot('one that another user has linked to is not', async () => {
    const path = policyFile(content);
    const link = join(dirname(path), 'link.json');
    symlinkSync(path, link);
    expect(await readPolicy(toLocation(link), options)).toMatchObject({ errors: [] });
    lchownSync(link, 12_345, 12_345);
    expect(await readPolicy(toLocation(link), options)).toMatchObject(refusal);
  });

  test('an address in a policy file that others can write does not apply, because keys would sign requests to it', async () => {
    const path = policyFile('{"edition": "custom", "customAddress": "https://evil.example/"}', 0o666);
    const { policy, errors } = await readPolicy(toLocation(path), options);
    expect(policy).toEqual({ edition: 'custom' });
    expect(errors).toMatchObject([{ setting: 'customAddress', kind: 'notAllowed' }]);
  });
});
