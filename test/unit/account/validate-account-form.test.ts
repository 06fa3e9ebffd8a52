import { describe, expect, test } from 'vitest';
import {
  validateAccountForm,
  normalizeAccountForm,
} from '../../../main/account/form/validate-account-form.ts';
import { parseEndpoint } from '../../../tencent/transport/endpoint.ts';
import { characterCount, validateReason } from '../../../main/settings/reason-validation.ts';
import type { AccountForm } from '../../../shared/ipc/forms.ts';

const VALID_FORM: AccountForm = {
  edition: 'international',
  customAddress: '',
  sdkAppId: '1400692008',
  agent: 'mei.lin@example.com',
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
  token: '',
  keyStorage: 'keychain',
};
const errors = (
  change: Partial<AccountForm>,
  storedKey: Parameters<typeof validateAccountForm>[2] = 'none',
) => {
  const { form } = normalizeAccountForm({ ...VALID_FORM, ...change });
  return validateAccountForm(form, parseEndpoint(form.edition, form.customAddress), storedKey);
};

test('a complete form is valid', () => {
  expect(errors({})).toEqual({});
});

test.each(['', '0', '-1', '1.5', '1e3', 'abc', '0x10', '99999999999999999999', '一四〇〇'])(
  'SdkAppId %j is refused',
  (sdkAppId) => expect(errors({ sdkAppId })).toEqual({ sdkAppId: 'sdkAppIdInvalid' }),
);

test.each([
  ['', 'agentEmpty'],
  ['   ', 'agentEmpty'],
  ['\u200B\uFEFF', 'agentEmpty'],
])('account %j is refused', (agent, error) => expect(errors({ agent })).toEqual({ agent: error }));

test.each([
  ['', 'addressEmpty'],
  ['ccc.example.com', 'addressInvalid'],
  ['ftp://ccc.example.com', 'addressInsecure'],
  ['http://ccc.example.com', 'addressInsecure'],
  ['https://user:pw@ccc.example.com', 'addressInvalid'],
  ['https://ccc.example.com/api', 'addressHasPath'],
])('address %j is refused', (customAddress, error) =>
  expect(errors({ edition: 'custom', customAddress })).toEqual({ customAddress: error }),
);

test.each([
  'https://ccc.example.com',
  'https://ccc.example.com:8443/',
  'http://127.0.0.1:4000',
  'http://localhost:1/',
])('address %j is valid', (customAddress) =>
  expect(errors({ edition: 'custom', customAddress })).toEqual({}),
);

test('a custom address is only validated in the custom edition', () => {
  expect(errors({ customAddress: 'nonsense' })).toEqual({});
});

describe('keys', () => {
  test('are required, unless some are stored already', () => {
    const empty = { secretId: '', secretKey: '' };
    expect(errors(empty)).toEqual({ secretId: 'secretIdEmpty', secretKey: 'secretKeyEmpty' });
    expect(errors(empty, 'forThis')).toEqual({});
    expect(errors({ secretKey: '' }, 'forThis')).toEqual({ secretKey: 'secretKeyEmpty' });
  });

  test('pasted with spaces or line breaks are trimmed, and reported as trimmed', () => {
    const { form, trimmed } = normalizeAccountForm({
      ...VALID_FORM,
      secretId: ` ${VALID_FORM.secretId}\n`,
      secretKey: 'Gu5t\r\n 9xGA',
    });
    expect(form.secretId).toBe(VALID_FORM.secretId);
    expect(form.secretKey).toBe('Gu5t9xGA');
    expect(trimmed).toEqual(['secretId', 'secretKey']);
  });

  test('and addresses with invisible or full-width characters are normalized and reported', () => {
    const { form, invisible } = normalizeAccountForm({
      ...VALID_FORM,
      sdkAppId: '１４００６９２００８',
      agent: 'mei.lin\u200B＠example.com',
      secretKey: `\u202A${VALID_FORM.secretKey}\u202C`,
    });
    expect(form).toEqual(VALID_FORM);
    expect(invisible).toEqual(['agent', 'secretKey']);
    expect(validateAccountForm(form, parseEndpoint(form.edition), 'none')).toEqual({});
  });

  test('with characters that no key contains are refused', () => {
    expect(errors({ secretKey: '密钥' })).toEqual({ secretKey: 'secretControl' });
  });
});

test('a stored key of another account must be typed again, once the other fields are valid', () => {
  const noKeys = { secretId: '', secretKey: '' };
  expect(errors(noKeys, 'forOther')).toEqual({ secretId: 'keyForOtherAccount' });
  expect(errors({ ...noKeys, agent: '' }, 'forOther')).toEqual({ agent: 'agentEmpty' });
  expect(errors({}, 'forOther')).toEqual({});
});

describe('a reason', () => {
  test.each(['Lunch', '午餐', '🍜', '👩‍👩‍👧‍👦 family', 'استراحة', '', '   ', 'x'.repeat(60), '👩‍👩‍👧‍👦'.repeat(60)])(
    '%j is valid',
    (reason) => expect(validateReason(reason)).toBeNull(),
  );

  test('that is too long only because of invisible characters is valid', () => {
    expect(validateReason(`${'x'.repeat(60)}\u200B`)).toBeNull();
    expect(validateReason(`${'x '.repeat(60)}x`)).toBe('reasonTooLong');
  });

  test('has at most 60 characters, counted as graphemes', () => {
    expect(characterCount('👩‍👩‍👧‍👦é午')).toBe(3);
    expect(validateReason('x'.repeat(61))).toBe('reasonTooLong');
  });
});
