import { describe, expect, test } from 'vitest';
import { accountProblems, tidyAccountForm } from '../../../main/account/account-form.ts';
import { characterCount, reasonProblem } from '../../../main/settings/reason.ts';
import type { AccountForm } from '../../../preload/contract/inputs.ts';

const good: AccountForm = {
  edition: 'international',
  customAddress: '',
  sdkAppId: '1400692008',
  agent: 'mei.lin@example.com',
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  token: '',
  keep: 'keychain',
};
const problems = (change: Partial<AccountForm>, keysStored = false) =>
  accountProblems(tidyAccountForm({ ...good, ...change }).form, keysStored);

test('a filled form is fine', () => {
  expect(problems({})).toEqual({});
});

test.each(['', '0', '-1', '1.5', '1e3', 'abc', '0x10', '99999999999999999999', '一四〇〇'])(
  'SdkAppId %j is refused',
  (sdkAppId) => expect(problems({ sdkAppId })).toEqual({ sdkAppId: 'sdkAppIdInvalid' }),
);

test.each([
  ['', 'agentEmpty'],
  ['   ', 'agentEmpty'],
  ['\u200B\uFEFF', 'agentEmpty'],
])('account %j is refused', (agent, problem) => expect(problems({ agent })).toEqual({ agent: problem }));

test.each([
  ['', 'addressEmpty'],
  ['ccc.example.com', 'addressInvalid'],
  ['ftp://ccc.example.com', 'addressInsecure'],
  ['http://ccc.example.com', 'addressInsecure'],
  ['https://user:pw@ccc.example.com', 'addressInvalid'],
  ['https://ccc.example.com/api', 'addressHasPath'],
])('address %j is refused', (customAddress, problem) =>
  expect(problems({ edition: 'custom', customAddress })).toEqual({ customAddress: problem }),
);

test.each([
  'https://ccc.example.com',
  'https://ccc.example.com:8443/',
  'http://127.0.0.1:4000',
  'http://localhost:1/',
])('address %j is fine', (customAddress) =>
  expect(problems({ edition: 'custom', customAddress })).toEqual({}),
);

test('a custom address is looked at only when it is used', () => {
  expect(problems({ customAddress: 'nonsense' })).toEqual({});
});

describe('keys', () => {
  test('are needed, unless some are stored already', () => {
    const empty = { secretId: '', secretKey: '' };
    expect(problems(empty)).toEqual({ secretId: 'secretIdEmpty', secretKey: 'secretKeyEmpty' });
    expect(problems(empty, true)).toEqual({});
    expect(problems({ secretKey: '' }, true)).toEqual({ secretKey: 'secretKeyEmpty' });
  });

  test('pasted with blanks or line breaks are trimmed, and that is said', () => {
    const { form, trimmed } = tidyAccountForm({
      ...good,
      secretId: ` ${good.secretId}\n`,
      secretKey: 'Gu5t\r\n 9xGA',
    });
    expect(form.secretId).toBe(good.secretId);
    expect(form.secretKey).toBe('Gu5t9xGA');
    expect(trimmed).toEqual(['secretId', 'secretKey']);
  });

  test('and addresses with invisible or full-width characters are brought into one form, and that is said', () => {
    const { form, invisible } = tidyAccountForm({
      ...good,
      sdkAppId: '１４００６９２００８',
      agent: 'mei.lin\u200B＠example.com',
      secretKey: `\u202A${good.secretKey}\u202C`,
    });
    expect(form).toEqual(good);
    expect(invisible).toEqual(['agent', 'secretKey']);
    expect(accountProblems(form, false)).toEqual({});
  });

  test('with characters that no key has are refused', () => {
    expect(problems({ secretKey: '密钥' })).toEqual({ secretKey: 'secretControl' });
  });
});

describe('a reason', () => {
  test.each(['Lunch', '午餐', '🍜', '👩‍👩‍👧‍👦 family', 'استراحة', '', '   ', 'x'.repeat(60), '👩‍👩‍👧‍👦'.repeat(60)])(
    '%j is fine',
    (reason) => expect(reasonProblem(reason)).toBeNull(),
  );

  test('that is too long only for what nobody can see is fine', () => {
    expect(reasonProblem(`${'x'.repeat(60)}\u200B`)).toBeNull();
    expect(reasonProblem(`${'x '.repeat(60)}x`)).toBe('reasonTooLong');
  });

  test('has at most 60 characters, as a reader counts them', () => {
    expect(characterCount('👩‍👩‍👧‍👦é午')).toBe(3);
    expect(reasonProblem('x'.repeat(61))).toBe('reasonTooLong');
  });
});
