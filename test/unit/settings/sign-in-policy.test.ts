/** The setting `signIn` of the policy: its values, and the rules between it and other settings. */
import { describe, expect, test } from 'vitest';
import { managedSettings } from '../../../main/settings/policy/managed-settings.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { posixCases } from '../../support/unit/posix.ts';
import { PROGRAM, read } from './support/policy-file.ts';

const ROLE = 'qcs::cam::uin/100000000001:roleName/ccc-agent';
const SIGN_IN = {
  issuer: 'https://login.example.com/tenant/v2.0',
  clientId: 'standby',
  providerId: 'company-login',
  roleArn: ROLE,
};
const DEFAULTS = {
  scopes: ['openid', 'email', 'offline_access'],
  accountClaim: 'email',
  durationSeconds: 43_200,
  deviceCode: false,
};
const MAINLAND = { edition: 'mainland', sdkAppId: 1400692008 };

const GATEWAY = { gateway: { address: 'https://standby-gateway.example.com/' } };
const OF_GATEWAY = { issuer: SIGN_IN.issuer, clientId: SIGN_IN.clientId };

const readPolicy = (signIn: object, others: object = MAINLAND) =>
  read(JSON.stringify({ ...others, signIn: { ...SIGN_IN, ...signIn } }));

// On Windows the policy is in the registry: a file there may not name whom to trust.
describe.each(posixCases('a policy file'))('%s', () => {
  test('sets the sign-in, with defaults', async () => {
    expect(await readPolicy({})).toMatchObject({
      errors: [],
      policy: { ...MAINLAND, signIn: { ...SIGN_IN, ...DEFAULTS } },
    });
  });

  test.each([
    ['issuer', 'http://login.example.com'],
    ['issuer', 'https://login.example.com/?tenant=1'],
    ['issuer', 'https://login.example.com/#top'],
    ['issuer', 'https://mei@login.example.com'],
    ['issuer', 'https:login.example.com'],
    ['issuer', 'login.example.com'],
    ['clientId', ''],
    ['clientId', 'stand by'],
    ['scopes', ['email']],
    ['accountClaim', 'e mail'],
    ['roleArn', 'qcs::cam::uin/1:user/mei'],
    ['roleArn', 'ccc-agent'],
    ['stsAddress', 'http://sts.example.com'],
  ])('names the wrong value of %s: %j', async (name, value) => {
    const { policy, errors } = await readPolicy({ [name]: value });
    expect(policy).toEqual(MAINLAND);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ setting: `signIn.${name}`, kind: 'notAllowed' });
  });

  test.each([899, 43_201])('refuses a duration of %i s', async (durationSeconds) => {
    const { errors } = await readPolicy({ durationSeconds });
    expect(errors).toMatchObject([{ setting: 'signIn.durationSeconds', kind: 'outOfRange' }]);
  });

  const custom = { ...MAINLAND, edition: 'custom', customAddress: 'https://ccc.example.com/' };
  test.each([
    { broken: 'no edition', others: { sdkAppId: 1 }, setting: 'signIn', expected: 'edition' },
    { broken: 'no SdkAppId', others: { edition: 'mainland' }, setting: 'signIn', expected: 'sdkAppId' },
    {
      broken: 'a program as well',
      others: { ...MAINLAND, credentialProcess: { program: PROGRAM } },
      setting: 'signIn',
      expected: 'no credentialProcess',
    },
    {
      broken: 'an address of STS for an edition that has its own',
      others: MAINLAND,
      signIn: { stsAddress: 'https://sts.example.com/' },
      setting: 'signIn.stsAddress',
      expected: 'edition: custom',
    },
    {
      broken: 'no address of STS',
      others: custom,
      setting: 'signIn.stsAddress',
      expected: 'https://host/',
    },
    {
      broken: 'no address of the service',
      others: { ...MAINLAND, edition: 'custom' },
      signIn: { stsAddress: 'https://sts.example.com/' },
      setting: 'signIn',
      expected: 'customAddress',
    },
  ])('is refused with $broken, which is reported', async ({ others, signIn = {}, setting, expected }) => {
    const { policy, errors } = await readPolicy(signIn, others);
    expect(policy.signIn).toBeUndefined();
    expect(errors).toEqual([{ line: 1, setting, kind: 'notAllowed', expected }]);
  });

  test('sets the address of STS for another address of the service', async () => {
    const { policy, errors } = await readPolicy({ stsAddress: 'https://sts.example.com/' }, custom);
    expect(errors).toEqual([]);
    expect(policy.signIn?.stsAddress).toBe('https://sts.example.com/');
  });

  test('is refused in a file that others can write', async () => {
    const content = JSON.stringify({ ...MAINLAND, signIn: SIGN_IN });
    const { policy, errors } = await read(content, { mode: 0o666 });
    expect(policy.signIn).toBeUndefined();
    expect(errors).toMatchObject([{ setting: 'signIn', kind: 'notAllowed' }]);
  });

  test('makes the person who signs in the agent, whatever the policy names', async () => {
    const { policy } = await readPolicy({}, { ...MAINLAND, agent: 'kiosk@example.com' });
    const mine = defaultSettings('linux');
    const account = { ...mine.account, agent: 'mei.lin@example.com' };
    const file = { get: () => ({ ...mine, account }), update: () => Promise.resolve(null) };
    const settings = managedSettings(file, policy);
    expect(settings.get()).toMatchObject({
      mode: 'unconfigured',
      account: { edition: 'mainland', sdkAppId: 1400692008, agent: 'mei.lin@example.com' },
    });
    expect(settings.managedKeys).toEqual(['edition', 'sdkAppId', 'signIn']);
  });

  test.each(['providerId', 'roleArn'])('needs %s without a gateway', async (name) => {
    const { policy, errors } = await readPolicy({ [name]: undefined });
    expect(policy.signIn).toBeUndefined();
    expect(errors).toEqual([{ line: 1, setting: 'signIn', kind: 'notAllowed', expected: `signIn.${name}` }]);
  });

  test('needs no role, site and application with a gateway', async () => {
    const { policy, errors } = await read(JSON.stringify({ ...GATEWAY, signIn: OF_GATEWAY }));
    expect(errors).toEqual([]);
    expect(policy).toMatchObject(GATEWAY);
    const file = { get: () => defaultSettings('linux'), update: () => Promise.resolve(null) };
    const settings = managedSettings(file, policy);
    expect(settings.get().account).toEqual({
      edition: 'gateway',
      customAddress: GATEWAY.gateway.address,
      sdkAppId: null,
      agent: '',
    });
    expect(settings.managedKeys).toEqual(['signIn', 'gateway']);
  });

  test('leaves the site that the agent had typed as it was, for the time without a gateway', async () => {
    const { policy } = await read(JSON.stringify({ ...GATEWAY, signIn: OF_GATEWAY }));
    const mine = { edition: 'mainland', customAddress: '', sdkAppId: 5, agent: 'old@example.com' } as const;
    const saved: unknown[] = [];
    const file = {
      get: () => ({ ...defaultSettings('linux'), account: mine }),
      update: (change: object) => {
        saved.push(change);
        return Promise.resolve(null);
      },
    };
    const settings = managedSettings(file, policy);
    const account = { ...settings.get().account, agent: 'mei.lin@example.com' };
    await settings.update({ mode: 'account', account });
    expect(saved).toEqual([{ mode: 'account', account: { ...mine, agent: 'mei.lin@example.com' } }]);
  });

  test.each([
    { broken: 'no sign-in', policy: GATEWAY, expected: 'signIn' },
    {
      broken: 'a program that issues keys',
      policy: { ...GATEWAY, credentialProcess: { program: PROGRAM } },
      expected: 'no credentialProcess',
    },
  ])('a gateway is refused with $broken, which is reported', async ({ policy: text, expected }) => {
    const { policy, errors } = await read(JSON.stringify(text));
    expect(policy.gateway).toBeUndefined();
    expect(errors).toEqual([{ line: 1, setting: 'gateway', kind: 'notAllowed', expected }]);
  });

  test.each(['http://gateway.example.com', 'https://gateway.example.com/v1', 'gateway.example.com', ''])(
    'a gateway is refused at %j, and so is a sign-in that needs it',
    async (address) => {
      const { policy, errors } = await read(JSON.stringify({ gateway: { address }, signIn: OF_GATEWAY }));
      expect(policy).toEqual({});
      expect(errors).toMatchObject([
        { setting: 'gateway.address', kind: 'notAllowed' },
        { setting: 'signIn', kind: 'notAllowed' },
      ]);
    },
  );

  test('a gateway is refused in a file that others can write', async () => {
    const content = JSON.stringify({ ...GATEWAY, signIn: OF_GATEWAY });
    expect((await read(content, { mode: 0o666 })).policy).toEqual({});
  });
});
