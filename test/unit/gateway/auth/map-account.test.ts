/** Which account the claims of a token open: one person must not get another one's by a variant of the name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapAccount } from '../../../../gateway/auth/map-account.ts';
import { accountKey } from '../../../../tencent/response-schema.ts';

const byEmail = { claim: 'email' };
const byTable = { claim: 'upn', table: new Map([['mike@example.com', 'agent-7']]) };
const bySuffix = { claim: 'upn', suffix: '@example.com' };

/** Not spelled out: they look like "k", "s", "m" and nothing. */
const KELVIN = '\u212a';
const LONG_S = '\u017f';
const FULL_WIDTH_M = '\uff4d';
const ZERO_WIDTH = '\u200b';

describe('a variant of a name', () => {
  it.each([
    `mi${KELVIN}e@example.com`,
    `mike@example${ZERO_WIDTH}.com`,
    `${FULL_WIDTH_M}ike@example.com`,
    `mike@example.com${LONG_S}`,
    'mike@example.com\n',
    ' mike@example.com',
    'mike@example.com\u00a0',
    'mike@example.com\u0000',
    'mike@example.com\u202e',
  ])('opens no account: %j', (value) => {
    expect(mapAccount({ email: value }, byEmail)).toMatchObject({
      ok: false,
      code: 'Gateway.ClaimUnclear',
    });
    expect(mapAccount({ upn: value }, byTable)).toMatchObject({ ok: false });
    expect(mapAccount({ upn: value }, bySuffix)).toMatchObject({ ok: false });
  });

  it.each(['mike@example.com', 'Mike@Example.com', '张伟@example.com', 'andré@example.com', 'Mike Smith'])(
    'is not %s',
    (value) => {
      expect(mapAccount({ email: value }, byEmail)).toEqual({ ok: true, account: value });
    },
  );

  it('opens the same account as another value only if they differ in the case of letters', () => {
    const part = fc.constantFrom(
      'm',
      'M',
      'k',
      KELVIN,
      's',
      LONG_S,
      ' ',
      ZERO_WIDTH,
      '\u0130',
      'i',
      '\t',
      'é',
      'e\u0301',
    );
    const value = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [first, second] = [one, other].map((email) => mapAccount({ email }, byEmail));
        if (!first?.ok || !second?.ok) return;
        const isSame = accountKey(first.account) === accountKey(second.account);
        expect(isSame).toBe(one.toUpperCase() === other.toUpperCase());
      }),
    );
  });
});

describe('an e-mail address', () => {
  it.each([
    { email_verified: false, isAccepted: false },
    { email_verified: 'false', isAccepted: false },
    { email_verified: 0, isAccepted: false },
    { email_verified: null, isAccepted: false },
    { email_verified: true, isAccepted: true },
    { email_verified: 'true', isAccepted: true },
    { email_verified: undefined, isAccepted: true },
  ])('that is verified: $email_verified', ({ email_verified, isAccepted }) => {
    const { ok } = mapAccount({ email: 'mei@example.com', email_verified }, byEmail);
    expect(ok).toBe(isAccepted);
  });
});

describe('a table', () => {
  it('has no names of its own', () => {
    for (const upn of ['__proto__', 'constructor', 'toString'])
      expect(mapAccount({ upn }, { claim: 'upn', table: new Map() })).toMatchObject({
        code: 'Gateway.AccountUnknown',
      });
  });

  it('a claim whose name every object has is missing', () => {
    for (const claim of ['__proto__', 'constructor', 'toString'])
      expect(mapAccount({}, { claim })).toMatchObject({ code: 'Gateway.ClaimMissing' });
  });
});
