/** The rules that hold for every credential provider. */
import { describe, expect, test } from 'vitest';
import { LIFETIME_MS, providersUnderTest, SECRETS } from './support/providers.ts';

const temporary = providersUnderTest.filter(({ isTemporary }) => isTemporary);
const lasting = providersUnderTest.filter(({ isTemporary }) => !isTemporary);

describe.each(providersUnderTest)('$name', ({ create, isTemporary, failureKinds }) => {
  test('acts only when the first request needs credentials', () => {
    expect(create().issued()).toBe(0);
  });

  test('gives the credentials to sign with', async () => {
    const { provider } = create();
    expect(await provider.credentials()).toMatchObject(SECRETS[0]);
  });

  test('gets them once for requests at the same time', async () => {
    const { provider, issued } = create();
    const all = await Promise.all([provider.credentials(), provider.credentials(), provider.credentials()]);
    for (const credentials of all) expect(credentials).toMatchObject(SECRETS[0]);
    expect(issued()).toBe(1);
  });

  test.each(['fail', 'throw'] as const)(
    'resolves to a failure with a kind when its source would %s',
    async (how) => {
      const { provider, source } = create();
      source(how);
      const result = await provider.credentials();
      if (isTemporary) expect(failureKinds).toContain(result && 'kind' in result ? result.kind : null);
      // The state of the keychain tells why there is no lasting key.
      else expect(result).toBeNull();
    },
  );

  test('publishes and logs no secret, whatever happens', async () => {
    const { provider, source, published, advance } = create();
    await provider.credentials();
    for (const how of ['fail', 'throw', 'work'] as const) {
      source(how);
      await advance(LIFETIME_MS);
      await provider.credentials();
      provider.invalidate();
      await provider.credentials();
    }
    const text = JSON.stringify(published);
    for (const { secretKey, token, secretId } of SECRETS) {
      expect(text).not.toContain(secretKey);
      expect(text).not.toContain(secretId);
      if (token) expect(text).not.toContain(token);
    }
  });
});

describe.each(temporary)('$name', ({ create, failureKinds }) => {
  test('gets others when the service refused them, and names the failure', async () => {
    const { provider, issued } = create();
    await provider.credentials();
    expect(provider.invalidate()).toBeTypeOf('string');
    expect(await provider.credentials()).toMatchObject(SECRETS[1]);
    expect(issued()).toBe(2);
  });

  test('renews them ahead of their end without delaying a request', async () => {
    const { provider, issued, advance, hold } = create();
    await provider.credentials();
    await advance(LIFETIME_MS / 2);
    await provider.credentials();
    expect(issued()).toBe(1);
    const release = hold();
    await advance(LIFETIME_MS / 2 - 1_000);
    expect(await provider.credentials()).toMatchObject(SECRETS[0]);
    expect(issued()).toBe(2);
    release();
    await advance(0);
    expect(await provider.credentials()).toMatchObject(SECRETS[1]);
  });

  test('uses the last ones until their end while its source fails', async () => {
    const { provider, source, advance } = create();
    await provider.credentials();
    source('fail');
    await advance(LIFETIME_MS - 1_000);
    expect(await provider.credentials()).toMatchObject(SECRETS[0]);
    await advance(500);
    expect(await provider.credentials()).toMatchObject(SECRETS[0]);
    await advance(500);
    const result = await provider.credentials();
    expect(failureKinds).toContain(result && 'kind' in result ? result.kind : null);
    source('work');
    expect(await provider.credentials()).toMatchObject(SECRETS[1]);
  });
});

describe.each(lasting)('$name', ({ create }) => {
  test('has no others when the service refused them', async () => {
    const { provider } = create();
    await provider.credentials();
    expect(provider.invalidate()).toBeNull();
    expect(await provider.credentials()).toMatchObject(SECRETS[0]);
  });
});
